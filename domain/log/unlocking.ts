import type { EventRow } from './event-row.ts';

/** Somebody took a lock from its holders. */
export interface Unlocking {
  /** Epoch ms. */
  readonly at: number;
  readonly component: string;
  readonly by: string | null;
  readonly reason: string | null;
  /** The keys of the releases that held it. */
  readonly releaseKeys: readonly string[];
  /** Those of them that had ended in Temporal without freeing it, as far as the lock knew. */
  readonly orphans: readonly string[];
}

/** Reads the row of an `unlocked` lock; null for any other row. */
export function unlockingIn({ type, at, component, actor, facts }: EventRow): Unlocking | null {
  if (type !== 'unlocked' || component === null) return null;
  const { reason, holders } = facts as { readonly reason?: unknown; readonly holders?: unknown };
  const held = (Array.isArray(holders) ? holders : []).flatMap(holderIn);
  return {
    at,
    component,
    by: actor,
    reason: typeof reason === 'string' ? reason : null,
    releaseKeys: held.map(({ releaseKey }) => releaseKey),
    orphans: held.filter(({ orphan }) => orphan).map(({ releaseKey }) => releaseKey),
  };
}

function holderIn(holder: unknown): readonly { readonly releaseKey: string; readonly orphan: boolean }[] {
  if (typeof holder !== 'object' || holder === null || !('releaseKey' in holder)) return [];
  const { releaseKey } = holder;
  const orphan = 'orphan' in holder && holder.orphan === true;
  return typeof releaseKey === 'string' ? [{ releaseKey, orphan }] : [];
}
