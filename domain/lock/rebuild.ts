import type { Freeze } from './freeze.ts';
import { configure } from './freezes.ts';
import { grantTurns, tellFreezes, unknownGrant } from './orders.ts';
import type { AddressedNews, LockChange } from './orders.ts';
import { addOrphans, rebuild } from './lock-queue.ts';
import type { LockClaim, LockHolder, LockState } from './lock-queue.ts';
import type { ListedRelease } from '../messages/memo.ts';
import type { ReleaseGone } from '../messages/lock-messages.ts';
import { isOnProduction } from '../release/state.ts';
import type { LockSettings } from './lock-settings.ts';
import { isEnd } from '../release/stage.ts';

/** What is known of a release that can no longer be asked. */
export type LostRelease = Pick<
  ListedRelease,
  'key' | 'ticket' | 'stage' | 'since' | 'locks' | 'neededLocks' | 'lettingGo'
>;

/** What a coordinator without memory needs to know, apart from what the open releases tell it. */
export interface Heritage {
  /** The orphans that the last coordinator knew: holders that ended on production without freeing the lock and cannot be asked. */
  readonly orphans: readonly LockHolder[];
  /** The freezes by people, as the last coordinator left them. */
  readonly freezes: readonly Freeze[];
  /** See `LockState`. */
  readonly unlocked: readonly string[];
  /** Orphans that the last coordinator had not heard of. */
  readonly unheard: readonly LockHolder[];
  readonly settings: LockSettings;
}

/** What to tell the locks of a release that ended without freeing them, and which locks. Includes those that it had yet to notify. */
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

/** The lock of a component that a release held when it ended on production, as an orphan; empty if it did not. */
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

/** Restores the lock of a lost coordinator from the claims of releases, and grants it to whoever is next. `now` in epoch ms. */
export function restore(
  component: string,
  claims: readonly LockClaim[],
  { orphans, freezes, unlocked, unheard, settings }: Heritage,
  now: number,
): { readonly known: LockState; readonly obeyed: LockChange } {
  const known = configure({ ...rebuild(component, claims, orphans, now), freezes, unlocked }, settings, now);
  const { lock, news } = grantTurns(addOrphans(known, unheard), now);
  // The previous coordinator's last messages about freezes may have been lost with it.
  const told = [...lossesOf(claims, lock), ...news, ...tellFreezes(lock)];
  return { known, obeyed: { lock, news: told } };
}

/** Tells releases that claim a lock that they have lost it. */
const lossesOf = (claims: readonly LockClaim[], lock: LockState): readonly AddressedNews[] =>
  claims.flatMap(({ request: { requestId, releaseId }, token }) =>
    token === null || lock.holders.some((holder) => holder.token === token)
      ? []
      : [unknownGrant(lock, { requestId, releaseId, token })],
  );
