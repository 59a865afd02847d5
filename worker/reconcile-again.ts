import { setMaxListeners } from 'node:events';
import { setTimeout as sleep } from 'node:timers/promises';
import type { Client } from '@temporalio/client';
import type { SettingsSource } from '../config/settings-source.ts';
import type { Settings } from '../domain/settings.ts';

/** Lists lag a little, and a pass takes time. */
const overlapMs = 60_000;

/** One pass of a reconciler. Everything that happened since `since` (epoch ms) may not have been seen yet. */
export type Reconcile = (settings: Settings, since: number) => Promise<void>;

/** How often workflows are queried, which costs more than a list. */
export const rareMs = 5 * 60_000;

/** Limits a reconciler that queries workflows to once per `rareMs`. */
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
 * Runs a reconciler every `locks.checkEvery` until `signal` aborts. If a pass fails, reports it to `onError`; the next one looks as far
 * back. Passes are idempotent and keep no state, so every worker may run them at once and die at any time.
 */
export async function reconcileAgain(
  client: Client,
  settingsNow: SettingsSource,
  signal: AbortSignal,
  look: Reconcile,
  onError: (error: unknown) => void,
): Promise<void> {
  // A starting worker does not know for how long there was none.
  let lookedAt = 0;
  const leaves = () => signal.aborted;
  while (!leaves()) {
    const settings = await settingsNow();
    const now = Date.now();
    // Temporal's client leaves a listener on the signal with each call, so each pass gets a signal of its own.
    const leaving = new AbortController();
    setMaxListeners(Infinity, leaving.signal);
    const leave = () => {
      leaving.abort(signal.reason);
    };
    signal.addEventListener('abort', leave);
    try {
      // A worker that shuts down no longer answers queries, so nothing may wait for one.
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
