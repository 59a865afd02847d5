import type { WebClient } from '@slack/web-api';
import { activityInfo, getClient, log } from '@temporalio/activity';
import type { Client } from '@temporalio/client';
import type { SettingsSource } from '../config/settings-source.ts';
import type { LockView } from '../domain/lock-view.ts';
import type { Settings } from '../domain/settings.ts';
import { ticketLink } from '../domain/ticket-key.ts';
import { textsIn } from '../texts/index.ts';
import type {
  LockActivities,
  OfferActivities,
  QuestionActivities,
  ReleaseActivities,
  SharedActivities,
} from '../workflows/activities.ts';
import { lockIdOf, stateQuery } from '../workflows/names.ts';
import type { Notice, ReleaseCard } from '../workflows/names.ts';
import { checkTicket } from './check-ticket.ts';
import { earlierRelease } from './earlier-release.ts';
import { People } from './people.ts';
import { offersOf } from './offers/offers-of.ts';
import { answerTo } from './questions/answer-to.ts';
import { StandingReleases } from './questions/standing-releases.ts';
import { Poster } from './slack/poster.ts';
import { postsFor } from './slack/posts.ts';
import { findChannel } from './slack/release-channel.ts';
import { sayingIt } from './slack/saying-it.ts';
import { surveyLock } from './survey-lock.ts';
import { fileTracker } from './tickets/file-tracker.ts';

type Activities = ReleaseActivities &
  LockActivities &
  SharedActivities &
  QuestionActivities &
  OfferActivities;

/** What the workflows ask of the world, done with Slack and the settings. */
export function createActivities(settingsNow: SettingsSource, slack: WebClient): Activities {
  const people = new People(slack);
  const channels = new Map<string, string>();

  async function releaseChannel({ slack: { releaseChannel: name } }: Settings): Promise<string> {
    const id = channels.get(name) ?? (await findChannel(slack, name));
    channels.set(name, id);
    return id;
  }

  async function deliver(notice: Notice, poster: Poster, settings: Settings): Promise<void> {
    const card = 'card' in notice ? notice.card : null;
    const barred = card === null || card.selfAccept ? [] : card.requesters;
    const eligible = settings.people.approvers.filter((user) => !barred.includes(user));
    const around = {
      approvers: eligible.length > 0 ? eligible : settings.people.approvers,
      admins: settings.people.admins,
      linkOf: (ticket: string) => ticketLink(ticket, settings.tickets.linkTemplate),
      locks: notice.kind === 'answer' ? await locksInTheWay(getClient(), notice.card) : [],
      timezone: settings.release.calendar.timezone,
      now: Date.now(),
    };
    const texts = textsIn(settings.language);
    for (const post of await postsFor(notice, texts, around, (list) => people.expand(list))) {
      await poster.post(post, reportLost(post.id));
    }
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

    deliverNotices: (notices) =>
      sayingIt(async () => {
        const settings = await settingsNow();
        const again = activityInfo().attempt > 1 || notices.some((notice) => notice.tried);
        const poster = new Poster(slack, () => releaseChannel(settings), again);
        for (const notice of notices) await deliver(notice, poster, settings);
      }),

    answerQuestion: (asked) =>
      sayingIt(async () => {
        const settings = await settingsNow();
        const post = await answerTo(asked, settings, getClient());
        const poster = new Poster(slack, () => releaseChannel(settings), activityInfo().attempt > 1);
        if (post !== null) await poster.post(post, reportLost(post.id));
      }),

    offerBack: (missed) =>
      sayingIt(async () => {
        const settings = await settingsNow();
        const poster = new Poster(slack, () => releaseChannel(settings), true);
        const posts = await offersOf(missed, settings, new StandingReleases(getClient()));
        for (const post of posts) await poster.post(post, reportLost(post.id));
      }),
  };
}

const reportLost = (post: string) => (reason: string) => {
  log.error('A post cannot be delivered; all others are', { reason, post });
};

/** The locks that a queued release waits for, for those who ask why; none where they cannot be asked. */
async function locksInTheWay(client: Client, { locks }: ReleaseCard): Promise<readonly LockView[]> {
  const waiting = locks.filter((claim) => claim.state === 'waiting').slice(0, 1);
  const views = waiting.map(({ component }) =>
    client.workflow.getHandle(lockIdOf(component)).query<LockView>(stateQuery),
  );
  const answers = await Promise.allSettled(views);
  return answers.flatMap((answer) => (answer.status === 'fulfilled' ? [answer.value] : []));
}
