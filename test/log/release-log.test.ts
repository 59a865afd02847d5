import { sql } from 'kysely';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { everyComponent } from '../../domain/log/event-row.ts';
import { ReleaseLog } from '../../log/release-log.ts';
import { query, testDatabase } from '../support/database.ts';
import { lockRow, releaseRow } from './rows.ts';

let url: string;
let log: ReleaseLog;

beforeEach(async () => {
  url = await testDatabase();
  log = new ReleaseLog(url, () => undefined);
});
afterEach(() => log.close());

const minute = 60_000;
const ten = Date.parse('2026-03-02T10:00:00Z');
const keysOf = (events: readonly { key: string }[]) => events.map(({ key }) => key);

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
      sql`delete from releases`,
      sql`truncate releases`,
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
    const own = new ReleaseLog(plain.href, () => undefined);
    await own.record([releaseRow(1)]);
    await expect(sql`delete from events`.execute(await own.database())).rejects.toThrow(/append-only/);
    expect(await own.events({}, 10)).toHaveLength(1);
    await own.keepCardLink('k1', 'https://a.example.com');
    expect(await own.cardLink('k1')).toBe('https://a.example.com');
    await own.close();
  });
});

const databaseOf = (address: string): string => new URL(address).pathname.slice(1);

it('where a card is may be told and told anew, and nothing else', async () => {
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

describe('a release', () => {
  const ended = [
    releaseRow(1),
    releaseRow(7, { type: 'started' }),
    releaseRow(9, { type: 'rolledBack', facts: { reason: 'timeouts' } }),
  ];

  it('is found by its key', async () => {
    await log.record(ended);
    expect(await log.release('k1')).toMatchObject({ ticket: 'PAY-1', endedAs: 'rolledBack' });
    expect(await log.release('k2')).toBeNull();
  });

  it('was on production from its start to its end, both included', async () => {
    await log.record(ended);
    const there = async (from: number, to: number) =>
      (await log.onProduction(ten + from * minute, ten + to * minute)).length;
    expect(await there(7, 7)).toBe(1);
    expect(await there(9, 30)).toBe(1);
    expect(await there(0, 6.9)).toBe(0);
    expect(await there(9.1, 30)).toBe(0);
  });

  it('that told no end is on production until its lock is taken', async () => {
    await log.record([releaseRow(7, { type: 'started' })]);
    expect(await log.onProduction(ten + 500 * minute, ten + 600 * minute)).toHaveLength(1);
    const holders = [{ releaseKey: 'k1', orphan: true }];
    await log.record([lockRow('u', 'unlocked', { at: ten + 100 * minute, facts: { holders } })]);
    expect(await log.onProduction(ten + 500 * minute, ten + 600 * minute)).toEqual([]);
  });

  it('that Temporal ended did not tell its end itself', async () => {
    await log.record([
      releaseRow(7, { type: 'started' }),
      releaseRow(9, { type: 'terminated', facts: { stage: 'deploying', holds: [] } }),
      releaseRow(1, { releaseKey: 'k2', type: 'finished' }),
      releaseRow(1, { releaseKey: 'k3' }),
    ]);
    expect([...(await log.endedThemselves(['k1', 'k2', 'k3', 'k4']))]).toEqual(['k2']);
  });
});

it('searches for whatever somebody types', async () => {
  await log.record([releaseRow(1)]);
  for (const words of [
    '-'.repeat(60),
    '- '.repeat(60),
    '--"',
    '"- -',
    '---refund',
    'refund',
    "'; --",
    '\\',
    '&|!<->()',
  ]) {
    await log.events({ words }, 10);
  }
  expect(keysOf(await log.events({ words: 'refund' }, 10))).toHaveLength(1);
});

it('opens nothing once it was closed, though its tables were still being made', async () => {
  const own = new ReleaseLog(url, () => undefined);
  const [asked] = await Promise.allSettled([own.events({}, 1), own.close()]);
  expect(asked).toMatchObject({ status: 'rejected', reason: { message: 'The log is closed' } });
});
