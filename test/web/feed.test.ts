/** The feed of freezes, as a calendar program reads it. */
import { Hono } from 'hono';
import { expect, it } from 'vitest';
import { yielding } from '../../client/unhurried.ts';
import { readCalendar } from '../../domain/calendar/read-calendar.ts';
import type { EventRow } from '../../domain/log/event-row.ts';
import type { ReleaseLog } from '../../log/release-log.ts';
import type { PageEnv } from '../../web/page-env.ts';
import { lockRow } from '../log/rows.ts';
import { ask, testPage } from '../support/page.ts';

const hour = 3_600_000;
const now = Math.floor(Date.now() / 1000) * 1000;
const reason = 'works; with, signs\nand lines'.repeat(4);

const frozen = (key: string, at: number, more: Partial<EventRow>): EventRow =>
  lockRow(key, 'frozen', { about: 'lock', at, actor: 'U_SAM', facts: { reason, until: null }, ...more });
const rows = [
  frozen('a', now - hour, { component: 'db', facts: { reason, until: now + hour } }),
  frozen('b', now - hour, { component: 'billing', facts: { reason, until: now + hour } }),
  frozen('c', now - 2 * hour, { component: null }),
];
/** The feed uses only `events` of the log. */
const log = { events: () => Promise.resolve(rows.toReversed()) } as unknown as ReleaseLog;
const freezes = [
  { components: ['db'], start: '2026-01-02T20:00', rule: 'FREQ=DAILY', for: '2h', reason: 'the night' },
];
const names = { of: () => Promise.resolve({ U_SAM: 'Sam' }) };

it('has what people set and what the configuration has, each freeze once', async () => {
  const page = await testPage(log, { names }, { freezes, timezone: 'Europe/Berlin' });
  const response = await ask(page, '/calendar.ics');
  expect(response.headers.get('content-type')).toBe('text/calendar; charset=utf-8');
  const text = await response.text();
  expect(text.endsWith('END:VCALENDAR\r\n')).toBe(true);
  const events = await readCalendar(text, 'UTC', yielding)(now - 30 * 24 * hour, now + 80 * 24 * hour);
  const titled = (title: string) => events.filter((event) => event.title === title);
  const words = reason.replaceAll('\n', ' ');
  expect(titled(`Frozen: db, billing (${words})`)).toMatchObject([{ from: now - hour, until: now + hour }]);
  const [open, ...more] = titled(`Frozen: everything critical (${words})`);
  expect(more).toEqual([]);
  expect(open?.until).toBeGreaterThan(now + 24 * hour);
  const nights = titled('Frozen: db (the night)');
  expect(nights.length).toBeGreaterThan(100);
  expect(nights.every(({ from, until }) => until - from === 2 * hour)).toBe(true);
  expect(text.replaceAll('\r\n ', '')).toContain('DESCRIPTION:Nothing new is released. Set by Sam.');

  const again = await ask(page, '/calendar.ics', {
    headers: { 'if-none-match': response.headers.get('etag') ?? '' },
  });
  expect(again.status).toBe(304);
});

it('is shown to whoever may see the page, or has a token that may read', async () => {
  const signIn = new Hono<PageEnv>();
  signIn.use((context) => Promise.resolve(context.text('sign in', 401)));
  const mayRead = (token: string) => Promise.resolve(token === 'dob_good');
  const page = await testPage(log, { signIn, mayRead });
  const statusOf = async (path: string) => (await ask(page, path)).status;
  expect(await statusOf('/calendar.ics')).toBe(401);
  expect(await statusOf('/calendar.ics?token=dob_bad')).toBe(401);
  expect(await statusOf('/calendar.ics?token=dob_good')).toBe(200);
  expect(await statusOf('/?token=dob_good')).toBe(401);
});

it('speaks the language of the company', async () => {
  const page = await testPage(log, {}, { language: 'ru' });
  const text = await (await ask(page, '/calendar.ics')).text();
  expect(text).toContain('X-WR-CALNAME:Заморозки релизов');
  expect(text.replaceAll('\r\n ', '')).toContain('Автор заморозки: U_SAM');
});
