import { vi } from 'vitest';
import { patienceMs } from './patience.ts';

/** What `look` gives, as soon as it throws no more. */
export const eventually = <T>(look: () => T | Promise<T>): Promise<T> =>
  vi.waitFor(look, { timeout: patienceMs, interval: 100 });

/** Until `isSo` says something truthy. */
export const eventuallyTrue = <T>(isSo: () => T | Promise<T>): Promise<unknown> =>
  vi.waitUntil(isSo, { timeout: patienceMs, interval: 100 });
