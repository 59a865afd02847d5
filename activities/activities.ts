import type { WebClient } from '@slack/web-api';
import { activityInfo, getClient, log } from '@temporalio/activity';
import { lockSettingsOf } from '../config/lock-settings.ts';
import type { SettingsSource } from '../config/settings-source.ts';
import type { Settings } from '../domain/settings.ts';
import type {
  HomeActivities,
  LockActivities,
  OfferActivities,
  QuestionActivities,
  ReleaseActivities,
  SharedActivities,
} from '../workflows/activities.ts';
import { checkTicket } from './check-ticket.ts';
import { earlierRelease } from './earlier-release.ts';
import { deliver, onLost } from './deliver.ts';
import { publishHome } from './home/publish-home.ts';
import { People } from './people.ts';
import { offersOf } from './offers/offers-of.ts';
import { answerTo } from './questions/answer-to.ts';
import { StandingReleases } from './questions/standing-releases.ts';
import { Poster } from './slack/poster.ts';
import { findChannel } from './slack/release-channel.ts';
import { sayingIt } from './slack/saying-it.ts';
import { inheritLock, releasesToAsk } from './survey-lock.ts';
import { fileTracker } from './tickets/file-tracker.ts';

type Activities = ReleaseActivities &
  LockActivities &
  SharedActivities &
  QuestionActivities &
  OfferActivities &
  HomeActivities;

/** What the workflows ask of the world, done with Slack and the settings. */
export function createActivities(settingsNow: SettingsSource, slack: WebClient): Activities {
  const people = new People(slack, (group, reason) => {
    log.error('Slack does not show who is in a user group', { group, reason });
  });
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

    async releasesToAsk() {
      return releasesToAsk(getClient());
    },

    async inheritLock({ component }) {
      return inheritLock(getClient(), component, lockSettingsOf(await settingsNow(), component));
    },

    async lookUpRoles({ user, components }) {
      return people.rolesOf(user, components, await settingsNow());
    },

    async lookUpLockRoles({ user, component }) {
      return people.lockRolesOf(user, component, await settingsNow());
    },

    deliverNotices: (notices, cardPlace) =>
      sayingIt(async () => {
        const settings = await settingsNow();
        const again = activityInfo().attempt > 1 || notices.some((notice) => notice.tried);
        const poster = new Poster(slack, () => releaseChannel(settings), again);
        return deliver(notices, cardPlace, { poster, people, settings });
      }),

    answerQuestion: (asked) =>
      sayingIt(async () => {
        const settings = await settingsNow();
        const post = await answerTo(asked, settings, getClient());
        const poster = new Poster(slack, () => releaseChannel(settings), activityInfo().attempt > 1);
        if (post !== null) await poster.post(post, onLost(post.id));
      }),

    publishHome: (user) =>
      sayingIt(async () => publishHome(user, await settingsNow(), people, getClient(), slack)),

    offerBack: (missed) =>
      sayingIt(async () => {
        const settings = await settingsNow();
        const poster = new Poster(slack, () => releaseChannel(settings), true);
        const posts = await offersOf(missed, settings, new StandingReleases(getClient()));
        for (const post of posts) await poster.post(post, onLost(post.id));
      }),
  };
}
