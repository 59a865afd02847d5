import { spawn } from 'node:child_process';
import { once } from 'node:events';
import getPort from 'get-port';
import { sql } from 'kysely';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { everyComponent } from '../../domain/log/event-row.ts';
import type { EventRow } from '../../domain/log/event-row.ts';
import { migrateLog } from '../../log/migrate.ts';
import { migrations } from '../../log/migrations/index.ts';
import { ReleaseLog } from '../../log/release-log.ts';
import { projectRoot } from '../../start/project.ts';
import { startDatabaseServer } from '../support/database-server.ts';
import { query, testDatabase } from '../support/database.ts';
import { lockRow, releaseRow } from './rows.ts';

let url: string;
let log: ReleaseLog;
const broken: Error[] = [];

beforeEach(async () => {
  url = await testDatabase();
  log = new ReleaseLog(url, (error) => broken.push(error));
});
afterEach(() => log.close());

const minute = 60_000;
const ten = Date.parse('2026-03-02T10:00:00Z');
const keysOf = (events: readonly { key: string }[]) => events.map(({ key }) => key);

it('a connection that breaks between two queries ends nothing but what is read by it', async () => {
  await log.record([releaseRow(1)]);
  const uncaught = vi.fn();
  const others = process.listeners('uncaughtException');
  process.removeAllListeners('uncaughtException').on('uncaughtException', uncaught);
  try {
    const events = log.stream({});
    expect((await events.next()).value).toMatchObject({ n: 1 });
    await query(
      url,
      `select pg_terminate_backend(pid) from pg_stat_activity
      where datname = current_database() and pid <> pg_backend_pid()`,
    );
    await vi.waitFor(async () => {
      const left = await query(url, `select 1 from pg_stat_activity where datname = current_database()`);
      expect(left).toHaveLength(1);
    }, 30_000);
    await expect(events.next()).rejects.toThrow();
  } finally {
    process.removeAllListeners('uncaughtException');
    for (const other of others) process.on('uncaughtException', other);
  }
  expect(uncaught.mock.calls).toEqual([]);
  expect(await log.newest()).toBe(1);
});

describe('rows', () => {
  it('come back as they were written, newest first', async () => {
    const rows = [
      releaseRow(1, { facts: { reason: 'because' }, token: 1_772_000_000_123, wikiLink: 'https://w' }),
      releaseRow(2, { components: ['billing', 'db'] }),
      lockRow('lock-1', 'frozen', { at: ten + 90 * minute, components: [everyComponent] }),
    ];
    await log.record(rows);
    const events = await log.events({}, 10);
    expect(events).toEqual([...rows].reverse().map((row) => ({ ...row, seq: expect.any(Number) as number })));
  });

  it('are there once, however often they are written', async () => {
    await log.record([releaseRow(1)]);
    await log.record([releaseRow(1, { title: 'Another' }), releaseRow(2)]);
    expect((await log.events({}, 10)).map(({ n, title }) => [n, title])).toEqual([
      [2, 'New refund screen'],
      [1, 'New refund screen'],
    ]);
  });

  it('hold any text that a tracker or a person may give', async () => {
    const nasty = 'a\0b \uD800 <script> 🚀';
    await log.record([releaseRow(1, { title: nasty, facts: { reason: nasty, n: [nasty] } })]);
    const mended = 'a\uFFFDb \uFFFD <script> 🚀';
    expect(await log.events({}, 1)).toMatchObject([
      { title: mended, facts: { reason: mended, n: [mended] } },
    ]);
  });

  it('are written all or none', async () => {
    const impossible = { ...releaseRow(2), ticket: null };
    await expect(log.record([releaseRow(1), impossible])).rejects.toThrow(/check constraint/);
    expect(await log.events({}, 10)).toEqual([]);
  });

  it('are found by component, ticket, kind, words and time', async () => {
    await log.record([
      releaseRow(1),
      releaseRow(1, { releaseKey: 'k2', ticket: 'DB-7', title: 'Faster index', components: ['db'] }),
      lockRow('freeze-all', 'frozen', {
        at: ten + 5 * minute,
        components: [everyComponent],
        component: null,
      }),
      releaseRow(9, { type: 'started', facts: { reason: 'hurry' } }),
    ]);
    const found = async (filter: Parameters<ReleaseLog['events']>[0]) => keysOf(await log.events(filter, 10));
    expect(await found({ component: 'db' })).toEqual(['freeze-all', 'k2:1']);
    expect(await found({ ticket: 'DB-7' })).toEqual(['k2:1']);
    expect(await found({ releaseKey: 'k1' })).toEqual(['k1:9', 'k1:1']);
    expect(await found({ about: 'lock' })).toEqual(['freeze-all']);
    expect(await found({ types: ['started'] })).toEqual(['k1:9']);
    expect(await found({ words: 'faster' })).toEqual(['k2:1']);
    expect(await found({ words: 'hurry' })).toEqual(['k1:9']);
    expect(await found({ since: ten + 5 * minute })).toEqual(['k1:9', 'freeze-all']);
    expect(await found({ until: ten + 5 * minute })).toEqual(['freeze-all', 'k2:1', 'k1:1']);
  });
});

