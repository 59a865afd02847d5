import type { Client, WorkflowExecutionInfo, WorkflowHandle } from '@temporalio/client';
import {
  isGrpcServiceError,
  QueryNotRegisteredError,
  ServiceError,
  WorkflowNotFoundError,
} from '@temporalio/client';
import { all, isRunning, ofType, filterValue } from '../client/visibility.ts';
import { iso } from '../domain/iso.ts';
import type { EventRow } from '../domain/log/event-row.ts';
import { lockWorkflow, releaseWorkflow, watchWorkflow } from '../domain/messages/workflows.ts';
import { unrecordedQuery } from '../domain/messages/definitions.ts';
import type { LockInput, ReleaseInput } from '../domain/messages/runs.ts';
import type { WatchInput } from '../domain/messages/watch.ts';
import { endedKey, endedRow } from './ended-row.ts';
import { asGone, wentOn } from '../client/closed-runs.ts';
import { eventsOf, read } from './history.ts';
import { inBatches } from '../domain/in-batches.ts';
import type { HistoryEvent } from './history.ts';

/** What the history of one run of a release, a lock or a watch says. */
export interface ToldRun {
  readonly workflowId: string;
  readonly runId: string;
  readonly open: boolean;
  /** Epoch ms; `to` is infinity while the run is open. */
  readonly from: number;
  readonly to: number;
  /** The rows that it has handed to the log or still has to, without duplicates. */
  readonly rows: readonly EventRow[];
  /** The keys of the rows that it still has to hand over. */
  readonly underway: ReadonlySet<string>;
  /** The row for the end of a release that Temporal ended. Null if the release went on, or recorded its end itself. */
  readonly end: EventRow | null;
  /** The key of such a row, which the log may have even if the release went on later. Null for an open or completed run. */
  readonly endKey: string | null;
  /** Why the rows that it has not handed over are unknown; null if they are known. */
  readonly silence: Unanswered | null;
}

export interface Unanswered {
  readonly reason: string;
  /** Whether asking again is useless: a worker answered that it cannot tell. */
  readonly forGood: boolean;
}

/** How many runs are read at once. */
const atOnce = 8;
const patienceMs = 20_000;

/** All runs of releases, locks and watches that were open at some time between two instants, epoch ms. Throws Temporal's errors. */
export async function* toldRuns(client: Client, since: number, until: number): AsyncGenerator<ToldRun> {
  const query = all(
    ofType(releaseWorkflow, lockWorkflow, watchWorkflow),
    `StartTime <= ${filterValue(iso(until))}`,
    `(CloseTime >= ${filterValue(iso(since))} OR ${isRunning})`,
  );
  for await (const runs of inBatches(client.workflow.list({ query }), atOnce)) {
    // All have to settle before this throws: the caller then closes the connection, and a call in progress would end the process.
    const told = await Promise.allSettled(runs.map((run) => toldRun(client, run)));
    const failed = told.find((run) => run.status === 'rejected');
    if (failed !== undefined) throw failed.reason;
    yield* told.flatMap((run) => (run.status === 'fulfilled' && run.value !== null ? [run.value] : []));
  }
}

/** Null if the run was deleted meanwhile. Throws Temporal's errors. */
export async function toldRun(client: Client, run: WorkflowExecutionInfo): Promise<ToldRun | null> {
  const { workflowId, runId, startTime, closeTime } = run;
  const open = run.status.name === 'RUNNING';
  const handle = client.workflow.getHandle(workflowId, runId);
  try {
    // An open run is asked first what it still has to hand over. What it hands over after that is in its history.
    const before = open ? await unrecordedOf(client, handle) : null;
    const events = await eventsOf(handle);
    if (events === null) return null;
    const written = rowsIn(events);
    const recorded = run.type !== releaseWorkflow || wasRecorded(events);
    const complete = ['COMPLETED', 'CONTINUED_AS_NEW'].includes(run.status.name) && recorded;
    const rest = before ?? (complete ? nothing : await unrecordedOf(client, handle, handledIn(events)));
    const rows = [...new Map([...rest.rows, ...written].map((row) => [row.key, row])).values()];
    const gone = asGone(run);
    const end = gone === null ? null : endedRow(gone, events, rows);
    return {
      workflowId,
      runId,
      open,
      from: startTime.getTime(),
      to: open ? Infinity : (closeTime?.getTime() ?? Infinity),
      rows,
      underway: new Set(open ? rest.rows.map(({ key }) => key) : []),
      end: gone === null || end === null || (await wentOn(client, gone)) ? null : end,
      endKey: gone === null ? null : endedKey(gone),
      silence: rest.silence,
    };
  } catch (error) {
    if (error instanceof WorkflowNotFoundError) return null;
    throw error;
  }
}

