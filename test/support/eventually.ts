import { vi } from 'vitest';
import { patienceMs } from './patience.ts';

/** The result of `look` once it no longer throws. */
export const eventually = <T>(look: () => T | Promise<T>): Promise<T> =>
  vi.waitFor(look, { timeout: patienceMs, interval: 100 });

/** Resolves once `isSo` returns something truthy. */
export const eventuallyTrue = <T>(isSo: () => T | Promise<T>): Promise<unknown> =>
  vi.waitUntil(isSo, { timeout: patienceMs, interval: 100 });
