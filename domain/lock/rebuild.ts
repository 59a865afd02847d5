import type { Freeze } from './freeze.ts';
import { configure } from './freezes.ts';
import { grantTurns, tellFreezes, unknownGrant } from './orders.ts';
import type { AddressedNews, Obeyed } from './orders.ts';
import { adopt, rebuild } from './lock-queue.ts';
import type { LockClaim, LockHolder, LockState } from './lock-queue.ts';
import type { ListedRelease } from '../messages/memo.ts';
import type { ReleaseGone } from '../messages/lock-messages.ts';
import { isOnProduction } from '../release/state.ts';
import type { LockSettings } from './lock-settings.ts';
import { isEnd } from '../release/stage.ts';

/** What is known of a release that cannot be asked any more. */
export type LostRelease = Pick<
  ListedRelease,
  'key' | 'ticket' | 'stage' | 'since' | 'locks' | 'neededLocks' | 'lettingGo'
>;

/** What a coordinator that knows nothing has to know, besides what the open releases tell it. */
export interface Heritage {
  /** Holders that ended on production without a word and can not be asked any more, as the last coordinator knew them. */
  readonly orphans: readonly LockHolder[];
  /** Its freezes, as it left them. */
  readonly freezes: readonly Freeze[];
  /** As `LockState` has it. */
  readonly unlocked: readonly string[];
  /** Orphans of which it had not heard yet. */
  readonly unheard: readonly LockHolder[];
  readonly settings: LockSettings;
}

/** What the locks of a release are to be told that ended without a word: it may have ended before it could tell them itself. */
export function goneWith(release: LostRelease): {
  readonly gone: ReleaseGone;
  readonly components: readonly string[];
} {
  const deploying = isOnProduction(release) || (isEnd(release.stage) ? false : null);
  const components = [...release.locks, ...release.neededLocks].map(({ component }) => component);
  return {
    gone: { releaseKey: release.key, deploying },
    components: [...new Set([...components, ...release.lettingGo])],
  };
}

/** The lock of a component that a release had when it ended on production; none if it did not. */
export function orphansOf(release: LostRelease, releaseId: string, component: string): LockHolder[] {
  const { key, ticket, locks, since } = release;
  const held = locks.find((lock) => lock.component === component && lock.state === 'held');
  if (!isOnProduction(release) || held?.token === undefined || held.token === null) return [];
  return [
    {
      requestId: key,
      releaseKey: key,
      releaseId,
      ticket,
      mode: held.mode,
      priority: 'normal',
      passesFreeze: false,
      onProduction: true,
      since,
      token: held.token,
      grantedAt: since,
      started: true,
      orphan: true,
    },
  ];
}

/** A lock whose coordinator was lost, as those have it that had to do with it; whose turn it is gets it. `now` in epoch ms. */
export function restore(
  component: string,
  claims: readonly LockClaim[],
  { orphans, freezes, unlocked, unheard, settings }: Heritage,
  now: number,
): { readonly known: LockState; readonly obeyed: Obeyed } {
  const known = configure({ ...rebuild(component, claims, orphans, now), freezes, unlocked }, settings, now);
  const { lock, news } = grantTurns(adopt(known, unheard), now);
  // What was said of freezes last may have been lost with the one who said it.
  const told = [...lossesOf(claims, lock), ...news, ...tellFreezes(lock)];
  return { known, obeyed: { lock, news: told } };
}

/** For those that claim a lock that was taken from them. */
const lossesOf = (claims: readonly LockClaim[], lock: LockState): readonly AddressedNews[] =>
  claims.flatMap(({ request: { requestId, releaseId }, token }) =>
    token === null || lock.holders.some((holder) => holder.token === token)
      ? []
      : [unknownGrant(lock, { requestId, releaseId, token })],
  );
