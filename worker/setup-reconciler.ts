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
/** People leave, channels are archived. */
const lookAgainMs = 6 * hourMs;
/** The admins are told as often, and not by each worker. */
const logAgainMs = 24 * hourMs;
/** Slack did not answer. */
const tryAgainMs = 60_000;

interface Setup {
  readonly slack: WebClient;
  readonly client: Client;
  /** Where people open the page; null where nobody said so. */
  readonly page: URL | null;
  readonly logger: Logger;
}

/**
 * Looks whether the bot is set up well: at the start, from time to time, and whenever another version of the configuration runs. Each thing that is wrong
 * is a line in the log, and the admins are told; both once a day.
 */
export function setupReconciler({ slack, client, page, logger }: Setup): Reconcile {
  let looked: Settings | null = null;
  let lookAgainAt = 0;
  const loggedAt = new Map<string, number>();
  return async (settings) => {
    const now = Date.now();
    // They are the same object for as long as the same version runs.
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
