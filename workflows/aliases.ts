import { proxyActivities, sleep, startChild } from '@temporalio/workflow';
import type { ReleaseActivities } from '../domain/messages/activities.ts';
import { keyWantedSignal, letGoSignal } from '../domain/messages/definitions.ts';
import type { AliasMemo } from '../domain/messages/memo.ts';
import type { AliasInput, LetGo, ReleaseResult } from '../domain/messages/runs.ts';
import { furtherKeys } from '../domain/messages/further-keys.ts';
import { unlessTaken } from '../domain/messages/unless-taken.ts';
import { aliasSummary, releaseAliasWorkflow, releaseIdOf } from '../domain/messages/workflows.ts';
import type { KeyTaken, Subject } from '../domain/release/subject.ts';
import { signalIfOpen } from './signal-lock.ts';

const { keyHolder } = proxyActivities<ReleaseActivities>({ startToCloseTimeout: '30 seconds' });

interface TakenKeys {
  /** The workflow IDs of the aliases. */
  readonly aliases: readonly string[];
  /** The key that is taken; null if all keys are its own now. */
  readonly taken: KeyTaken | null;
}

/**
 * Claims the further keys of a release, all or none, by starting workflows with their IDs: Temporal lets only one workflow of an ID be
 * open.
 */
export async function reserveKeys(subject: Subject, release: string): Promise<TakenKeys> {
  const by = { of: subject.id, release };
  const aliases: string[] = [];
  for (const [key, workflowId] of furtherKeys(subject)) {
    const taken = await claim(key, workflowId, by);
    if (taken !== null) {
      await letGoOf(aliases, { release, result: null });
      return { aliases: [], taken };
    }
    aliases.push(workflowId);
  }
  return { aliases, taken: null };
}

/** Attempts to claim a key: its holder may be about to let it go. */
const mostTries = 10;

async function claim(key: string, workflowId: string, by: AliasInput): Promise<KeyTaken | null> {
  for (let attempt = 1; ; attempt += 1) {
    if (await startAlias(workflowId, by)) return null;
    const holder = await keyHolder({ workflowId, by });
    if (holder?.own === true) return null;
    const isWorthAnother = holder === null || holder.passing;
    if (!isWorthAnother || attempt === mostTries)
      return { key, by: holder?.ticket ?? key, requester: holder?.requester ?? null };
    if (holder === null) continue;
    if (attempt === 1) await signalIfOpen(releaseIdOf(holder.ticket), keyWantedSignal);
    await sleep('1 second');
  }
}

/**
 * False if another workflow has the ID. The alias is abandoned so that it outlives this run: Temporal ends all other children when a run
 * continues as new.
 */
function startAlias(workflowId: string, by: AliasInput): Promise<boolean> {
  const memo: AliasMemo = { alias: by };
  return unlessTaken(
    startChild<(input: AliasInput) => Promise<ReleaseResult>>(releaseAliasWorkflow, {
      workflowId,
      args: [by],
      memo: { ...memo },
      parentClosePolicy: 'ABANDON',
      workflowIdReusePolicy: 'ALLOW_DUPLICATE',
      staticSummary: aliasSummary(by),
    }),
  );
}

/** Lets keys go. A key whose alias is gone is free already. */
export async function letGoOf(aliases: readonly string[], letGo: LetGo): Promise<void> {
  await Promise.all(aliases.map((workflowId) => signalIfOpen(workflowId, letGoSignal, letGo)));
}
