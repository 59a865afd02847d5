import { setMaxListeners } from 'node:events';
import { setTimeout as sleep } from 'node:timers/promises';
import type { Client } from '@temporalio/client';
import type { SettingsSource } from '../config/settings-source.ts';
import type { Settings } from '../domain/settings.ts';

/** Lists lag behind a little, and a look takes its time. */
const overlapMs = 60_000;

/** `since` is the instant (epoch ms) from which on a look has not seen everything yet. */
export type Reconcile = (settings: Settings, since: number) => Promise<void>;

/** How often workflows are asked, which costs more than a list. */
export const rareMs = 5 * 60_000;

/** A look that asks workflows. */
export function rarely(look: Reconcile): Reconcile {
  let lookedAt = 0;
  return async (settings, since) => {
    const now = Date.now();
    if (now - lookedAt < rareMs) return;
    await look(settings, since);
    lookedAt = now;
  };
}

/**
 * Looks every `locks.checkEvery` until `signal` aborts. A look that fails is reported to `onError`, and the next one looks as far
 * back. What it does is idempotent, so every worker may do it at once, and it forgets nothing that matters when it dies.
 */
export async function reconcileAgain(
  client: Client,
  settingsNow: SettingsSource,
  signal: AbortSignal,
  look: Reconcile,
  onError: (error: unknown) => void,
): Promise<void> {
  // A worker that starts does not know for how long there was none.
  let lookedAt = 0;
  const leaves = () => signal.aborted;
  while (!leaves()) {
    const settings = await settingsNow();
    const now = Date.now();
    // Temporal's client leaves a listener at the signal for each call, so that each look has a signal of its own.
    const leaving = new AbortController();
    setMaxListeners(Infinity, leaving.signal);
    const leave = () => {
      leaving.abort(signal.reason);
    };
    signal.addEventListener('abort', leave);
    try {
      // A worker that leaves answers no queries any more, so nobody may wait for one.
      await client.withAbortSignal(leaving.signal, () => look(settings, Math.max(0, lookedAt - overlapMs)));
      lookedAt = now;
    } catch (error) {
      if (!leaves()) onError(error);
    } finally {
      signal.removeEventListener('abort', leave);
    }
    await sleep(settings.checkEveryMs, undefined, { signal }).catch(() => undefined);
  }
}
