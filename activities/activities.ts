import type { WebClient } from '@slack/web-api';
import { activityInfo, log } from '@temporalio/activity';
import type { Client } from '@temporalio/client';
import { lockSettingsOf } from '../config/lock-settings.ts';
import type { SettingsSource } from '../config/settings-source.ts';
import type { ReleaseLog } from '../log/release-log.ts';
import type { Settings } from '../domain/settings.ts';
import { Readers } from '../texts/readers.ts';
import type {
  CounterActivities,
  DeliveryActivities,
  HomeActivities,
  LockActivities,
  OfferActivities,
  QuestionActivities,
  ReleaseActivities,
  SharedActivities,
} from '../domain/messages/activities.ts';
import type { CardLocation } from '../domain/messages/notice.ts';
import { deliver, onLost } from './deliver.ts';
import { homeOf } from './home/home-of.ts';
import { publishHome } from './home/publish-home.ts';
import { deliverOutside } from './outside/deliver-outside.ts';
import { People } from './people.ts';
import { offersOf } from './offers/offers-of.ts';
import { answerTo } from './answer-to.ts';
import { Releases } from '../client/releases.ts';
import { CardLinks } from './slack/card-links.ts';
import type { Pace } from './slack/pace.ts';
import { Poster } from './slack/poster.ts';
import { isChannelGone, ReleaseChannel } from './slack/release-channel.ts';
import { sayingIt } from './slack/saying-it.ts';
import { inheritLock, releasesToAsk } from '../client/survey-lock.ts';
import { keyActivities } from './key-activities.ts';
import { tellOfCredential } from './tell-of-credential.ts';
import { ticketActivities } from './ticket-activities.ts';

type Activities = ReleaseActivities &
  LockActivities &
  CounterActivities &
  SharedActivities &
  QuestionActivities &
  OfferActivities &
  DeliveryActivities &
  HomeActivities;

/** With what the workflows' wishes are done. */
interface World {
  readonly settingsNow: SettingsSource;
  readonly client: Client;
  readonly slack: WebClient;
  readonly pace: Pace;
  /** Null if there is none. */
  readonly releaseLog: ReleaseLog | null;
}

/** What the workflows ask of the world. */
export function createActivities({ settingsNow, client, slack, pace, releaseLog }: World): Activities {
  const releases = new Releases(client);
  const people = new People(slack, (group, reason) => {
    log.error('Slack does not show who is in a user group', { group, reason });
  });
  const readers = new Readers(slack, (user, error) => {
    log.warn('Slack does not tell in which language somebody reads', { user, error });
  });
  const channel = new ReleaseChannel(slack);
  const onCard = cardListener(slack, releaseLog);

  /** An attempt to say something; `again` if an earlier one may have said some of it. */
  const speak = <T>(again: boolean, say: (poster: Poster, settings: Settings) => Promise<T>): Promise<T> =>
    sayingIt(async (signal) => {
      const settings = await settingsNow();
      const releaseChannel = () => channel.idOf(settings.slack.releaseChannel);
      try {
        return await say(new Poster({ slack, pace, signal }, releaseChannel, again), settings);
      } catch (error) {
        if (isChannelGone(error)) channel.forget();
        throw error;
      }
    });

  return {
    ...keyActivities({ client, settingsNow, releaseLog }),

    ...ticketActivities(settingsNow, async (refused) => {
      log.error('A tracker does not take its credential', { ...refused });
      await speak(true, (poster, settings) => tellOfCredential(refused, settings, people, poster));
    }),

    async releasesToAsk() {
      return releasesToAsk(client);
    },

    async inheritLock({ component }) {
      return inheritLock(client, component, lockSettingsOf(await settingsNow(), component));
    },

    async lookUpRoles({ user, components }) {
      return people.rolesOf(user, components, await settingsNow());
    },

    async lookUpLockRoles({ user, component }) {
      return people.lockRolesOf(user, component, await settingsNow());
    },

    deliverNotices: (notices, cardPlace) =>
      speak(activityInfo().attempt > 1 || notices.some((notice) => notice.tried), (poster, settings) =>
        deliver(notices, cardPlace, {
          ...{ poster, people, settings, releases, onCard },
          texts: readers.textsIn(settings.language),
        }),
      ),

    async recordEvents(rows) {
      await releaseLog?.record(rows);
    },

    async deliverOutside(delivery) {
      await deliverOutside(delivery, await settingsNow());
    },

    answerQuestion: (asked) =>
      speak(activityInfo().attempt > 1, async (poster, settings) => {
        const texts = readers.textsIn(settings.language);
        const ownOf = (user: string) => ownReleases({ user, settings, people, releases });
        const sources = { releases, releaseLog, settings, ownOf, onLogAway };
        await poster.post(await answerTo(asked, texts, sources), onLost);
      }),

    publishHome: (user) =>
      sayingIt(async () => {
        const settings = await settingsNow();
        const texts = await readers.textsIn(settings.language).of(user);
        return publishHome({ user, settings, people, releases }, texts, slack);
      }),

    offerBack: (missed) =>
      speak(true, async (poster, settings) => {
        const texts = readers.textsIn(settings.language);
        const posts = await offersOf(missed, settings, texts, releases);
        await poster.post(posts, onLost);
      }),
  };
}

/** What waits for a person, and what is theirs. */
async function ownReleases(of: Parameters<typeof homeOf>[0]) {
  const { waiting, mine } = await homeOf(of);
  return { waiting: waiting.map(({ release }) => release), releases: mine };
}

function onLogAway(error: unknown): void {
  log.error('The release log does not answer', { error });
}

/** Who is told where a card stands. */
function cardListener(slack: WebClient, releaseLog: ReleaseLog | null): (place: CardLocation) => void {
  if (releaseLog === null) return () => undefined;
  const links = new CardLinks(slack, releaseLog, (error) => {
    log.warn('The log does not know where a card is; its next change tells it again', { error });
  });
  return (place) => {
    links.tell(place);
  };
}
