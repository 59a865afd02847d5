import type { LockView } from './lock-view.ts';

/** How long a release of a component is usually on production, in ms, by the component's name; those with too little past are not there. */
export type UsualTimes = Readonly<Record<string, number>>;

/** When the turn of a place in a line is to be expected, in ms from `now` (epoch ms), if everybody takes the usual time; null if nobody can know. */
export function expectedWaitMs(
  { component, holders, queue }: LockView,
  position: number,
  usual: UsualTimes,
  now: number,
): number | null {
  const usualMs = usual[component];
  if (usualMs === undefined) return null;
  const left = holders.map(({ started, since }) =>
    started ? Math.max(0, usualMs - (now - Date.parse(since))) : usualMs,
  );
  const ahead = queue.filter((waiter) => waiter.position < position).length;
  return Math.max(0, ...left) + ahead * usualMs;
}
