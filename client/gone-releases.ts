import type { Client } from '@temporalio/client';
import { goneRuns, lastRelease, lastRun } from './closed-runs.ts';
import type { ListedRelease } from '../domain/messages/memo.ts';

/** A release that closed other than by completing, so it may have left locks behind. */
interface GoneRelease {
  readonly workflowId: string;
  readonly release: ListedRelease;
  /** It was reset and goes on under the same key. */
  readonly goesOn: boolean;
}

/** The releases that ended without telling their locks, since an instant (epoch ms). Throws Temporal's errors. */
export async function goneReleases(client: Client, since: number): Promise<readonly GoneRelease[]> {
  const gone: GoneRelease[] = [];
  for await (const { run, release } of goneRuns(client, since)) {
    const { workflowId } = run;
    const last = await lastRun(client, workflowId);
    const goesOn = last?.isOpen === true && (last.release === null || last.release.key === release.key);
    gone.push({ workflowId, release, goesOn });
  }
  return gone;
}

/** The memo of the open release under a workflow ID; null if none is open. Throws Temporal's errors. */
export async function openRelease(client: Client, workflowId: string): Promise<ListedRelease | null> {
  const last = await lastRelease(client, workflowId);
  return last?.isOpen === true ? last.release : null;
}