describe('what happened does not change', () => {
  it.each(["update events set actor = 'U_X'", 'delete from events', 'truncate events'])(
    'though its owner says: %s',
    async (text) => {
      await log.record([releaseRow(1)]);
      await expect(query(url, text)).rejects.toThrow(/append-only/);
      expect(await log.events({}, 10)).toHaveLength(1);
    },
  );

  it('and who uses the log may only add to it and read it', async () => {
    await log.record([releaseRow(1)]);
    const db = await log.database();
    const changes = [
      sql`update events set actor = 'U_X'`,
      sql`delete from events`,
      sql`truncate events`,
      sql`update releases set ticket = 'X-1'`,
      sql`alter table events disable trigger append_only`,
      sql`drop table events`,
    ];
    for (const change of changes) {
      await expect(change.execute(db)).rejects.toThrow(/permission denied|must be owner/);
    }
  });

  it('also where the user of the address may make no roles: then by the trigger alone', async () => {
    await query(
      url,
      `create role plain_${databaseOf(url)} login password 'p'; grant create on schema public to plain_${databaseOf(url)}`,
    );
    const plain = new URL(url);
    plain.username = `plain_${databaseOf(url)}`;
    plain.password = 'p';
    const own = new ReleaseLog(plain.href, (error) => broken.push(error));
    await own.record([releaseRow(1)]);
    await expect(sql`delete from events`.execute(await own.database())).rejects.toThrow(/append-only/);
    expect(await own.events({}, 10)).toHaveLength(1);
    await own.keepCardLink('k1', 'https://a.example.com');
    expect(await own.cardLink('k1')).toBe('https://a.example.com');
    await own.close();
  });
});

const databaseOf = (address: string): string => new URL(address).pathname.slice(1);

describe('the tables', () => {
  it('are made once by several processes that start at the same moment', async () => {
    const script = `
      import { ReleaseLog } from './log/release-log.ts';
      const log = new ReleaseLog(process.argv[1], console.error);
      await log.database();
      await log.close();`;
    const processes = [1, 2, 3, 4].map(() =>
      spawn(process.execPath, ['--import', 'tsx', '--input-type=module', '--eval', script, url], {
        cwd: projectRoot,
        stdio: 'inherit',
      }),
    );
    const ends = await Promise.all(processes.map((child) => once(child, 'exit')));
    expect(ends).toEqual(processes.map(() => [0, null]));
    expect(await query(url, 'select name from kysely_migration')).toHaveLength(
      Object.keys(migrations).length,
    );
  });

  it('come up to date with what is in them', async () => {
    await migrateLog(url, '001-log');
    await query(
      url,
      `insert into events (key, at, about, type, release_key, n, ticket, components, facts)
       values ('k:1', now(), 'release', 'requested', 'k', 1, 'A-1', '{a}', '{}')`,
    );
    expect((await log.events({}, 10)).map(({ ticket }) => ticket)).toEqual(['A-1']);
    expect(await (await log.database()).selectFrom('releases').select('ticket').execute()).toEqual([
      { ticket: 'A-1' },
    ]);
  });
});

describe('what the page looks for', () => {
  const everything = { from: 0, to: ten * 2, components: [], words: '' };

  it('is there of a log that was filled before', async () => {
    await migrateLog(url, '002-rights');
    const row = (key: string, n: number, type: string, at: string, facts = '{}') =>
      `('${key}:${n}', '${at}', 'release', '${type}', '${key}', ${n}, 'A-1', 'Faster refunds', '{a}', '${facts}')`;
    await query(
      url,
      `insert into events (key, at, about, type, release_key, n, ticket, title, components, facts) values
        ${row('k', 1, 'requested', '2026-03-02T10:00Z')},
        ${row('k', 2, 'rolledBack', '2026-03-02T11:00Z', '{"reason":"timeouts"}')},
        ${row('open', 1, 'requested', '2026-03-02T10:30Z')},
        ${row('open', 2, 'ticketUnknown', '2026-03-02T10:31Z')}`,
    );
    const found = async (more: Partial<typeof everything>) =>
      (await log.living({ ...everything, ...more }, 10)).releases.map(({ releaseKey }) => releaseKey);
    expect(await found({ from: ten + 61 * minute })).toEqual(['open']);
    expect(await found({ to: ten + 29 * minute })).toEqual(['k']);
    expect(await found({ words: 'refunds' })).toEqual(['open', 'k']);
    expect(await found({ words: 'timeouts' })).toEqual(['k']);
    expect(await log.release('k')).toMatchObject({ ticket: 'A-1', endedAs: 'rolledBack' });
    expect(await log.newest()).toBe(4);
  });

  it('is where the card is, too, which may be told and told anew, and nothing else', async () => {
    await log.record([releaseRow(1)]);
    expect(await log.cardLink('k1')).toBeNull();
    await log.keepCardLink('k1', 'https://a.example.com');
    await log.keepCardLink('k1', 'https://b.example.com');
    await log.keepCardLink('k2', 'https://c.example.com');
    expect(await log.cardLink('k1')).toBe('https://b.example.com');
    const db = await log.database();
    for (const change of [sql`delete from cards`, sql`truncate cards`, sql`drop table cards`]) {
      await expect(change.execute(db)).rejects.toThrow(/permission denied|must be owner/);
    }
  });
});

