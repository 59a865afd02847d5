import type { Client, WorkflowExecutionInfo } from '@temporalio/client';
import { orNull } from './or-null.ts';
import { all, closedAfter, inStatus, ofType, releaseShown, withId } from './visibility.ts';
import { releaseWorkflow } from '../domain/messages/workflows.ts';
import type { ListedRelease } from '../domain/messages/memo.ts';

/** A run of a release that closed other than by completing. */
export interface GoneRun {
  readonly run: WorkflowExecutionInfo;
  /** What its memo showed last. */
  readonly release: ListedRelease;
}

/** The statuses of such runs: the client's names, and those in Temporal's list filter. */
const goneStatuses: ReadonlyMap<string, string> = new Map([
  ['TERMINATED', 'Terminated'],
  ['CANCELLED', 'Canceled'],
  ['TIMED_OUT', 'TimedOut'],
  ['FAILED', 'Failed'],
]);

/** Null if the run is open or completed, or was never requested. */
export function asGone(run: WorkflowExecutionInfo): GoneRun | null {
  if (run.type !== releaseWorkflow || !goneStatuses.has(run.status.name)) return null;
  const release = releaseShown(run);
  return release === null ? null : { run, release };
}

/** The runs that closed since an instant (epoch ms). Throws Temporal's errors. */
export async function* goneRuns(client: Client, since: number): AsyncGenerator<GoneRun> {
  const query = all(ofType(releaseWorkflow), inStatus(...goneStatuses.values()), closedAfter(since));
  for await (const run of client.workflow.list({ query })) {
    const gone = asGone(run);
    if (gone !== null) yield gone;
  }
}

/** Whether its release was reset and went on in another run, even if only for a while. Throws Temporal's errors. */
export async function wentOn(client: Client, { run, release }: GoneRun): Promise<boolean> {
  const { workflowId, runId, closeTime } = run;
  const isOther = (otherId: string | undefined, shown: ListedRelease | null | undefined): boolean =>
    otherId !== runId && shown?.key === release.key;
  // Lists lag a little, so the last run is described first.
  const last = await lastRelease(client, workflowId);
  if (isOther(last?.runId, last?.release)) return true;
  const query = all(withId(workflowId), closedAfter(closeTime?.getTime() ?? Date.now()));
  for await (const other of client.workflow.list({ query })) {
    if (isOther(other.runId, releaseShown(other))) return true;
  }
  return false;
}

interface LastRun<Shown> {
  readonly runId: string;
  /** What its memo shows, or showed at its end. */
  readonly release: Shown;
  readonly isOpen: boolean;
}

/**
 * The last run of a release under a workflow ID; null if none is known. Its `release` is null before the first task of a run that version
 * 1.1 continued.
 */
export async function lastRun(
  client: Client,
  workflowId: string,
): Promise<LastRun<ListedRelease | null> | null> {
  const described = await orNull(client.workflow.getHandle(workflowId).describe());
  if (described?.type !== releaseWorkflow) return null;
  const isOpen = described.status.name === 'RUNNING';
  return { runId: described.runId, release: releaseShown(described), isOpen };
}

/** Like `lastRun`, but null if the memo shows no release. */
export async function lastRelease(
  client: Client,
  workflowId: string,
): Promise<LastRun<ListedRelease> | null> {
  const last = await lastRun(client, workflowId);
  return last === null || last.release === null ? null : { ...last, release: last.release };
}
