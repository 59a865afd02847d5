import type { Client } from '@temporalio/client';
import { inTurn } from '../client/in-turn.ts';
import { signalIfPossible } from '../client/open-locks.ts';
import { shownReleases } from '../client/shown-releases.ts';
import type { Watches } from '../client/watches.ts';
import { watchPassedSignal } from '../domain/messages/definitions.ts';
import { planFor } from '../domain/watch/plan.ts';
import type { Reconcile } from './reconcile-again.ts';

/**
 * Reconciles releases that are deployed and keep their locks until their watch has passed. If the watch is gone, or stopped when the
 * release was reset, starts another. If nothing is to be watched any longer, or nobody heard that the watch passed, ends the release.
 */
export function watchReconciler(client: Client, watches: Watches): Reconcile {
  return async ({ components }) => {
    await inTurn(shownReleases(client, 'watching'), async ({ workflowId, release }) => {
      const watch = await watches.last(release.key);
      if (watch !== null && watch.closedAt === null) return;
      // The list may lag, and a stuck release would get the same signal again and again.
      const { card } = (await watches.cardOf(release)) ?? {};
      if (card?.stage !== 'watching') return;
      const plan = planFor(card.components, components);
      const hasPassed = watch?.ended === 'passed' && (watch.closedAt ?? 0) > release.since;
      if (hasPassed || plan?.holdLock !== true)
        return signalIfPossible(client, workflowId, watchPassedSignal, card.key);
      const startedAt = card.startedAt === null ? release.since : Date.parse(card.startedAt);
      await watches.beginAgain({ card, startedAt, plan });
    });
  };
}
