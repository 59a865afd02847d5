/**
 * `npm run bench:log`: how long the release log takes to answer, with a million events of three years in it, compared with the same data by
 * the plainest SQL, in the same run. `npm run bench:log -- 20000` loads fewer events, `-- 20000 5` limits the rounds to five. Prints
 * Markdown; `docs/performance.md` says how to read it.
 */
import { execFile } from 'node:child_process';
import { join } from 'node:path';
import { promisify } from 'node:util';
import getPort from 'get-port';
import { Pool } from 'pg';
import type { EventRow } from '../domain/log/event-row.ts';
import { ReleaseLog } from '../log/release-log.ts';
import { startEmbeddedPostgres } from '../start/embedded-postgres.ts';
import { inFolder } from './in-folder.ts';
import { Chance } from './chance.ts';
import { paints } from './first-paint.ts';
import { coldMeasurements, measurements } from './log-measurements.ts';
import type { Measurement } from './log-measurements.ts';
import { past, pastEnd, pastStart } from './past.ts';
import { median, quantile } from './statistics.ts';
import { number, table } from './table.ts';

const run = promisify(execFile);

const count = positive(process.argv[2] ?? '1000000');
const mostRounds = positive(process.argv[3] ?? '100');

function positive(text: string): number {
  const number = Number(text);
  if (Number.isInteger(number) && number > 0) return number;
  throw new Error('How many events, asked how often? npm run bench:log -- 20000 5');
}

/** Rounds that are not counted. */
const warmingRounds = Math.min(5, mostRounds);
const rounds = mostRounds;
/** A slow query gets fewer rounds, but at least these. */
const enoughRounds = 10;
const enoughMs = 8000;
const coldRounds = Math.min(10, mostRounds);
const paintRounds = Math.min(15, mostRounds);
/** A log of these weeks is small, and its page shows the same as that of the whole log. */
const lastWeeksMs = 5 * 7 * 24 * 3_600_000;
const batchSize = 1000;
/** Nothing has to survive a crash, and autovacuum must not disturb the measurements. */
const flags = ['fsync=off', 'full_page_writes=off', 'max_wal_size=4GB', 'autovacuum=off'];
const writers = 2;
/** Batches per writer between two vacuums. Autovacuum would do it otherwise, since each event updates a row of `releases`. */
const tidying = 10;

/** Each writer takes the next rows once its previous batch is written. */
async function load(log: ReleaseLog, database: Pool, rows: Iterator<EventRow>): Promise<void> {
  for (let written = 1; ; written += 1) {
    const batch: EventRow[] = [];
    for (let next; batch.length < batchSize && !(next = rows.next()).done;) batch.push(next.value);
    if (batch.length === 0) return;
    await log.record(batch);
    if (written % tidying === 0) await database.query('vacuum releases');
  }
}

async function timed(work: () => Promise<unknown>): Promise<number> {
  const from = performance.now();
  await work();
  return performance.now() - from;
}

interface Times {
  readonly ours: readonly number[];
  readonly theirs: readonly number[];
}

/** Alternates between the two, and which goes first, so that other load on the machine affects both alike. */
async function compare(
  log: ReleaseLog,
  database: Pool,
  { ask, bare }: Measurement,
  most: { readonly warming: number; readonly rounds: number; readonly before?: () => Promise<void> },
): Promise<Times> {
  const ours: number[] = [];
  const theirs: number[] = [];
  const turns = [
    async (at: number) => ours.push(await timed(() => ask(log, at))),
    async (at: number) => theirs.push(await timed(() => bare(database, at))),
  ];
  const chance = new Chance();
  const from = performance.now();
  for (let round = -most.warming; round < most.rounds; round += 1) {
    if (round > enoughRounds && performance.now() - from > enoughMs) break;
    const at = pastEnd - chance.below(0.9) * (pastEnd - pastStart);
    for (const turn of turns) {
      await most.before?.();
      await turn(at);
    }
    turns.reverse();
  }
  return { ours: ours.slice(most.warming), theirs: theirs.slice(most.warming) };
}

const head = ['median ms', 'p95 ms', 'bare: median ms', 'p95 ms', '× bare'];