describe('a release', () => {
  const production = [
    releaseRow(1),
    releaseRow(2, { type: 'checksPassed' }),
    releaseRow(3, { type: 'accepted' }),
    releaseRow(4, { type: 'turnCame', facts: { adminNeeded: true } }),
    releaseRow(5, { type: 'adminFound', actor: 'U_ADAM', facts: { ready: true } }),
    releaseRow(6, { type: 'nudged', actor: null }),
    releaseRow(7, { type: 'started' }),
    releaseRow(9, { type: 'rolledBack' }),
  ];
  const at = (n: number) => ten + n * minute;

  it.each([
    ['in order', production],
    ['the other way round', [...production].reverse()],
  ])('is known from its events, %s', async (_, rows) => {
    for (const row of rows) await log.record([row]);
    await log.record(rows);
    expect(await log.onProduction(ten, ten + 60 * minute)).toMatchObject([
      {
        releaseKey: 'k1',
        ticket: 'PAY-1',
        admin: 'U_ADAM',
        stage: 'rolled_back',
        stageSince: at(9),
        askedAt: at(1),
        announcedAt: at(2),
        goodAt: at(3),
        turnAt: at(4),
        startedAt: at(7),
        endedAt: at(9),
        endedAs: 'rolledBack',
        nudges: 1,
      },
    ]);
  });

  it('was on production from its start to its end, both included', async () => {
    await log.record(production);
    const there = async (from: number, to: number) =>
      (await log.onProduction(ten + from * minute, ten + to * minute)).length;
    expect(await there(7, 7)).toBe(1);
    expect(await there(9, 30)).toBe(1);
    expect(await there(0, 6.9)).toBe(0);
    expect(await there(9.1, 30)).toBe(0);
  });

  it.each([
    ['in order', (rows: readonly EventRow[]) => rows],
    ['the other way round', (rows: readonly EventRow[]) => [...rows].reverse()],
  ])('goes on though its tracker lost its ticket meanwhile, %s', async (_, order) => {
    const lost = releaseRow(3, { type: 'ticketUnknown' });
    const rows = [releaseRow(1), releaseRow(2, { type: 'checksPassed' }), lost];
    for (const row of order(rows)) await log.record([row]);
    expect(await log.release('k1')).toMatchObject({ endedAt: null, endedAs: null });
    for (const row of order([releaseRow(4, { type: 'started' }), releaseRow(5, { type: 'finished' }), lost]))
      await log.record([row]);
    expect(await log.release('k1')).toMatchObject({ endedAt: at(5), endedAs: 'finished' });
    expect(await log.onProduction(at(4.5), at(4.5))).toHaveLength(1);
  });

  it('of a ticket that its tracker never knew has ended', async () => {
    await log.record([releaseRow(2, { type: 'ticketUnknown', title: null })]);
    expect(await log.release('k1')).toMatchObject({ endedAt: at(2), endedAs: 'ticketUnknown' });
  });

  it('that is finished stays so though the loss of its ticket is told later', async () => {
    await log.record([releaseRow(7, { type: 'started' }), releaseRow(9, { type: 'finished' })]);
    await log.record([releaseRow(3, { type: 'ticketUnknown' })]);
    expect(await log.release('k1')).toMatchObject({ endedAt: at(9), endedAs: 'finished' });
  });

  it('that told no end is on production until its lock is taken', async () => {
    await log.record([releaseRow(7, { type: 'started' })]);
    expect(await log.onProduction(ten + 500 * minute, ten + 600 * minute)).toHaveLength(1);
    const holders = [{ releaseKey: 'k1', orphan: true }];
    await log.record([lockRow('u', 'unlocked', { at: ten + 100 * minute, facts: { holders } })]);
    expect(await log.onProduction(ten + 500 * minute, ten + 600 * minute)).toEqual([]);
  });
});

