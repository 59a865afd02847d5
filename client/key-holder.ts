import type { Client, WorkflowExecutionDescription } from '@temporalio/client';
import type { ListedRelease } from '../domain/messages/memo.ts';
import type { KeyHolder } from '../domain/messages/activities.ts';
import type { AliasInput } from '../domain/messages/runs.ts';
import {
  aliasSummary,
  releaseAliasWorkflow,
  releaseIdOf,
  taskQueue,
  ticketOfRelease,
} from '../domain/messages/workflows.ts';
import { isEnd } from '../domain/release/stage.ts';
import type { KeyTaken } from '../domain/release/subject.ts';
import { openRelease } from './gone-releases.ts';
import { orNull } from './or-null.ts';
import { unlessTaken } from '../domain/messages/unless-taken.ts';
import {
  aliasShown,
  all,
  attributeIn,
  closedAfter,
  notInStatus,
  ofType,
  openReleases,
  releaseShown,
} from './visibility.ts';

/** See `ReleaseActivities`. Terminates an alias whose release ended without telling it. Throws Temporal's errors. */
export async function keyHolder(
  client: Client,
  workflowId: string,
  by: AliasInput,
): Promise<KeyHolder | null> {
  const described = await orNull(client.workflow.getHandle(workflowId).describe());
  if (described?.status.name !== 'RUNNING') return null;
  const alias = aliasShown(described);
  if (alias === null) return holderOf(described, by);
  if (alias.release === by.release) return { ...held(by.of), own: true };
  const main = await orNull(client.workflow.getHandle(releaseIdOf(alias.of)).describe());
  const shown = main === null ? null : releaseShown(main);
  const isLater = alias.of === by.of || (shown !== null && shown.key !== alias.release);
  const isGone = main?.status.name !== 'RUNNING' || isLater;
  if (!isGone) return holderOf(main, by);
  const stale = client.workflow.getHandle(workflowId, described.runId);
  await orNull(stale.terminate(`The release ${alias.of} ended without letting it go`));
  return null;
}

/** Frees the keys of a release that ended without doing so itself, but not those of a later release. Throws Temporal's errors. */
export async function freeAliases(
  client: Client,
  {
    key,
    ticket,
    aliases,
  }: { readonly key: string; readonly ticket: string; readonly aliases: readonly string[] },
): Promise<void> {
  for (const workflowId of aliases) {
    const handle = client.workflow.getHandle(workflowId);
    const described = await orNull(handle.describe());
    const isIts = described?.status.name === 'RUNNING' && aliasShown(described)?.release === key;
    if (isIts) await orNull(handle.terminate(`The release ${ticket} ended without letting it go`));
  }
}

/** The open release that has this ticket as a further one, not as its first; null if there is none. Throws Temporal's errors. */
export async function releaseWithKey(client: Client, key: string): Promise<KeyTaken | null> {
  const alias = releaseIdOf(key);
  const query = all(openReleases, attributeIn('DobroTickets', key));
  for await (const { workflowId } of client.workflow.list({ query })) {
    const release = await openRelease(client, workflowId);
    if (release !== null && keeps(release, alias)) {
      return { key, by: release.ticket, requester: release.requester };
    }
  }
  return null;
}

/** Restarts the aliases that somebody terminated since an instant (epoch ms) although their releases are open. Throws Temporal's errors. */
export async function reviveAliases(client: Client, since: number): Promise<void> {
  const query = all(
    ofType(releaseAliasWorkflow),
    notInStatus('Running', 'Completed', 'ContinuedAsNew'),
    closedAfter(since),
  );
  for await (const closed of client.workflow.list({ query })) {
    const alias = aliasShown(closed);
    const release = alias === null ? null : await openRelease(client, releaseIdOf(alias.of));
    if (alias === null || release?.key !== alias.release || !keeps(release, closed.workflowId)) continue;
    await unlessTaken(
      client.workflow.start(releaseAliasWorkflow, {
        workflowId: closed.workflowId,
        taskQueue,
        args: [alias],
        memo: { alias },
        staticSummary: aliasSummary(alias),
      }),
    );
  }
}

const keeps = ({ stage, aliases }: ListedRelease, alias: string): boolean =>
  !isEnd(stage) && aliases.includes(alias);

const held = (ticket: string): KeyHolder => ({ ticket, requester: null, passing: false, own: false });

function holderOf(described: WorkflowExecutionDescription, by: AliasInput): KeyHolder {
  const ticket = ticketOfRelease(described.workflowId);
  const shown = releaseShown(described);
  // Two releases that have not begun may want each other's key: the first by name waits for the other to give up.
  const passing = shown === null ? by.of < ticket : isEnd(shown.stage);
  return { ...held(ticket), requester: shown?.requester ?? null, passing };
}
