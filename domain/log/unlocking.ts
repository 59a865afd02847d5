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
}

/** What the log's row of an `unlocked` lock tells; null for any other row. */
export function unlockingIn({ type, at, component, actor, facts }: EventRow): Unlocking | null {
  if (type !== 'unlocked' || component === null) return null;
  const { reason, holders } = facts as { readonly reason?: unknown; readonly holders?: unknown };
  return {
    at,
    component,
    by: actor,
    reason: typeof reason === 'string' ? reason : null,
    releaseKeys: (Array.isArray(holders) ? holders : []).flatMap(keyOf),
  };
}

function keyOf(holder: unknown): readonly string[] {
  if (typeof holder !== 'object' || holder === null || !('releaseKey' in holder)) return [];
  return typeof holder.releaseKey === 'string' ? [holder.releaseKey] : [];
}
