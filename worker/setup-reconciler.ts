import type { WebClient } from '@slack/web-api';
import type { Client } from '@temporalio/client';
import type { Logger } from '@temporalio/worker';
import { setupTroubles } from '../activities/setup-troubles.ts';
import { tellOfTrouble } from '../client/troubles.ts';
import type { Settings } from '../domain/settings.ts';
import { troubleKey } from '../domain/trouble.ts';
import { textsIn } from '../texts/index.ts';
import type { Reconcile } from './reconcile-again.ts';

const hourMs = 3_600_000;
/** How often to check: people leave, channels are archived. */
const lookAgainMs = 6 * hourMs;
/** How often to log the same problem. The admins are told as often, but not by each worker. */
const logAgainMs = 24 * hourMs;
/** When to retry if Slack did not answer. */
const tryAgainMs = 60_000;

interface Setup {
  readonly slack: WebClient;
  readonly client: Client;
  /** The URL of the web page; null if it is not set. */
  readonly page: URL | null;
  readonly logger: Logger;
}

/**
 * Checks the bot's setup: at the start, from time to time, and whenever the configuration changes. Logs each problem and tells the admins;
 * both once a day.
 */
export function setupReconciler({ slack, client, page, logger }: Setup): Reconcile {
  let looked: Settings | null = null;
  let lookAgainAt = 0;
  const loggedAt = new Map<string, number>();
  return async (settings) => {
    const now = Date.now();
    // The same object means the same version.
    if (settings === looked && now < lookAgainAt) return;
    looked = settings;
    lookAgainAt = now + tryAgainMs;
    const troubles = await setupTroubles(slack, settings, page);
    for (const trouble of troubles) {
      const key = troubleKey(trouble);
      if (now - (loggedAt.get(key) ?? -Infinity) >= logAgainMs) {
        logger.error(`Setup: ${textsIn('en').setup.trouble(trouble)}`);
        loggedAt.set(key, now);
      }
    }
    await Promise.all(troubles.map((trouble) => tellOfTrouble(client, trouble)));
    lookAgainAt = now + lookAgainMs;
  };
}
