import type { Client, WorkflowExecutionInfo } from '@temporalio/client';
import { WorkflowNotFoundError } from '@temporalio/client';
import { iso } from '../domain/iso.ts';
import { releaseWorkflow } from '../workflows/names.ts';
import type { ReleaseMemo } from '../workflows/names.ts';

/** A run of a release that closed other than by completing. */
export interface GoneRun {
  readonly run: WorkflowExecutionInfo;
  /** What it showed of itself last. */
  readonly release: ReleaseMemo['release'];
}

const goneStatuses: readonly string[] = ['TERMINATED', 'CANCELLED', 'TIMED_OUT', 'FAILED'];

/** Null of a run that is open or completed, or that nobody ever asked for anything. */
export function asGone(run: WorkflowExecutionInfo): GoneRun | null {
  if (run.type !== releaseWorkflow || !goneStatuses.includes(run.status.name)) return null;
  const release = releaseIn(run.memo);
  return release === undefined ? null : { run, release };
}

/** Those that closed since an instant (epoch ms). Throws Temporal's errors. */
export async function* goneRuns(client: Client, since: number): AsyncGenerator<GoneRun> {
  const query =
    `WorkflowType = '${releaseWorkflow}' AND ExecutionStatus IN ('Terminated', 'Canceled', 'TimedOut', 'Failed') ` +
    `AND CloseTime > '${iso(since)}'`;
  for await (const run of client.workflow.list({ query })) {
    const gone = asGone(run);
    if (gone !== null) yield gone;
  }
}

/** Whether its release was reset, and goes on, or went on for a while, in another run. Throws Temporal's errors. */
export async function wentOn(client: Client, { run, release }: GoneRun): Promise<boolean> {
  const { workflowId, runId, closeTime } = run;
  const isOther = (other: Pick<WorkflowExecutionInfo, 'runId' | 'memo'>): boolean =>
    other.runId !== runId && releaseIn(other.memo)?.key === release.key;
  // Lists lag behind a little.
  if (isOther(await lastRun(client, workflowId))) return true;
  const query =
    `WorkflowId = '${workflowId.replaceAll("'", "''")}' ` +
    `AND CloseTime > '${iso(closeTime?.getTime() ?? Date.now())}'`;
  for await (const other of client.workflow.list({ query })) {
    if (isOther(other)) return true;
  }
  return false;
}

async function lastRun(
  client: Client,
  workflowId: string,
): Promise<Pick<WorkflowExecutionInfo, 'runId' | 'memo'>> {
  try {
    return await client.workflow.getHandle(workflowId).describe();
  } catch (error) {
    if (error instanceof WorkflowNotFoundError) return { runId: '' };
    throw error;
  }
}

const releaseIn = (memo: unknown): ReleaseMemo['release'] | undefined =>
  (memo as Partial<ReleaseMemo> | undefined)?.release;
