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

/** What a release that is watched does. */
export type WatchedPhase =
  | { readonly is: 'onProduction' }
  /** It ended well, then (epoch ms); or is deployed and keeps its locks. */
  | { readonly is: 'finished'; readonly at: number; readonly held: boolean }
  /** It was rolled back, or is gone. */
  | { readonly is: 'left' };

/** What watches releases. Everything throws Temporal's errors. */
export class Watches {
  readonly #client: Client;

  constructor(client: Client) {
    this.#client = client;
  }

  /** Once for each release, however often it is begun. */
  begin(watched: WatchedRelease, badBefore: readonly BadAtStart[] = []): Promise<void> {
    return this.#begin(
      { ...watched, state: beginWatch(watched.plan, badBefore, watched.startedAt) },
      'REJECT_DUPLICATE',
    );
  }

  /** Where the watch of a release is over, or gone, and must not be. What it tells has other numbers than what the one before told. */
  beginAgain(watched: WatchedRelease): Promise<void> {
    const state = beginWatch(watched.plan, [], watched.startedAt);
    const count = Math.ceil((Date.now() - watched.startedAt) / 1000);
    return this.#begin({ ...watched, state, count }, 'ALLOW_DUPLICATE');
  }

  async #begin(
    { card, plan, state, ...input }: WatchInput & { readonly state: WatchState },
    workflowIdReusePolicy: WorkflowIdReusePolicy,
  ): Promise<void> {
    // What the checks found of its tickets is no matter of the watch.
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

  /** How the last watch of a release, by its own key, stands, and when it closed, epoch ms; null if it has none. */
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
    // A run that went on from one of 1.1 shows nothing before its first task.
    if (described !== null && release === null && described.status.name === 'RUNNING')
      throw new Error(`The release of ${ticket} shows nothing of itself yet`);
    if (described === null || release?.key !== key) return { is: 'left' };
    const { stage, since } = release;
    if (stage === 'finished') return { is: 'finished', at: since, held: false };
    if (!lifecycle[stage].onProduction || described.status.name !== 'RUNNING') return { is: 'left' };
    return stage === 'watching' ? { is: 'finished', at: since, held: true } : { is: 'onProduction' };
  }

  /** The card of a release as it is now; null where there is another release of its ticket by now, or none that knows its card. */
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
