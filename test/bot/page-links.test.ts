import { expect, it } from 'vitest';
import { sharedIn } from '../../bot/page-links.ts';

const page = new URL('https://dobrobot.example.com/');
const event = (url: string, more = {}) => ({
  ...{ channel: 'C1', message_ts: '1.1', is_bot_user_member: true, source: 'conversations_history' },
  links: [{ domain: 'dobrobot.example.com', url }],
  ...more,
});
const story = 'https://dobrobot.example.com/?story=0a1b2c3d4e5f6071';

it.each([
  [story, '0a1b2c3d4e5f6071'],
  ['https://dobrobot.example.com/?last=18h&amp;story=0a1b2c3d4e5f6071', '0a1b2c3d4e5f6071'],
  ['https://dobrobot.example.com/?last=18h&story=0a1b#x', '0a1b'],
])('%s leads to a release', (url, releaseKey) => {
  expect(sharedIn(event(url), page)).toEqual({ channel: 'C1', ts: '1.1', links: [{ url, releaseKey }] });
});

it.each([
  'https://dobrobot.example.com/?view=queue',
  'https://dobrobot.example.com/api/releases?story=0a1b',
  'https://dobrobot.example.com.evil.example/?story=0a1b',
  'http://dobrobot.example.com/?story=0a1b',
  'https://dobrobot.example.com/?story=../../x',
  'no address',
])('%s leads to none', (url) => {
  expect(sharedIn(event(url), page).links).toEqual([]);
});

it.each([{ is_bot_user_member: false }, { source: 'composer' }, { is_bot_user_member: undefined as never }])(
  'nothing is shown where nobody knows that the bot is there: %j',
  (more) => {
    expect(sharedIn(event(story, more), page).links).toEqual([]);
  },
);
