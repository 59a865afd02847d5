import type { LockView } from './lock/lock-view.ts';

/** How long a release is usually on production, in ms, by component. Components with too little history are absent. */
export type UsualTimes = Readonly<Record<string, number>>;

/**
 * The expected wait for a position in the queue, in ms from `now` (epoch ms), if every release takes the usual time and sharers of a lock
 * do not wait for each other. Null if it cannot be estimated.
 */
export function expectedWaitMs(
  { component, holders, queue, freezes }: LockView,
  position: number,
  usual: UsualTimes,
  now: number,
): number | null {
  const usualMs = usual[component];
  if (usualMs === undefined || freezes.length > 0) return null;
  const left = holders.map(({ started, since }) =>
    started ? Math.max(0, usualMs - (now - Date.parse(since))) : usualMs,
  );
  const line = queue.filter((waiter) => waiter.position <= position);
  // Neighbours in shared mode go together.
  const turns = line.filter(({ mode }, index) => mode === 'exclusive' || line[index - 1]?.mode !== 'shared');
  return Math.max(0, ...left) + Math.max(0, turns.length - 1) * usualMs;
}

/**
 * How much longer a release that went to production at `since` is expected to stay, in ms; 0 if it is overdue, null if it cannot be
 * estimated.
 */
export function expectedLeftMs(
  components: readonly string[],
  since: number,
  usual: UsualTimes,
  now: number,
): number | null {
  const known = components.flatMap((name) => usual[name] ?? []);
  return known.length === 0 ? null : Math.max(0, Math.max(...known) - (now - since));
}