describe('a release that Temporal ended', () => {
  const at = (n: number) => ten + n * minute;
  const terminated = (n: number, stage: string, holds: readonly string[] = []) =>
    releaseRow(n, { key: `k1:terminated:${n}`, type: 'terminated', facts: { stage, holds } });
  const started = releaseRow(7, { type: 'started' });
  const unlocked = (n: number, holder: object) =>
    lockRow(`u${n}`, 'unlocked', { at: at(n), facts: { holders: [{ releaseKey: 'k1', ...holder }] } });
  const orphan = unlocked(12, { orphan: true });
  const unaware = unlocked(12, { orphan: false });

  const cases: readonly (readonly [string, readonly EventRow[], number | null, string | null])[] = [
    ['before its start', [releaseRow(1), terminated(9, 'ready', ['billing'])], 9, 'terminated'],
    ['on production without a lock', [started, terminated(9, 'deploying')], 9, 'terminated'],
    ['on production with a lock', [started, terminated(9, 'deploying', ['billing'])], null, null],
    ['until it was unlocked', [started, terminated(9, 'deploying', ['billing']), orphan], 12, 'unlocked'],
    ['before its lock knew', [started, terminated(9, 'deploying', ['billing']), unaware], 12, 'unlocked'],
    [
      'after its lock had been taken',
      [started, unlocked(8, { orphan: false }), terminated(9, 'deploying', ['billing'])],
      9,
      'terminated',
    ],
    [
      'after another lock of it had been taken',
      [started, unlocked(8, { orphan: false }), terminated(9, 'deploying', ['ledger'])],
      null,
      null,
    ],
    ['and reset', [releaseRow(1), terminated(9, 'ready'), releaseRow(10, { type: 'nudged' })], null, null],
    [
      'and reset, to end',
      [terminated(9, 'ready'), started, releaseRow(10, { type: 'finished' })],
      10,
      'finished',
    ],
    [
      'and reset, and holding the lock that is taken',
      [started, terminated(9, 'deploying', ['billing']), releaseRow(10, { type: 'nudged' }), unaware],
      null,
      null,
    ],
    [
      'twice',
      [terminated(9, 'ready'), releaseRow(10, { type: 'nudged' }), terminated(11, 'ready')],
      11,
      'terminated',
    ],
    [
      'after it had told its end',
      [releaseRow(8, { type: 'cancelled' }), terminated(9, 'ready')],
      8,
      'cancelled',
    ],
  ];
  it.each(cases)('%s', async (_, rows, endedAt, endedAs) => {
    const expected = { endedAt: endedAt === null ? null : at(endedAt), endedAs };
    for (const row of rows) await log.record([row]);
    expect(await log.release('k1')).toMatchObject(expected);
    const backwards = new ReleaseLog(await testDatabase(), (error) => broken.push(error));
    await backwards.record([...rows].reverse());
    expect(await backwards.release('k1')).toMatchObject(expected);
    await backwards.close();
  });

  it('is told of in a log that was filled before', async () => {
    await migrateLog(url, '003-page');
    await query(
      url,
      `insert into events (key, at, about, type, release_key, n, ticket, components, facts) values
        ('k1:7', '2026-03-02T10:07Z', 'release', 'started', 'k1', 7, 'PAY-1', '{billing}', '{}')`,
    );
    await log.record([terminated(9, 'deploying')]);
    expect(await log.release('k1')).toMatchObject({ endedAt: at(9), endedAs: 'terminated' });
  });

  it('did not tell its end itself', async () => {
    await log.record([started, terminated(9, 'deploying')]);
    await log.record([
      releaseRow(1, { releaseKey: 'k2', type: 'finished' }),
      releaseRow(1, { releaseKey: 'k3' }),
    ]);
    expect([...(await log.endedThemselves(['k1', 'k2', 'k3', 'k4']))]).toEqual(['k2']);
  });
});

it('goes on when the database was killed and is back', async () => {
  const port = await getPort();
  const server = await startDatabaseServer(port);
  const own = new ReleaseLog(server.env.DATABASE_URL, (error) => broken.push(error));
  await own.record([releaseRow(1)]);
  await server.child.kill();
  await expect(own.record([releaseRow(2)])).rejects.toThrow();
  // Nobody was using that connection: without somebody who hears of it, this process would have ended.
  await vi.waitFor(() => {
    expect(broken).not.toEqual([]);
  }, 30_000);
  await startDatabaseServer(port, server.folder);
  await own.record([releaseRow(2)]);
  expect(keysOf(await own.events({}, 10))).toEqual(['k1:2', 'k1:1']);
  await own.close();
});
