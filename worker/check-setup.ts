import { setTimeout as sleep } from 'node:timers/promises';
import type { WebClient } from '@slack/web-api';
import type { Client } from '@temporalio/client';
import type { Logger } from '@temporalio/worker';
import { setupTroubles } from '../activities/setup-troubles.ts';
import { tellOfTrouble } from '../client/troubles.ts';
import type { Settings } from '../domain/settings.ts';
import { textsIn } from '../texts/index.ts';

const againAfterMs = 60_000;

interface Setup {
  readonly slack: WebClient;
  readonly client: Client;
  readonly settingsNow: () => Promise<Settings>;
  /** Where people open the page; null where nobody said so. */
  readonly page: URL | null;
  readonly logger: Logger;
  readonly end: AbortSignal;
}

/** Looks once whether the bot was set up well, as soon as Slack answers. Each thing that is wrong is one line in the log, and the admins are told. */
export async function checkSetup({ slack, client, settingsNow, page, logger, end }: Setup): Promise<void> {
  const isOver = () => end.aborted;
  while (!isOver()) {
    try {
      const troubles = await setupTroubles(slack, await settingsNow(), page);
      for (const trouble of troubles) logger.error(`Setup: ${textsIn('en').setup.trouble(trouble)}`);
      await Promise.all(troubles.map((trouble) => tellOfTrouble(client, trouble)));
      return;
    } catch (error) {
      if (isOver()) return;
      logger.warn('The setup could not be checked; it is tried again', { error });
    }
    await sleep(againAfterMs, undefined, { signal: end, ref: false }).catch(() => undefined);
  }
}