function line(name: string, { ours, theirs }: Times): readonly string[] {
  const times = [ours, theirs].flatMap((values) => [median(values), quantile(values, 0.95)]);
  return [name, ...times.map((value) => number(value)), number(median(ours) / median(theirs), 2)];
}

async function compareAll(log: ReleaseLog, database: Pool): Promise<string> {
  const rows: (readonly string[])[] = [];
  for (const measurement of measurements) {
    rows.push(
      line(measurement.name, await compare(log, database, measurement, { warming: warmingRounds, rounds })),
    );
  }
  return table(['', ...head], rows);
}

/** As after a reboot: the data is neither in PostgreSQL's buffers nor in the page cache. */
async function compareCold(log: ReleaseLog, database: Pool, folder: string): Promise<string> {
  await database.query('create extension pg_buffercache; checkpoint');
  const tables = join(folder, 'data', 'base');
  const before = async () => {
    await database.query('select pg_buffercache_evict_all()');
    await run('find', [
      tables,
      '-size',
      '+1M',
      '-exec',
      'dd',
      'if={}',
      'iflag=nocache',
      'count=0',
      'status=none',
      ';',
    ]);
  };
  const rows: (readonly string[])[] = [];
  for (const measurement of coldMeasurements) {
    const times = await compare(log, database, measurement, { warming: 1, rounds: coldRounds, before });
    rows.push(line(measurement.name, times));
  }
  return table(['cold', ...head], rows);
}

async function bench(folder: string, count: number): Promise<void> {
  const server = { folder, port: await getPort(), flags: flags.flatMap((flag) => ['-c', flag]) };
  const { DATABASE_URL } = (await startEmbeddedPostgres(server)).env;
  // An error of a connection also fails its query, which throws.
  const log = new ReleaseLog(DATABASE_URL, () => undefined);
  // Same size and idle timeout as the log's own pool.
  const database = new Pool({ connectionString: DATABASE_URL, max: 8, idleTimeoutMillis: 60_000 }).on(
    'error',
    () => undefined,
  );
  try {
    console.log(await loadAll(log, database, count));
    console.log(`${await compareAll(log, database)}\n`);
    console.log(`${await compareCold(log, database, folder)}\n`);
    console.log(await comparePages(database, DATABASE_URL, folder, count));
  } finally {
    await Promise.all([log.close(), database.end()]);
  }
}

/** Compares the page in a browser for the whole log and for one of the last weeks. */
async function comparePages(database: Pool, whole: string, folder: string, count: number): Promise<string> {
  await database.query('create database weeks');
  const weeks = new URL(whole);
  weeks.pathname = '/weeks';
  const log = new ReleaseLog(weeks.href, () => undefined);
  try {
    const batch: EventRow[] = [];
    for (const row of past(count)) {
      if (row.at >= pastEnd - lastWeeksMs) batch.push(row);
      if (batch.length === batchSize) await log.record(batch.splice(0));
    }
    await log.record(batch);
  } finally {
    await log.close();
  }
  const { rows: last } = await database.query<{ at: Date }>('select max(started_at) as at from releases');
  const until = last[0]?.at.getTime() ?? pastEnd;
  const found = await paints(folder, { whole, weeks: weeks.href }, until, paintRounds);
  const rows = found.map(({ name, ...times }) => line(name, times));
  return table(
    ['the page, until it is of use', ...head.map((name) => name.replace('bare', 'last weeks'))],
    rows,
  );
}

async function loadAll(log: ReleaseLog, database: Pool, count: number): Promise<string> {
  const rows = past(count);
  const loadMs = await timed(() =>
    Promise.all(Array.from({ length: writers }, () => load(log, database, rows))),
  );
  // As autovacuum would have done over three years.
  await database.query('vacuum analyze');
  const { rows: found } = await database.query<{ size: string }>(
    `select format('%s events of %s releases, %s', (select count(*) from events), (select count(*) from releases),
      pg_size_pretty(pg_database_size(current_database()))) as size`,
  );
  return `${found[0]?.size ?? ''}, written in ${number(loadMs / 1000)} s\n`;
}

await inFolder((folder) => bench(folder, count));
