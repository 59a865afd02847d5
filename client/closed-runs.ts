import type { Client, WorkflowExecutionInfo } from '@temporalio/client';
import { orNull } from './or-null.ts';
import { all, closedAfter, inStatus, ofType, releaseShown, withId } from './visibility.ts';
import { releaseWorkflow } from '../domain/messages/workflows.ts';
import type { ListedRelease } from '../domain/messages/memo.ts';

/** A run of a release that closed other than by completing. */
export interface GoneRun {
  readonly run: WorkflowExecutionInfo;
  /** What it showed of itself last. */
  readonly release: ListedRelease;
}

/** How such a run closed: by the names of the client, and by those of Temporal's list filter. */
const goneStatuses: ReadonlyMap<string, string> = new Map([
  ['TERMINATED', 'Terminated'],
  ['CANCELLED', 'Canceled'],
  ['TIMED_OUT', 'TimedOut'],
  ['FAILED', 'Failed'],
]);

/** Null of a run that is open or completed, or that nobody ever asked for anything. */
export function asGone(run: WorkflowExecutionInfo): GoneRun | null {
  if (run.type !== releaseWorkflow || !goneStatuses.has(run.status.name)) return null;
  const release = releaseShown(run);
  return release === null ? null : { run, release };
}

/** Those that closed since an instant (epoch ms). Throws Temporal's errors. */
export async function* goneRuns(client: Client, since: number): AsyncGenerator<GoneRun> {
  const query = all(ofType(releaseWorkflow), inStatus(...goneStatuses.values()), closedAfter(since));
  for await (const run of client.workflow.list({ query })) {
    const gone = asGone(run);
    if (gone !== null) yield gone;
  }
}

/** Whether its release was reset, and goes on, or went on for a while, in another run. Throws Temporal's errors. */
export async function wentOn(client: Client, { run, release }: GoneRun): Promise<boolean> {
  const { workflowId, runId, closeTime } = run;
  const isOther = (otherId: string | undefined, shown: ListedRelease | null | undefined): boolean =>
    otherId !== runId && shown?.key === release.key;
  // Lists lag behind a little.
  const last = await lastRelease(client, workflowId);
  if (isOther(last?.runId, last?.release)) return true;
  const query = all(withId(workflowId), closedAfter(closeTime?.getTime() ?? Date.now()));
  for await (const other of client.workflow.list({ query })) {
    if (isOther(other.runId, releaseShown(other))) return true;
  }
  return false;
}

/** The last run of a release under a workflow ID, and what it shows of itself, or showed at its end; null if none is known. */
export async function lastRelease(
  client: Client,
  workflowId: string,
): Promise<{
  readonly runId: string;
  readonly release: ListedRelease;
  readonly isOpen: boolean;
} | null> {
  const described = await orNull(client.workflow.getHandle(workflowId).describe());
  const release = described === null ? null : releaseShown(described);
  if (described === null || release === null) return null;
  return { runId: described.runId, release, isOpen: described.status.name === 'RUNNING' };
}

/** Whether a release is open under a workflow ID, though it may show nothing of itself. Throws Temporal's errors. */
export async function isOpenRelease(client: Client, workflowId: string): Promise<boolean> {
  const described = await orNull(client.workflow.getHandle(workflowId).describe());
  return described?.type === releaseWorkflow && described.status.name === 'RUNNING';
}
