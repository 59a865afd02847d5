/**
 * `npm run bench:log`: how long the release log takes to answer, with a million events of three years in it, against the same
 * data by the plainest SQL, in the same run. `npm run bench:log -- 20000` takes fewer events. Prints Markdown;
 * `docs/performance.md` says how to read it.
 */
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import getPort from 'get-port';
import { Pool } from 'pg';
import type { EventRow } from '../domain/log/event-row.ts';
import { ReleaseLog } from '../log/release-log.ts';
import { livingChildren } from '../start/child.ts';
import { startEmbeddedPostgres } from '../start/embedded-postgres.ts';
import { interruption } from '../start/interruption.ts';
import { Chance } from './chance.ts';
import { measurements } from './log-measurements.ts';
import type { Measurement } from './log-measurements.ts';
import { past, pastEnd, pastStart } from './past.ts';
import { median, quantile } from './statistics.ts';
import { number, table } from './table.ts';

const warming = 5;
const rounds = 40;
const batchSize = 1000;
/** What is written need not outlive the machine, and nothing tidies up while something is measured. */
const flags = ['fsync=off', 'full_page_writes=off', 'max_wal_size=4GB', 'autovacuum=off'];
const writers = 2;

/** Each writer takes the next rows when it is done with its last ones. */
async function load(log: ReleaseLog, rows: Iterator<EventRow>): Promise<void> {
  for (;;) {
    const batch: EventRow[] = [];
    for (let next; batch.length < batchSize && !(next = rows.next()).done;) batch.push(next.value);
    if (batch.length === 0) return;
    await log.record(batch);
  }
}

async function timed(work: () => Promise<unknown>): Promise<number> {
  const from = performance.now();
  await work();
  return performance.now() - from;
}

/** One and the other in turn, each as often first, so that what the machine does meanwhile meets both. */
async function compare(log: ReleaseLog, database: Pool, { ask, bare }: Measurement) {
  const ours: number[] = [];
  const theirs: number[] = [];
  const turns = [
    async (at: number) => ours.push(await timed(() => ask(log, at))),
    async (at: number) => theirs.push(await timed(() => bare(database, at))),
  ];
  const chance = new Chance();
  for (let round = -warming; round < rounds; round += 1) {
    const at = pastEnd - chance.below(0.9) * (pastEnd - pastStart);
    for (const turn of turns) await turn(at);
    turns.reverse();
  }
  return { ours: ours.slice(warming), theirs: theirs.slice(warming) };
}

async function compareAll(log: ReleaseLog, database: Pool): Promise<string> {
  const rows: string[][] = [];
  for (const measurement of measurements) {
    const { ours, theirs } = await compare(log, database, measurement);
    const times = [ours, theirs].flatMap((values) => [median(values), quantile(values, 0.95)]);
    rows.push([
      measurement.name,
      ...times.map((value) => number(value)),
      number(median(ours) / median(theirs), 2),
    ]);
  }
  return table(['', 'median ms', 'p95 ms', 'bare: median ms', 'p95 ms', '× bare'], rows);
}

async function bench(folder: string, count: number): Promise<void> {
  const server = { folder, port: await getPort(), flags: flags.flatMap((flag) => ['-c', flag]) };
  const { DATABASE_URL } = (await startEmbeddedPostgres(server)).env;
  // What breaks a connection also breaks the query on it, which throws.
  const log = new ReleaseLog(DATABASE_URL, () => undefined);
  const database = new Pool({ connectionString: DATABASE_URL }).on('error', () => undefined);
  try {
    console.log(await loadAll(log, database, count));
    console.log(await compareAll(log, database));
  } finally {
    await Promise.all([log.close(), database.end()]);
  }
}

async function loadAll(log: ReleaseLog, database: Pool, count: number): Promise<string> {
  const rows = past(count);
  const loadMs = await timed(() => Promise.all(Array.from({ length: writers }, () => load(log, rows))));
  // As the server does by itself in the course of three years.
  await database.query('vacuum analyze');
  const { rows: found } = await database.query<{ size: string }>(
    `select format('%s events of %s releases, %s', (select count(*) from events), (select count(*) from releases),
      pg_size_pretty(pg_database_size(current_database()))) as size`,
  );
  return `${found[0]?.size ?? ''}, written in ${number(loadMs / 1000)} s\n`;
}

const count = Number(process.argv[2] ?? 1_000_000);
if (!Number.isInteger(count) || count < 1) throw new Error('How many events? npm run bench:log -- 20000');
const folder = await mkdtemp(join(tmpdir(), 'dobrobot-bench-'));
try {
  await Promise.race([interruption(), bench(folder, count)]);
} finally {
  await Promise.all(livingChildren().map((child) => child.kill()));
  await rm(folder, { recursive: true, force: true });
}
process.exit(0);
