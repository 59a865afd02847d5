import type { LockView } from './lock-view.ts';

/** Whether nobody holds the lock or waits for it, and nothing is frozen. */
export const isIdle = ({ holders, queue, freezes }: LockView): boolean =>
  holders.length + queue.length + freezes.length === 0;
