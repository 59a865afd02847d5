/** The answers of the page's server from the log, on a real PostgreSQL. */
import type { Hono } from 'hono';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { everyComponent } from '../../domain/log/event-row.ts';
import type { EventRow } from '../../domain/log/event-row.ts';
import { Copies } from '../../log/copies.ts';
import { ReleaseLog } from '../../log/release-log.ts';
import type { PageEnv } from '../../web/page-env.ts';
import type { About, StatisticsAnswer, StoryAnswer, SuspectsAnswer, TimelineAnswer } from '../../web/wire.ts';
import { lockRow, releaseRow } from '../log/rows.ts';
import { testDatabase } from '../support/database.ts';
import { ask, testPage } from '../support/page.ts';

const minute = 60_000;
const day = 24 * 60 * minute;
const ten = Date.parse('2026-03-02T10:00:00Z');

/** Text that breaks HTML, scripts, attributes and addresses. */
const hostile = `</script><img src=x onerror="alert(1)">'&<!--`;

let log: ReleaseLog;
let page: Hono<PageEnv>;

beforeEach(async () => {
  log = new ReleaseLog(await testDatabase(), () => undefined);
  page = await testPage(log);
});
afterEach(() => log.close());

async function get<T>(path: string): Promise<T> {
  const response = await ask(page, path);
  expect(response.status, path).toBe(200);
  expect(response.headers.get('content-type')).toBe('application/json');
  return (await response.json()) as T;
}

/** A release that is requested, starts 5 min later and ends after 10 min. `end` null: it does not end. */
const release = (key: string, at: number, more: Partial<EventRow> = {}, end: string | null = 'finished') => {
  const row = (n: number, type: string, minutes: number, facts = {}) =>
    releaseRow(n, { releaseKey: key, type, at: at + minutes * minute, facts, ...more });
  return [
    row(1, 'requested', 0),
    row(2, 'started', 5),
    ...(end === null ? [] : [row(3, end, 10, { reason: 'too slow' })]),
  ];
};

const incident = (key: string, at: number, components: readonly string[], reason = 'shop is slow') =>
  lockRow(key, 'incident', { about: 'incident', at, components, component: null, facts: { reason } });

const timeline = async (from: number, to: number, more = '') =>
  get<TimelineAnswer>(`/api/timeline?from=${from}&to=${to}${more}`);
const keysOf = ({ releases }: TimelineAnswer) => releases.map(({ releaseKey }) => releaseKey);

it('about: what the configuration says, and that nobody has to sign in', async () => {
  expect(await get<About>('/api/about')).toEqual({
    language: 'en',
    timezone: 'UTC',
    components: [
      { name: 'db', critical: true, dependsOn: [], approvers: [], admins: [], operators: [] },
      { name: 'billing', critical: true, dependsOn: ['db'], approvers: [], admins: [], operators: [] },
      { name: 'ios-app', critical: false, dependsOn: [], approvers: [], admins: [], operators: [] },
    ],
    logged: true,
    user: null,
    actors: [],
  });
});

