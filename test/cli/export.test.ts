import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { everyComponent } from '../../domain/log/event-row.ts';
import { ReleaseLog } from '../../log/release-log.ts';
import { projectRoot } from '../../start/project.ts';
import { lockRow, releaseRow } from '../log/rows.ts';
import { query, testDatabase } from '../support/database.ts';
import { dobrobot } from './dobrobot.ts';

let url: string;
let log: ReleaseLog;

beforeEach(async () => {
  url = await testDatabase();
  log = new ReleaseLog(url, () => undefined);
  await log.database();
});
afterEach(() => log.close());

const run = (...words: string[]) => dobrobot(['log', ...words], { DATABASE_URL: url });

async function linesOf(...words: string[]): Promise<readonly { key: string; at: string }[]> {
  const { code, out, err } = await run(...words, '--json');
  expect({ code, err }).toEqual({ code: 0, err: '' });
  return out
    .split('\n')
    .slice(0, -1)
    .map((line) => JSON.parse(line) as { key: string; at: string });
}

const keysOf = async (...words: string[]) => (await linesOf(...words)).map(({ key }) => key);

it('writes each event as a line of JSON, oldest first', async () => {
  const rows = [releaseRow(1), releaseRow(2, { facts: { reason: 'because' } })];
  await log.record([...rows].reverse());
  const lines = rows.map((row) => ({
    ...row,
    at: new Date(row.at).toISOString(),
    seq: expect.any(Number) as number,
  }));
  expect(await linesOf()).toEqual(lines);
});

it('writes those of a component or a ticket, in a time', async () => {
  await log.record([
    releaseRow(1),
    releaseRow(1, { releaseKey: 'k2', ticket: 'DB-7', components: ['db-7'] }),
    releaseRow(1, { releaseKey: 'k3', ticket: 'DB-8', components: ['db-7'] }),
    lockRow('freeze-all', 'frozen', { at: Date.parse('2026-03-03T12:00:00Z'), components: [everyComponent] }),
  ]);
  expect(await keysOf('billing')).toEqual(['k1:1', 'freeze-all']);
  expect(await keysOf('pay-1')).toEqual(['k1:1']);
  // `db-7` could be a ticket; the log knows it as a component.
  expect(await keysOf('db-7')).toEqual(['k2:1', 'k3:1', 'freeze-all']);
  expect(await keysOf('db-8')).toEqual(['k3:1']);
  expect(await keysOf('--since', '2026-03-03')).toEqual(['freeze-all']);
  expect(await keysOf('billing', '--until', '2026-03-02')).toEqual(['k1:1']);
  expect(await keysOf('--since', '2h')).toEqual([]);
  expect(await keysOf('--since', 'yesterday')).toEqual([]);
  expect(await keysOf('--since', '2026-03-03 15:00 Europe/Berlin')).toEqual([]);
  expect(await keysOf('--since', '2026-03-03 13:00 Europe/Berlin')).toEqual(['freeze-all']);
  expect(await keysOf('--until', '2026-03')).toEqual([]);
});

it('writes CSV that no spreadsheet takes for a formula', async () => {
  const title = '=HYPERLINK("https://evil.example.com","a, b")';
  await log.record([
    releaseRow(1, { title, wikiLink: '@SUM(A1)', components: ['billing', 'db'], facts: { reason: '-1' } }),
  ]);
  const { code, out } = await run('--csv');
  expect(code).toBe(0);
  const [heading, line] = out.split('\n');
  expect(heading).toBe(
    'seq,key,at,about,type,releaseKey,n,ticket,tickets,title,url,wikiLink,requester,actor,via,commandId,channel,saidAt,components,component,token,facts,pipeline',
  );
  expect(line).toBe(
    `1,k1:1,2026-03-02T10:01:00.000Z,release,requested,k1,1,PAY-1,PAY-1,"'=HYPERLINK(""https://evil.example.com"",""a, b"")",` +
      `https://t.example.com/PAY-1,'@SUM(A1),U_DAN,U_DAN,slack,,,,billing db,,,"{""reason"":""-1""}",`,
  );
});

/** Adds events with more than a kilobyte of facts each. */
const fill = (count: number) =>
  query(
    url,
    `insert into events (key, at, about, type, components, facts)
     select 'i' || n, now(), 'incident', 'incident', '{*}', jsonb_build_object('reason', repeat('x', 1000))
     from generate_series(1, ${count}) as n`,
  );

it('holds only a few events at a time, however many there are', async () => {
  await fill(150_000);
  const child = spawn(process.execPath, ['--max-old-space-size=64', 'cli/dobrobot.mjs', 'log', '--json'], {
    cwd: projectRoot,
    env: { ...process.env, DATABASE_URL: url },
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  let lines = 0;
  child.stdout.on('data', (data: Buffer) => {
    for (const byte of data) if (byte === 10) lines++;
  });
  const [code] = (await once(child, 'close')) as [number];
  expect({ code, lines }).toEqual({ code: 0, lines: 150_000 });
}, 300_000);

it('ends without a complaint when its reader has seen enough', async () => {
  await fill(20_000);
  const child = spawn('/bin/sh', ['-c', 'node cli/dobrobot.mjs log --csv | head -n 1'], {
    cwd: projectRoot,
    env: { ...process.env, DATABASE_URL: url },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  let complaints = '';
  child.stderr.on('data', (data: Buffer) => (complaints += data.toString()));
  child.stdout.resume();
  await once(child, 'close');
  expect(complaints).toBe('');
});

it.each([
  [['log'], /Say --json or --csv/],
  [['log', '--json', '--csv'], /cannot be used with option/],
  [['log', 'nobody', '--json'], /no event of a component or ticket "nobody"/],
  [['log', '--json', '--since', 'whenever'], /must be a duration such as 2h/],
  [['log', '--json', '--since', '0000-01-01'], /years 1000 to 9999/],
  [['log', '--json', '--until', '+012026-01-01'], /years 1000 to 9999/],
])('says the way out: %s', async (words, reason) => {
  expect(await dobrobot(words, { DATABASE_URL: url })).toEqual({
    code: 2,
    out: '',
    err: expect.stringMatching(reason) as string,
  });
});

it('says that a database is not reachable, as everything that is not', async () => {
  for (const words of [
    ['log', '--csv'],
    ['token', 'list'],
  ]) {
    const away = await dobrobot(words, { DATABASE_URL: 'postgres://u@127.0.0.1:1/none' });
    expect(away).toMatchObject({ code: 3, err: expect.stringContaining('ECONNREFUSED') as string });
  }
});
