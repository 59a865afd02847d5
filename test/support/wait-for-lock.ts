import { expect, vi } from 'vitest';
import type { Company } from './company.ts';

/** Waits until these tickets hold the lock of a component and wait for it, in this order. */
export const waitForLock = (
  company: Company,
  component: string,
  holders: readonly string[],
  queue: readonly string[],
  timeout: number,
): Promise<void> =>
  vi.waitFor(
    async () => {
      const lock = await company.lock(component);
      expect([lock.holders.map(({ ticket }) => ticket), lock.queue.map(({ ticket }) => ticket)]).toEqual([
        holders,
        queue,
      ]);
    },
    { timeout, interval: 100 },
  );
