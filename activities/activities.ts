import type { WebClient } from '@slack/web-api';
import { WebAPIRateLimitedError } from '@slack/web-api';
import { activityInfo, ApplicationFailure, getClient, heartbeat } from '@temporalio/activity';
import type { SettingsSource } from '../config/settings-source.ts';
import type { Settings } from '../domain/settings.ts';
import type { LockActivities, ReleaseActivities, SharedActivities } from '../workflows/activities.ts';
import { checkTicket } from './check-ticket.ts';
import { earlierRelease } from './earlier-release.ts';
import { deliver } from './deliver.ts';
import { People } from './people.ts';
import { Poster } from './slack/poster.ts';
import { findChannel } from './slack/release-channel.ts';
import { surveyLock } from './survey-lock.ts';
import { fileTracker } from './tickets/file-tracker.ts';

const heartbeatEveryMs = 2000;

type Activities = ReleaseActivities & LockActivities & SharedActivities;

/** What the workflows ask of the world, done with Slack and the settings. */
export function createActivities(settingsNow: SettingsSource, slack: WebClient): Activities {
  const people = new People(slack);
  const channels = new Map<string, string>();

  async function releaseChannel({ slack: { releaseChannel: name } }: Settings): Promise<string> {
    const id = channels.get(name) ?? (await findChannel(slack, name));
    channels.set(name, id);
    return id;
  }

  return {
    async openRelease({ workflowId, runId }) {
      const { release: rules } = await settingsNow();
      return { earlier: await earlierRelease(getClient(), workflowId, runId), rules };
    },

    async checkTicket({ ticket, options }) {
      const settings = await settingsNow();
      return checkTicket(ticket, options, settings, fileTracker(settings.tickets.file));
    },

    async surveyLock({ component }) {
      return surveyLock(getClient(), component);
    },

    async lookUpRoles(user) {
      return people.rolesOf(user, await settingsNow());
    },

    async deliverNotices(notices, cardPlace) {
      const beat = setInterval(() => {
        heartbeat();
      }, heartbeatEveryMs);
      try {
        const settings = await settingsNow();
        const again = activityInfo().attempt > 1 || notices.some((notice) => notice.tried);
        const poster = new Poster(slack, await releaseChannel(settings), again);
        return await deliver(notices, cardPlace, { poster, people, settings });
      } catch (error) {
        if (!(error instanceof WebAPIRateLimitedError)) throw error;
        throw ApplicationFailure.create({
          message: error.message,
          cause: error,
          nextRetryDelay: error.retryAfter * 1000,
        });
      } finally {
        clearInterval(beat);
      }
    },
  };
}
