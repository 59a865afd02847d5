import { expect, it } from 'vitest';
import { messageLink } from '../../../domain/log/message-link.ts';
import { instantOfTs } from '../../../domain/messages/slack-time.ts';

const workspace = 'https://acme.slack.com';
const said = { channel: 'C0SHIPPING', saidAt: instantOfTs('1772445600.000123') };

it('leads to the message', () => {
  expect(messageLink(workspace, said)).toBe('https://acme.slack.com/archives/C0SHIPPING/p1772445600000123');
});

it.each([
  ['the workspace is not known', null, said],
  ['it was said nowhere', workspace, { ...said, channel: null }],
  ['a button was pressed', workspace, { ...said, saidAt: null }],
  ['the channel is none', workspace, { ...said, channel: 'C1/../../x?' }],
])('is none where %s', (_, address, from) => {
  expect(messageLink(address, from)).toBeNull();
});
