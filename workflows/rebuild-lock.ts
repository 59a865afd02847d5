import { condition, proxyActivities } from '@temporalio/workflow';
import { configure } from '../domain/lock-freezes.ts';
import { rebuild } from '../domain/lock-queue.ts';
import type { LockHolder, LockState } from '../domain/lock-queue.ts';
import type { ClaimAnswer } from '../domain/release/lock-messages.ts';
import type { LockActivities } from './activities.ts';
import { signalIfOpen } from './signal-lock.ts';

const { surveyLock } = proxyActivities<LockActivities>({ startToCloseTimeout: '1 minute' });

/**
 * The lock as the open releases know it, for a coordinator that has no memory: the first one, or the successor of one that
 * was terminated. Each release that is still open has to answer: whoever is left out might be on production.
 * `unheard` are orphans of which nobody was told yet.
 */
export async function rebuildLock(
  component: string,
  claims: ReadonlyMap<string, ClaimAnswer>,
): Promise<{ lock: LockState; unheard: readonly LockHolder[] }> {
  const epoch = Date.now();
  const { releaseIds, orphans, freezes, unheard, settings } = await surveyLock({ component });
  let silent = releaseIds;
  while (silent.length > 0) {
    const open = await Promise.all(silent.map((id) => signalIfOpen(id, 'claimLocks', { component, epoch })));
    const asked = silent.filter((_, index) => open[index] === true);
    await condition(() => asked.every((id) => claims.has(id)), '10 seconds');
    silent = asked.filter((id) => !claims.has(id));
  }
  const claimed = [...claims.values()].flatMap(({ claim }) => (claim === null ? [] : [claim]));
  const now = Date.now();
  const rebuilt = { ...rebuild(component, claimed, orphans, now), freezes };
  return { lock: configure(rebuilt, settings, now), unheard };
}
