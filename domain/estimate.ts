import type { LockView } from './lock/lock-view.ts';

/** How long a release of a component is usually on production, in ms, by the component's name; those with too little past are not there. */
export type UsualTimes = Readonly<Record<string, number>>;

/**
 * When the turn of a place in a line is to be expected, in ms from `now` (epoch ms), if everybody takes the usual time and nobody who
 * shares the lock waits for another; null if nobody can know.
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
  // Neighbours that share the lock go together.
  const turns = line.filter(({ mode }, index) => mode === 'exclusive' || line[index - 1]?.mode !== 'shared');
  return Math.max(0, ...left) + Math.max(0, turns.length - 1) * usualMs;
}

/** How long a release that has been on production since an instant is to be there yet, in ms; zero if longer than usual already. */
export function expectedLeftMs(
  components: readonly string[],
  since: number,
  usual: UsualTimes,
  now: number,
): number | null {
  const known = components.flatMap((name) => usual[name] ?? []);
  return known.length === 0 ? null : Math.max(0, Math.max(...known) - (now - since));
}