interface Unrecorded {
  readonly rows: readonly EventRow[];
  readonly silence: Unanswered | null;
}
const nothing: Unrecorded = { rows: [], silence: null };

/** The rows that a run has not handed over. A worker answers; for a closed run it replays the history. */
async function unrecordedOf(client: Client, handle: WorkflowHandle, handled?: number): Promise<Unrecorded> {
  try {
    const rows = await client.withDeadline(Date.now() + patienceMs, () =>
      handle.query(unrecordedQuery, handled),
    );
    return { rows, silence: null };
  } catch (error) {
    if (error instanceof WorkflowNotFoundError) throw error;
    return { rows: [], silence: { reason: reasonWithCause(error), forGood: isForGood(error) } };
  }
}

/** gRPC's FAILED_PRECONDITION: the last workflow task of the run failed. In a closed run it is not retried. */
const stuck: readonly number[] = [9];

/**
 * Whether asking a closed run again is useless. Temporal reports every
 * query that a worker could not answer as `QueryNotRegisteredError`.
 */
const isForGood = (error: unknown): boolean =>
  error instanceof QueryNotRegisteredError ||
  (error instanceof ServiceError && isGrpcServiceError(error.cause) && stuck.includes(error.cause.code));

function reasonWithCause(error: unknown): string {
  const { message, cause } = error instanceof Error ? error : new Error(String(error));
  return cause instanceof Error ? `${message}: ${cause.message}` : message;
}

/** The ID of the last event that the run handled. */
const handledIn = (events: readonly HistoryEvent[]): number =>
  Number(
    events.findLast((event) => event.workflowTaskCompletedEventAttributes)
      ?.workflowTaskCompletedEventAttributes?.startedEventId ?? 0,
  );

/** The rows that the run took over from the previous one, and those it passed to `recordEvents`, even if that failed. */
function rowsIn(events: readonly HistoryEvent[]): readonly EventRow[] {
  return events.flatMap((event): readonly EventRow[] => {
    const input = event.workflowExecutionStartedEventAttributes?.input?.payloads?.[0];
    if (input) return (read(input) as Partial<ReleaseInput | LockInput | WatchInput>).rows ?? [];
    const scheduled = event.activityTaskScheduledEventAttributes;
    if (scheduled?.activityType?.name !== 'recordEvents') return [];
    return read(scheduled.input?.payloads?.[0]) as readonly EventRow[];
  });
}

/** Whether a release recorded its events, because there was a log when it began. Locks and watches always do. */
function wasRecorded(events: readonly HistoryEvent[]): boolean {
  const opening = events.find(
    ({ activityTaskScheduledEventAttributes: scheduled }) => scheduled?.activityType?.name === 'openRelease',
  );
  for (const event of events) {
    const input = event.workflowExecutionStartedEventAttributes?.input?.payloads?.[0];
    const taken = input ? (read(input) as Partial<ReleaseInput>) : null;
    if (taken?.state) return taken.recorded === true;
    const done = event.activityTaskCompletedEventAttributes;
    if (done && Number(done.scheduledEventId) === Number(opening?.eventId)) {
      return (read(done.result?.payloads?.[0]) as { recorded: boolean }).recorded;
    }
  }
  return true;
}
