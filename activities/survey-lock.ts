import type { Client } from '@temporalio/client';
import type { LockHolder } from '../domain/lock-queue.ts';
import type { LockSettings } from '../domain/lock-settings.ts';
import { lockIdOf, releaseWorkflow } from '../workflows/names.ts';
import type { LockSurvey } from '../workflows/activities.ts';
import type { LockMemo } from '../workflows/names.ts';
import { goneReleases } from './gone-releases.ts';
import type { GoneRelease } from './gone-releases.ts';

/** A release may have ended this long before its coordinator without the coordinator hearing of it. */
const unheardMs = 10 * 60_000;

/** What a coordinator without memory has to know; see `LockActivities.surveyLock`. Throws Temporal's errors. */
export async function surveyLock(
  client: Client,
  component: string,
  settings: LockSettings,
): Promise<LockSurvey> {
  const releaseIds = new Set<string>();
  const query = `WorkflowType = '${releaseWorkflow}' AND ExecutionStatus = 'Running'`;
  for await (const { workflowId } of client.workflow.list({ query })) releaseIds.add(workflowId);

  const predecessor = await lastClosed(client, lockIdOf(component));
  const unheardSince = (predecessor?.closedAt ?? Date.now()) - unheardMs;
  const unheard = (await goneReleases(client, unheardSince)).flatMap((gone) => orphanOf(gone, component));
  const known = predecessor?.orphans ?? [];
  const isKnown = ({ releaseKey }: LockHolder) => known.some((orphan) => orphan.releaseKey === releaseKey);
  return {
    releaseIds: [...releaseIds],
    orphans: known,
    freezes: predecessor?.freezes ?? [],
    unheard: unheard.filter((orphan) => !isKnown(orphan)),
    settings,
  };
}

async function lastClosed(
  client: Client,
  workflowId: string,
): Promise<({ readonly closedAt: number } & Pick<LockMemo['lock'], 'orphans' | 'freezes'>) | null> {
  const query = `WorkflowId = '${workflowId}' AND ExecutionStatus != 'Running' AND ExecutionStatus != 'ContinuedAsNew'`;
  for await (const { closeTime, memo } of client.workflow.list({ query, pageSize: 1 })) {
    const { orphans, freezes } = (memo as Partial<LockMemo> | undefined)?.lock ?? {
      orphans: [],
      freezes: [],
    };
    return { closedAt: closeTime?.getTime() ?? Date.now(), orphans, freezes };
  }
  return null;
}

/** The lock that a release had when it ended on production. */
function orphanOf({ release, workflowId, deploying }: GoneRelease, component: string): LockHolder[] {
  const { key, ticket, locks, since } = release;
  const held = locks.find((lock) => lock.component === component && lock.state === 'held');
  if (!deploying || held?.token === undefined || held.token === null) return [];
  return [
    {
      requestId: key,
      releaseKey: key,
      releaseId: workflowId,
      ticket,
      mode: held.mode,
      priority: 'normal',
      passesFreeze: false,
      since,
      token: held.token,
      grantedAt: since,
      started: true,
      orphan: true,
    },
  ];
}
