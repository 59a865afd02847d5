import { setTimeout as pause } from 'node:timers/promises';
import { isDeepStrictEqual } from 'node:util';
import type { Client } from '@temporalio/client';
import type { EventRow } from '../../domain/log/event-row.ts';
import { withoutStage } from '../../domain/log/release-row.ts';
import { asStored } from '../../log/columns.ts';
import type { LoggedEvent } from '../../log/event-rows.ts';
import type { ReleaseLog } from '../../log/release-log.ts';
import { isOfWatch } from '../../domain/log/watch-row.ts';
import { lockIdOf, releaseIdOf, watchIdOf } from '../../domain/messages/workflows.ts';
import { inBatches } from '../../domain/in-batches.ts';
import { toldRuns } from '../../histories/told-rows.ts';
import type { ToldRun } from '../../histories/told-rows.ts';

/** A difference between the log and the histories, or a run that could not be compared. */
export type LogDifference =
  /** The log lacked the row and now has it. `underway`: its release or lock was about to write it. */
  | { readonly type: 'missing'; readonly row: EventRow; readonly underway: boolean }
  | { readonly type: 'differs'; readonly row: EventRow; readonly logged: LoggedEvent }
  /** The log has the event, but the history of its release or lock does not. */
  | { readonly type: 'untold'; readonly logged: LoggedEvent }
  /** The run does not say which rows it has not handed over. */
  | { readonly type: 'silent'; readonly workflowId: string; readonly runId: string; readonly reason: string };

export interface Compared {
  /** Events found in the histories. */
  readonly told: number;
  /** Further events in the log, of releases and locks whose histories are gone. */
  readonly alone: number;
}

export interface Verification {
  readonly client: Client;
  readonly log: ReleaseLog;
  /** Epoch ms, both inclusive. */
  readonly since: number;
  readonly until: number;
}

/** How long rows on their way may take to arrive. */
const arrivesWithinMs = 10_000;
const lookEveryMs = 500;
/** Lag of the visibility list. */
const listLagMs = 10_000;

/**
 * Compares the log with Temporal's histories, event by event, and writes the missing rows. Throws the errors of Temporal and the database.
 * What was written before an error is correct, and repeating is harmless.
 */
export async function* verifyLog(verification: Verification): AsyncGenerator<LogDifference, Compared> {
  const { client, log, since, until } = verification;
  const begunAt = Date.now();
  const told = new Set<string>();
  const runs: ToldRun[] = [];
  const late: Late[] = [];
  let count = 0;
  for await (const run of toldRuns(client, since, until)) {
    const { workflowId, runId, silence, end, endKey } = run;
    if (silence !== null) yield { type: 'silent', workflowId, runId, reason: silence.reason };
    // A silent run does not say how many events precede its end.
    const all = end === null || silence !== null ? run.rows : [...run.rows, end];
    // A later run may have taken the row over.
    const rows = all.filter(({ key, at }) => !told.has(key) && at >= since && at <= until);
    for (const { key } of all) told.add(key);
    if (endKey !== null) told.add(endKey);
    runs.push({ ...run, rows: [] });
    count += rows.length;
    const { missing, differing } = await compare(log, rows);
    yield* differing;
    const lacking = missing.map((row) => ({ row, underway: run.underway.has(row.key) }));
    if (run.open) late.push(...lacking);
    else yield* await repair(log, lacking);
  }
  yield* await repair(log, await stillMissing(log, late));
  const alone = yield* untold(verification, Math.min(until, begunAt - listLagMs), told, runs);
  return { told: count, alone };
}

interface Late {
  readonly row: EventRow;
  readonly underway: boolean;
}

/** Rows per statement. PostgreSQL takes more, but longer statements gain nothing. */
const atOnce = 200;

async function compare(
  log: ReleaseLog,
  rows: readonly EventRow[],
): Promise<{ missing: readonly EventRow[]; differing: readonly LogDifference[] }> {
  const missing: EventRow[] = [];
  const differing: LogDifference[] = [];
  for await (const batch of inBatches(rows.map(asStored), atOnce)) {
    const events = await log.withKeys(batch.map(({ key }) => key));
    const logged = new Map(events.map((event) => [event.key, event]));
    for (const row of batch) {
      const found = logged.get(row.key);
      if (found === undefined) missing.push(row);
      else if (!agree(found, { ...row, seq: found.seq }))
        differing.push({ type: 'differs', row, logged: found });
    }
  }
  return { missing, differing };
}

/**
 * Rows from before stages were recorded lack `stage`. A termination is compared by time and facts only: what preceded it may have been
 * unknown when it was logged.
 */
function agree(logged: LoggedEvent, told: LoggedEvent): boolean {
  if (told.type === 'terminated') return isDeepStrictEqual([logged.at, logged.facts], [told.at, told.facts]);
  return isDeepStrictEqual(logged, 'stage' in logged.facts ? told : { ...withoutStage(told), seq: told.seq });
}

/** The rows that are still missing after `arrivesWithinMs`. */
async function stillMissing(log: ReleaseLog, late: readonly Late[]): Promise<readonly Late[]> {
  const giveUpAt = Date.now() + arrivesWithinMs;
  for (let missing = late; ;) {
    const rows = missing.map(({ row }) => row);
    const keys = new Set((await compare(log, rows)).missing.map(({ key }) => key));
    missing = missing.filter(({ row }) => keys.has(row.key));
    if (missing.length === 0 || Date.now() > giveUpAt) return missing;
    await pause(lookEveryMs);
  }
}

async function repair(log: ReleaseLog, missing: readonly Late[]): Promise<readonly LogDifference[]> {
  for await (const batch of inBatches(missing, atOnce)) await log.record(batch.map(({ row }) => row));
  return missing.map((late) => ({ type: 'missing', ...late }));
}

/** Yields events that only the log has. Returns how many of them have no history to compare with. */
async function* untold(
  { log, since }: Verification,
  until: number,
  told: ReadonlySet<string>,
  runs: readonly ToldRun[],
): AsyncGenerator<LogDifference, number> {
  let alone = 0;
  for await (const event of log.stream({ since, until })) {
    if (event.about === 'incident' || told.has(event.key)) continue;
    const isIn = ({ workflowId, silence, from, to }: ToldRun) =>
      silence === null && from <= event.at && event.at <= to && isAbout(workflowId, event);
    if (runs.some(isIn)) yield { type: 'untold', logged: event };
    else alone++;
  }
  return alone;
}

const isAbout = (workflowId: string, row: EventRow): boolean => workflowId === writerOf(row);

function writerOf(row: EventRow): string {
  if (isOfWatch(row)) return watchIdOf(row.releaseKey ?? '');
  return row.about === 'release' ? releaseIdOf(row.ticket ?? '') : lockIdOf(row.component ?? '');
}
