import { ApplicationFailure } from '@temporalio/activity';
import type { SettingsSource } from '../../config/settings-source.ts';
import type { WriteBackActivities } from '../../domain/messages/activities.ts';
import type { TicketNews } from '../../domain/messages/write-back.ts';
import type { Settings } from '../../domain/settings.ts';
import { trackerOf } from '../../domain/trackers.ts';
import type { Trouble } from '../../domain/trouble.ts';
import { failures } from '../../texts/http.ts';
import { RefusedByTracker, NotRead } from '../tickets/api.ts';
import type { TrackerWorld } from '../tickets/tracker-api.ts';
import { planWriteBack, takeWriteBackStep } from './write-back.ts';

interface World {
  readonly settingsNow: SettingsSource;
  readonly worldOf: (settings: Settings) => TrackerWorld;
  readonly nameOf: (actor: string) => Promise<string | null>;
  readonly tell: (trouble: Trouble) => Promise<void>;
}

export const writeBackActivities = ({ settingsNow, worldOf, nameOf, tell }: World): WriteBackActivities => ({
  async planWriteBack(news) {
    const settings = await settingsNow();
    return trying(news, () => planWriteBack(news, settings, worldOf(settings)));
  },
  async takeWriteBackStep(news, step) {
    const settings = await settingsNow();
    await trying(news, () => takeWriteBackStep(news, step, settings, worldOf(settings), nameOf));
  },
  async tellOfWriteBack({ ticket }, reason) {
    const tracker = trackerOf(ticket, (await settingsNow()).tickets)?.name ?? ticket;
    await tell({ type: 'writeBack', tracker, ticket, reason });
  },
});

/** Turns errors into failures for Temporal: a refusal is not retried, and a rate limit delays the retry as long as the tracker says. */
async function trying<T>({ ticket }: TicketNews, act: () => Promise<T>): Promise<T> {
  try {
    return await act();
  } catch (error) {
    if (!(error instanceof NotRead)) throw error;
    const { reading } = error;
    if (reading.outcome === 'unknown')
      throw ApplicationFailure.nonRetryable(failures.noTicket('the tracker', ticket));
    if (error instanceof RefusedByTracker || reading.outcome === 'badCredentials') {
      throw ApplicationFailure.nonRetryable(reading.reason);
    }
    const { reason, retryAfterMs } = reading;
    throw ApplicationFailure.create({
      message: reason,
      ...(retryAfterMs === undefined ? {} : { nextRetryDelay: retryAfterMs }),
    });
  }
}
