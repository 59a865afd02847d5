import type { Client } from '@temporalio/client';
import { withTimeout } from '../client/in-time.ts';
import { workersAtWork } from '../client/workers.ts';
import { reasonOf } from '../domain/reason-of.ts';
import type { ReleaseLog } from '../log/release-log.ts';
import { healthWords } from '../texts/health.ts';
import { keptFor } from './kept.ts';

/**
 * Something that a process cannot work without. Resolves to null while it
 * is available, else to what is missing, in plain words. Never rejects.
 */
export type Need = () => Promise<string | null>;

/** Callers of health checks give up after a second or a few. */
const withinMs = 2000;
/** Slack's API is not called for every health check. */
const slackEveryMs = 15_000;

export function temporal(client: Client, address: string): Need {
  const { namespace } = client.options;
  const ask = () => client.workflowService.describeNamespace({ namespace });
  return there(ask, (reason) => healthWords.noTemporal(address, namespace, reason));
}

/** Empty without a log. */
export const database = (log: ReleaseLog | null): readonly Need[] =>
  log === null ? [] : [there(() => log.newest(), healthWords.noDatabase)];

interface Poller {
  readonly options: { readonly identity: string };
  getState(): string;
}

/** Whether the worker polls, and Temporal knows it. While Temporal does not answer, it counts as polling: another need reports that. */
export const polling =
  (client: Client, worker: Poller): Need =>
  async () => {
    const state = worker.getState();
    if (state !== 'RUNNING') return healthWords.notPolling(state);
    const asking = workersAtWork(client).then((identities) => identities.includes(worker.options.identity));
    const isKnown = await withTimeout(asking, withinMs).catch(() => true);
    return isKnown ? null : healthWords.notSeenPolling;
  };

export const connected =
  (isConnected: () => boolean): Need =>
  () =>
    Promise.resolve(isConnected() ? null : healthWords.noConnection);

/** Whether Slack's API answers and accepts the token. */
export function slackApi(ask: () => Promise<unknown>): Need {
  return keptFor(slackEveryMs, there(ask, healthWords.noSlack));
}

const there =
  (ask: () => Promise<unknown>, missing: (reason: string) => string): Need =>
  () =>
    withTimeout(ask(), withinMs).then(
      () => null,
      (error: unknown) => missing(reasonOf(error)),
    );
