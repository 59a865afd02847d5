import type { Client, WorkflowIdReusePolicy } from '@temporalio/client';
import { cardQuery, notOursSignal } from '../domain/messages/definitions.ts';
import type { WatchMemo } from '../domain/messages/memo.ts';
import type { ReleaseCard, ShownCard } from '../domain/messages/notice.ts';
import { unlessTaken } from '../domain/messages/unless-taken.ts';
import type { NotOursPayload, WatchedRelease, WatchInput } from '../domain/messages/watch.ts';
import {
  releaseIdOf,
  taskQueue,
  watchIdOf,
  watchSummary,
  watchWorkflow,
} from '../domain/messages/workflows.ts';
import { lifecycle } from '../domain/release/lifecycle.ts';
import type { BadAtStart } from '../domain/watch/bad-already.ts';
import { shownOf } from '../domain/watch/shown.ts';
import type { WatchShown } from '../domain/watch/shown.ts';
import { beginWatch } from '../domain/watch/watch.ts';
import type { WatchState } from '../domain/watch/watch.ts';
import { answerOrNull, orNull } from './or-null.ts';
import { releaseShown, watchShown } from './visibility.ts';

const answerWithinMs = 5000;

/** What a watched release is doing. */
export type WatchedPhase =
  | { readonly is: 'onProduction' }
  /** It ended well at `at` (epoch ms), or is deployed and keeps its locks (`held`). */
  | { readonly is: 'finished'; readonly at: number; readonly held: boolean }
  /** It was rolled back, or is gone. */
  | { readonly is: 'left' };

/** The workflows that watch releases. All methods throw Temporal's errors. */
export class Watches {
  readonly #client: Client;

  constructor(client: Client) {
    this.#client = client;
  }

  /** Starts the watch of a release; once, however often it is called. */
  begin(watched: WatchedRelease, badBefore: readonly BadAtStart[] = []): Promise<void> {
    return this.#begin(
      { ...watched, state: beginWatch(watched.plan, badBefore, watched.startedAt) },
      'REJECT_DUPLICATE',
    );
  }

  /**
   * Starts another watch for a release whose watch is over or gone but must not be. `count` makes the IDs of its messages differ from those
   * of the earlier watch.
   */
  beginAgain(watched: WatchedRelease): Promise<void> {
    const state = beginWatch(watched.plan, [], watched.startedAt);
    const count = Math.ceil((Date.now() - watched.startedAt) / 1000);
    return this.#begin({ ...watched, state, count }, 'ALLOW_DUPLICATE');
  }

  async #begin(
    { card, plan, state, ...input }: WatchInput & { readonly state: WatchState },
    workflowIdReusePolicy: WorkflowIdReusePolicy,
  ): Promise<void> {
    // The watch does not need what the checks found in tickets.
    const watched = { ...input, card: { ...card, items: [], checkedFor: [] }, plan, state };
    await unlessTaken(
      this.#client.workflow.start<(input: WatchInput) => Promise<WatchShown>>(watchWorkflow, {
        workflowId: watchIdOf(card.key),
        taskQueue,
        args: [watched],
        memo: { watch: shownOf(plan, state, {}, null) } satisfies WatchMemo,
        workflowIdReusePolicy,
        staticSummary: watchSummary(card),
      }),
    );
  }

  /** The state of the last watch of a release, by the release's permanent key, and when it closed, epoch ms; null if it has none. */
  async last(
    key: string,
  ): Promise<{ readonly closedAt: number | null; readonly ended: WatchShown['ended'] } | null> {
    const watch = this.#client.workflow.getHandle(watchIdOf(key));
    const described = await this.#soon(() => orNull(watch.describe()));
    if (described === null) return null;
    return { closedAt: described.closeTime?.getTime() ?? null, ended: watchShown(described)?.ended ?? null };
  }

  async phaseOf({ card: { ticket, key } }: WatchedRelease): Promise<WatchedPhase> {
    const described = await this.#soon(() =>
      orNull(this.#client.workflow.getHandle(releaseIdOf(ticket)).describe()),
    );
    const release = described === null ? null : releaseShown(described);
    // Before its first task, a run that version 1.1 continued has no memo.
    if (described !== null && release === null && described.status.name === 'RUNNING')
      throw new Error(`The release of ${ticket} shows nothing of itself yet`);
    if (described === null || release?.key !== key) return { is: 'left' };
    const { stage, since } = release;
    if (stage === 'finished') return { is: 'finished', at: since, held: false };
    if (!lifecycle[stage].onProduction || described.status.name !== 'RUNNING') return { is: 'left' };
    return stage === 'watching' ? { is: 'finished', at: since, held: true } : { is: 'onProduction' };
  }

  /** The current card of a release; null if its ticket has another release by now, or its worker does not know the query. */
  async cardOf({ ticket, key }: Pick<ReleaseCard, 'ticket' | 'key'>): Promise<ShownCard | null> {
    const release = this.#client.workflow.getHandle(releaseIdOf(ticket));
    const shown = await this.#soon(() => answerOrNull(release.query(cardQuery)));
    return shown?.card.key === key ? shown : null;
  }

  async notOurs(key: string, said: NotOursPayload): Promise<boolean> {
    const sent = this.#client.workflow.getHandle(watchIdOf(key)).signal(notOursSignal, said);
    return (await orNull(sent.then(() => true))) ?? false;
  }

  #soon<T>(ask: () => Promise<T>): Promise<T> {
    return this.#client.withDeadline(Date.now() + answerWithinMs, ask);
  }
}
