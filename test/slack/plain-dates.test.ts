import { stringify } from 'node:querystring';
import { expect, it } from 'vitest';
import { isSlacksOwn, wellFormed, withPlainDates } from '../../slack/plain-dates.ts';
import { readersClock } from '../../texts/times.ts';

const here = { now: Date.parse('2026-03-02T14:05:00Z'), timezone: 'UTC' };
const at = Date.parse('2026-03-02T10:00:00Z');

it('what is no Slack gets times with their zone', () => {
  const text = `until ${readersClock(at, here, 'en-GB')}, as ${readersClock(at, here, 'en-GB', 'https://s.example.com/p1')} says`;
  expect(withPlainDates({ text, blocks: [{ text: { type: 'mrkdwn', text } }], ts: '1.1' })).toEqual({
    text: 'until 10:00 UTC, as <https://s.example.com/p1|10:00 UTC> says',
    blocks: [
      { text: { type: 'mrkdwn', text: 'until 10:00 UTC, as <https://s.example.com/p1|10:00 UTC> says' } },
    ],
    ts: '1.1',
  });
});

it('what is sent is well-formed, and what is no text stays as it is', () => {
  const picture = Buffer.from('a picture');
  const sent = wellFormed({ text: 'done \ud83d', blocks: [{ text: '\ud83d' }], picture, none: undefined });
  expect(sent).toEqual({ text: 'done \ufffd', blocks: [{ text: '\ufffd' }], picture, none: undefined });
  expect(sent.picture).toBe(picture);
  expect(stringify({ text: sent.text })).toBe('text=done%20%EF%BF%BD');
});

it.each([
  [undefined, true],
  ['https://slack.com/api/', true],
  ['https://acme.enterprise.slack.com/api/', true],
  ['https://slack-gov.com/api/', true],
  ['http://127.0.0.1:3800/api/', false],
  ['https://slack.com.example.com/api/', false],
])('%s is Slack itself: %s', (apiUrl, own) => {
  expect(isSlacksOwn(apiUrl)).toBe(own);
});