describe('timeline', () => {
  it('has the releases that were open at some time in it, both ends included, the last one first', async () => {
    await log.record([
      ...release('before', ten - 20 * minute),
      ...release('into', ten - 5 * minute),
      ...release('within', ten + 20 * minute),
      ...release('over', ten - day, {}, null),
      ...release('out', ten + 60 * minute),
      ...release('after', ten + 61 * minute),
    ]);
    expect(keysOf(await timeline(ten, ten + 60 * minute))).toEqual(['out', 'within', 'into', 'over']);
    expect(keysOf(await timeline(ten - 10 * minute, ten - 10 * minute))).toEqual(['before', 'over']);
    expect((await timeline(ten, ten)).releases[0]).toMatchObject({
      ticket: 'PAY-1',
      askedAt: ten - 5 * minute,
      startedAt: ten,
      endedAt: ten + 5 * minute,
      endedAs: 'finished',
    });
  });

  it('is filtered by components, and by words of ticket, title and reason', async () => {
    await log.record([
      ...release('a', ten, { components: ['db'], ticket: 'DB-7', title: 'Faster index' }),
      ...release('b', ten + minute, { components: ['billing', 'ios-app'] }, 'rolledBack'),
      ...release('c', ten + 2 * minute, { components: ['ios-app'], title: 'Faster start' }, null),
    ]);
    const found = async (more: string) => keysOf(await timeline(ten, ten + day, more));
    expect(await found('&component=db')).toEqual(['a']);
    expect(await found('&component=db&component=ios-app')).toEqual(['c', 'b', 'a']);
    expect(await found('&component=long-gone')).toEqual([]);
    expect(await found('&words=faster')).toEqual(['c', 'a']);
    expect(await found('&words=faster%20-start')).toEqual(['a']);
    expect(await found('&words=DB-7')).toEqual(['a']);
    expect(await found('&words=slow')).toEqual(['b', 'a']);
    expect(await found('&words=slow&component=billing')).toEqual(['b']);
    expect(await found('&words=%20')).toEqual(['c', 'b', 'a']);
    for (const odd of [
      '-'.repeat(60),
      '-'.repeat(200),
      '- '.repeat(100),
      '-a'.repeat(99),
      '"'.repeat(199),
      'or '.repeat(60),
      '—'.repeat(60),
      '(-'.repeat(90),
    ])
      expect(await found(`&words=${encodeURIComponent(odd)}`), odd).toBeInstanceOf(Array);
    expect(await found(`&words=${encodeURIComponent(`'"\\ & | ! ( : * \0 <-> ${hostile}`)}`)).toEqual([]);
  });

  it('gives 2,000 releases at most, and says how many more there are', async () => {
    const rows = Array.from({ length: 2003 }, (_, n) =>
      releaseRow(1, { releaseKey: `k${n}`, at: ten + n * 1000 }),
    );
    for (let n = 0; n < rows.length; n += 1000) await log.record(rows.slice(n, n + 1000));
    const { releases, more } = await timeline(ten, ten + day);
    expect([releases.length, more]).toEqual([2000, 3]);
    expect(releases[0]?.releaseKey).toBe('k2002');
    expect((await timeline(ten, ten + 1000)).more).toBe(0);
  });

  it('has incidents and freezes, also those that began before it, and windows of the configuration', async () => {
    const freeze = (key: string, at: number, more: Partial<EventRow>, until: number | null = null) =>
      lockRow(key, 'frozen', { at, actor: 'U_SAM', facts: { reason: key, until, all: false }, ...more });
    await log.record([
      freeze('long', ten - 300 * day, { components: ['db'], component: 'db' }),
      freeze('past', ten - 2 * day, {}, ten - day),
      freeze('all', ten + minute, { components: [everyComponent], component: null }),
      lockRow('lift', 'unfrozen', { at: ten + 30 * minute }),
      incident('i1', ten + 5 * minute, ['billing']),
      incident('i2', ten + 6 * minute, [everyComponent], 'all is slow'),
      incident('i3', ten - minute, ['billing']),
    ]);
    page = await testPage(
      log,
      {},
      {
        freezes: [
          {
            components: ['billing'],
            start: '2026-03-02T10:30',
            rule: 'FREQ=DAILY',
            for: '1h',
            reason: 'lunch',
          },
        ],
      },
    );
    const { freezes, incidents } = await timeline(ten, ten + day);
    expect(freezes).toEqual([
      { component: 'db', from: ten - 300 * day, to: null, reason: 'long', by: 'U_SAM' },
      { component: 'db', from: ten + minute, to: null, reason: 'all', by: 'U_SAM' },
      { component: 'billing', from: ten + minute, to: ten + 30 * minute, reason: 'all', by: 'U_SAM' },
      {
        component: 'billing',
        from: ten + 30 * minute,
        to: ten + 90 * minute,
        reason: 'lunch',
        by: 'dobrobot.yaml',
      },
    ]);
    expect(incidents.map(({ key }) => key)).toEqual(['i2', 'i1']);
    const ofDb = await timeline(ten, ten + day, '&component=db');
    expect(ofDb.freezes.map(({ component }) => component)).toEqual(['db', 'db']);
    expect(ofDb.incidents.map(({ key }) => key)).toEqual(['i2']);
    expect((await timeline(ten, ten + day, '&words=shop')).incidents.map(({ key }) => key)).toEqual(['i1']);
  });

  it('has what calendars freeze, by the copies of the workers, also in the past', async () => {
    const url = 'https://calendar.example.com/net.ics';
    const content = [
      ...['BEGIN:VCALENDAR', 'VERSION:2.0'],
      ...['BEGIN:VEVENT', 'UID:1', 'SUMMARY:DC-1: switches', 'ORGANIZER;CN=Nadia:mailto:n@example.com'],
      ...['DTSTART:20260302T100000Z', 'DTEND:20260302T110000Z', 'RRULE:FREQ=DAILY;COUNT=2', 'END:VEVENT'],
      'END:VCALENDAR',
    ].join('\r\n');
    const copies = new Copies(() => log.database());
    const unread = { content: 'nothing', version: '2', etag: null, modified: null, readAt: Date.now() };
    await copies.keep(`calendar ${url}`, { ...unread, content, version: '1' });
    await copies.keep('calendar OTHER_URL', unread);
    const calendars = [
      { name: 'network works', url, components: { 'DC-1': ['billing'] } },
      { name: 'unread', urlEnv: 'OTHER_URL', components: { '*': 'all' } },
      { name: 'never', urlEnv: 'NEVER_URL', components: { '*': 'all' } },
    ];
    page = await testPage(log, {}, { calendars });
    const event = { calendar: 'network works', organizer: 'Nadia', url: null };
    expect((await timeline(ten, ten + day + minute)).freezes).toEqual(
      [ten, ten + day].map((from) => ({
        ...{ component: 'billing', from, to: from + 60 * minute, event },
        ...{ reason: 'DC-1: switches', by: 'dobrobot.yaml' },
      })),
    );
  });
});

describe('a release', () => {
  it('has its whole story, oldest first, and links to all that is elsewhere', async () => {
    const said = { channel: 'C1', saidAt: ten };
    await log.record(release('k7', ten, said).reverse());
    await log.keepCardLink('k7', 'https://acme.slack.com/archives/C1/p1');
    const { release: found, events, links } = await get<StoryAnswer>('/api/releases/k7');
    expect(found).toMatchObject({ releaseKey: 'k7', endedAs: 'finished' });
    expect(events.map(({ n, type }) => [n, type])).toEqual([
      [1, 'requested'],
      [2, 'started'],
      [3, 'finished'],
    ]);
    const message = `https://acme.slack.com/archives/C1/p${ten * 1000}`;
    expect(events.map((event) => event.message)).toEqual([message, message, message]);
    expect(links).toEqual({
      items: [{ key: 'PAY-1', address: 'https://t.example.com/PAY-1' }],
      slack: 'https://acme.slack.com/archives/C1/p1',
      temporal: 'https://temporal.example.com/PAY-1',
    });
  });

  it('of several tickets links each of them', async () => {
    await log.record(release('k8', ten, { ticket: 'PAY-8', tickets: ['PAY-8', 'OPS-9'], url: null }));
    const { links } = await get<StoryAnswer>('/api/releases/k8');
    expect(links.items).toEqual([
      { key: 'PAY-8', address: 'https://t.example.com/PAY-8' },
      { key: 'OPS-9', address: 'https://t.example.com/OPS-9' },
    ]);
  });

  it('that the log does not know is not found, whatever its key looks like', async () => {
    for (const key of ['nobody', '%3Cscript%3E', "'%20or%20''='", '%00']) {
      const response = await ask(page, `/api/releases/${key}`);
      expect(response.status, key).toBe(404);
      expect(response.headers.get('content-type')).toBe('application/json');
      expect(await response.json()).toEqual({
        problem: expect.stringContaining('knows no release') as string,
      });
    }
  });
});

it('suspects: what changed before a moment, as blame has it', async () => {
  await log.record([
    ...release('early', ten - 2 * day),
    ...release('a', ten - 120 * minute, { components: ['db'] }),
    ...release('b', ten - 8 * minute, { components: ['ios-app'] }, null),
    ...release('c', ten + minute),
  ]);
  const suspects = async (more: string) => {
    const answer = await get<SuspectsAnswer>(`/api/suspects?at=${ten}${more}`);
    return answer.suspects.map(({ release, reasons }) => [
      release.releaseKey,
      ...reasons.map(({ code }) => code),
    ]);
  };
  expect(await suspects('')).toEqual([
    ['b', 'onProduction'],
    ['a', 'ended'],
  ]);
  expect(await suspects('&component=billing')).toEqual([['a', 'ended', 'dependency']]);
});

it('suspects of a minute: what changed within it is one of them', async () => {
  const second = 1000;
  const at = (moment: number) => moment - 5 * minute;
  await log.record([
    ...release('within', at(ten + 20 * second), {}, null),
    ...release('after', at(ten + 80 * second), {}, null),
  ]);
  const suspects = async (moment: number) =>
    (await get<SuspectsAnswer>(`/api/suspects?at=${moment}`)).suspects.map(
      ({ release }) => release.releaseKey,
    );
  expect(await suspects(ten)).toEqual(['within']);
  expect(await suspects(ten + 10 * second)).toEqual([]);
});

it('statistics: the figures of a time, of one component or of all', async () => {
  await log.record([
    ...release('a', ten, { components: ['db'] }),
    ...release('b', ten + day, {}, 'rolledBack'),
    ...release('c', ten + 9 * day),
  ]);
  const statistics = (more = '') =>
    get<StatisticsAnswer>(`/api/statistics?since=${ten}&until=${ten + 2 * day}${more}`);
  expect((await statistics()).total).toMatchObject({ releases: 2, rolledBack: 1 });
  expect((await statistics('&component=db')).total).toMatchObject({ releases: 1, rolledBack: 0 });
});

describe('what people wrote', () => {
  beforeEach(async () => {
    await log.record([
      ...release('k1', ten, {
        title: hostile,
        url: 'javascript:alert(1)',
        wikiLink: 'data:text/html,<script>alert(1)</script>',
        facts: { reason: hostile },
      }),
      incident('i1', ten, ['billing'], hostile),
      lockRow('f1', 'frozen', { at: ten, actor: hostile, facts: { reason: hostile } }),
    ]);
    await log.keepCardLink('k1', 'javascript:alert(1)');
  });

  it('comes as JSON, as it is, and is nowhere in the page itself', async () => {
    const paths = [
      `/api/timeline?from=${ten}&to=${ten + day}`,
      '/api/releases/k1',
      `/api/suspects?at=${ten + 6 * minute}`,
    ];
    for (const path of paths) {
      const response = await ask(page, path);
      expect(response.headers.get('content-type'), path).toBe('application/json');
      expect(response.headers.get('x-content-type-options'), path).toBe('nosniff');
      expect(JSON.stringify(await response.json()), path).toContain(JSON.stringify(hostile).slice(1, -1));
    }
    const html = await (await ask(page, `/?words=${encodeURIComponent(hostile)}`)).text();
    expect(html).toBe('<!doctype html>');
  });

  it('is no link unless a browser may be sent there', async () => {
    const { release, events, links } = await get<StoryAnswer>('/api/releases/k1');
    expect([release, ...events].map(({ url, wikiLink }) => [url, wikiLink])).toEqual(
      [1, 2, 3, 4].map(() => [null, null]),
    );
    expect(links).toMatchObject({
      items: [{ key: 'PAY-1', address: 'https://t.example.com/PAY-1' }],
      slack: null,
    });
    const { releases } = await timeline(ten, ten + day);
    const { suspects } = await get<SuspectsAnswer>(`/api/suspects?at=${ten + 6 * minute}`);
    for (const { url, wikiLink } of [...releases, ...suspects.map(({ release }) => release)]) {
      expect([url, wikiLink]).toEqual([null, null]);
    }
  });
});

it('an address that is none is refused, and says what is expected', async () => {
  const instant = 'as an instant of the years 1000 to 9999';
  const refusals: readonly (readonly [string, string])[] = [
    ['timeline', 'from must be given once, as an instant'],
    ['timeline?from=1', `to must be given once, ${instant}`],
    ['timeline?from=1&from=2&to=3', `from must be given once, ${instant}`],
    ['timeline?from=yesterday&to=2', `from must be given once, ${instant}`],
    ['timeline?from=1&to=1e999', `to must be given once, ${instant}`],
    ['timeline?from=1&to=8640000000000001', `to must be given once, ${instant}`],
    ['timeline?from=253402300799999&to=253402300800000', `to must be given once, ${instant}`],
    ['suspects?at=-62200000000000', `at must be given once, ${instant}`],
    ['timeline?from=2&to=1', 'to must be not before the other end'],
    [`timeline?from=0&to=${401 * day}`, 'nor more than 400 days after it'],
    ['timeline?from=1&to=2&component=%27%3B', 'component must be the name of a component'],
    [`timeline?from=1&to=2&words=${'a'.repeat(201)}`, 'no longer than 200 characters'],
    ['timeline?from=1&to=2&words=a&words=b', 'words must be given once'],
    ['suspects', `at must be given once, ${instant}`],
    ['suspects?at=1&component=a&component=b', 'component must be the name of a component'],
    ['statistics?since=1', `until must be given once, ${instant}`],
    ['statistics?since=8639999999999999&until=8640000000000000', `since must be given once, ${instant}`],
    [`statistics?since=0&until=${3661 * day}`, 'nor more than 3660 days after it'],
  ];
  for (const [path, problem] of refusals) {
    const response = await ask(page, `/api/${path}`);
    expect(response.status, path).toBe(400);
    expect(await response.json(), path).toEqual({ problem: expect.stringContaining(problem) as string });
  }
});

it('what it cannot answer it says in the language of the configuration', async () => {
  page = await testPage(null, {}, { language: 'ru' });
  const problemAt = async (path: string) => [
    (await ask(page, path)).status,
    await (await ask(page, path)).text(),
  ];
  expect(await problemAt('/api/timeline?from=a')).toEqual([400, expect.stringContaining('Параметр from')]);
  expect(await problemAt('/api/timeline?from=1&to=2')).toEqual([
    503,
    expect.stringContaining('Журнала релизов нет'),
  ]);
  expect(await problemAt('/nowhere')).toEqual([404, expect.stringContaining('ничего нет')]);
});
