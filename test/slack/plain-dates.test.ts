import { expect, it } from 'vitest';
import { isSlacksOwn, withPlainDates } from '../../slack/plain-dates.ts';
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
