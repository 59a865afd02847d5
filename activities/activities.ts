import type { WebClient } from '@slack/web-api';
import { CompleteAsyncError, log } from '@temporalio/activity';
import type { Client } from '@temporalio/client';
import type { LockSettings } from '../domain/lock/lock-settings.ts';
import { lockSettingsOf } from '../config/lock-settings.ts';
import type { SettingsSource } from '../config/settings-source.ts';
import { PeopleStore } from '../log/people.ts';
import type { ReleaseLog } from '../log/release-log.ts';
import { HookDeliveries } from '../log/hook-deliveries.ts';
import { TokenStore } from '../log/tokens.ts';
import { Readers } from '../texts/readers.ts';
import { SlackNames } from '../texts/slack-names.ts';
import type { Activities } from '../domain/messages/activities.ts';
import type { CardLocation } from '../domain/messages/notice.ts';
import type { CalendarsNow } from '../domain/calendar/calendar-windows.ts';
import type { Settings } from '../domain/settings.ts';
import { isService } from '../domain/service.ts';
import { gateActivities } from './gate/gate-activities.ts';
import { hookActivities } from './hook-activities.ts';
import { homeActivities } from './home/home-activities.ts';
import { digestActivities } from './digest-activities.ts';
import { deliverOutside } from './outside/deliver-outside.ts';
import { People } from './people.ts';
import { offersOf } from './offers/offers-of.ts';
import { postAnswer } from './post-answer.ts';
import { ownReleases, roleActivities } from './role-activities.ts';
import { tellOfTrouble } from '../client/troubles.ts';
import { KnownLocks } from '../client/known-locks.ts';
import { lingeringLocks } from '../client/lingering-locks.ts';
import { Releases } from '../client/releases.ts';
import { Watches } from '../client/watches.ts';
import { AbsentSlack } from '../slack/absent-slack.ts';
import { CardLinks } from './slack/card-links.ts';
import type { Pace } from './slack/pace.ts';
import { NoSlack } from './silence.ts';
import { Speaker } from './speaker.ts';
import type { Voice } from './speaker.ts';
import { adminPosts } from './admin-posts.ts';
import { unpingedIn } from './slack/unpinged.ts';
import { inheritLock, releasesToAsk } from '../client/survey-lock.ts';
import { keyActivities } from './key-activities.ts';
import { unfurlLinks } from './unfurl-links.ts';
import { ticketActivities, trackerWorlds } from './ticket-activities.ts';
import type { RefusedCredential } from './ticket-activities.ts';
import { welcomeChannel } from './welcome-channel.ts';
import { beginWatches, watchActivities } from './watch/watch-activities.ts';
import { PreferenceCache } from './preference-cache.ts';
import { writeBackActivities } from './write-back/write-back-activities.ts';

/** A worker's access to Slack. */
export interface SlackContext {
  readonly client: WebClient;
  readonly pace: Pace;
}

/** What the activities depend on. */
interface World {
  readonly settingsNow: SettingsSource;
  readonly client: Client;
  /** Null if Slack is off. */
  readonly slack: SlackContext | null;
  /** Null if there is no database. */
  readonly releaseLog: ReleaseLog | null;
  readonly calendarsNow: CalendarsNow;
  /** The public URL of the web page, or null if it is not configured. */
  readonly page: URL | null;
  /** Aborts when the worker shuts down. Absent: never aborts. */
  readonly ending?: AbortSignal;
  /** Called with the name of a tracker that could not be read (`cannotTell`, `badCredentials`) or written to (`notTold`). */
  readonly onTrackerError?: (tracker: string, outcome: 'cannotTell' | 'badCredentials' | 'notTold') => void;
}

async function lockSettingsNow(
  component: string,
  { settingsNow, calendarsNow }: Pick<World, 'settingsNow' | 'calendarsNow'>,
): Promise<LockSettings> {
  const settings = await settingsNow();
  return lockSettingsOf(settings, component, await calendarsNow(settings), Date.now());
}

/** Null if there is no database. */
const storesIn = (releaseLog: ReleaseLog | null) => ({
  tokens: releaseLog && new TokenStore(() => releaseLog.database()),
  deliveries: releaseLog && new HookDeliveries(() => releaseLog.database()),
});

/** Implements every activity that the workflows call. */
export function createActivities({
  settingsNow,
  client,
  slack: connected,
  releaseLog,
  calendarsNow,
  page,
  ending = new AbortController().signal,
  onTrackerError = () => undefined,
}: World): Activities {
  const slack = connected?.client ?? new AbsentSlack();
  const releases = new Releases(client);
  const watches = new Watches(client);
  const people = new People(connected?.client ?? null, (group, reason) => {
    log.error('Slack does not show who is in a user group', { group, reason });
  });
  const readers = new Readers(slack, (user, error) => {
    log.warn('Slack does not tell in which language somebody reads', { user, error });
  });
  const locks = new KnownLocks(client);
  const unpinged = unpingedIn(slack);
  const wishes = wishesIn(releaseLog, readers);
  const sources = { settingsNow, client, releases, releaseLog, locks, readers, onLogAway };
  const stores = storesIn(releaseLog);
  const speaker: Voice =
    connected === null
      ? new NoSlack(client, settingsNow)
      : new Speaker({
          ...{ settingsNow, client, slack, pace: connected.pace, people, readers, releases, locks },
          ...{ unpinged, wishes, onCard: cardListener(slack, releaseLog) },
        });

  return {
    ...keyActivities({ client, settingsNow, releaseLog }),

    ...trackerActivities({ settingsNow, client, onTrackerError }, slack),

    releasesToAsk: (request) => releasesToAsk(client, request?.component ?? null),

    inheritLock: async ({ component }) =>
      inheritLock(client, component, await lockSettingsNow(component, { settingsNow, calendarsNow })),

    ...roleActivities({ settingsNow, people, releases, locks, tokens: stores.tokens }),

    async deliverNotices(notices, round) {
      await beginWatches(notices, await settingsNow(), watches);
      return speaker.deliver(notices, round);
    },

    ...watchActivities({ settingsNow, watches, readers, speaker, slack: connected && slack, ending }),

    tellAdmins: (trouble) =>
      speaker.say((settings) => adminPosts(trouble, settings, people, readers.textsIn(settings.language))),

    // Its heartbeats come from outside: through the API or from any client of Temporal.
    awaitRunner: () => Promise.reject(new CompleteAsyncError()),

    async recordEvents(rows) {
      await releaseLog?.record(rows);
    },

    async deliverOutside(delivery) {
      await deliverOutside(delivery, await settingsNow());
    },

    ...gateActivities({ settingsNow, client, releases, ...stores, worldOf: trackerWorlds() }),

    ...hookActivities({ ...sources, tokens: stores.tokens, speaker }),

    answerQuestion: (asked) =>
      speaker.say(async (configured) => {
        const settings = await locks.in(configured);
        const texts = readers.textsIn(settings.language);
        const ownOf = (user: string) => ownReleases({ user, settings, people, releases });
        const rolesOfAsker = () => people.rolesOf(asked.actor, Object.keys(settings.components), settings);
        return postAnswer(asked, texts, { ...sources, settings, ownOf, rolesOfAsker }, page);
      }),

    ...digestActivities({ ...sources, unpinged, page, speaker: connected && speaker }),

    unfurlLinks: async (shared) => {
      const settings = await settingsNow();
      const { everyone: texts } = readers.textsIn(settings.language);
      await unfurlLinks(shared, slack, { releases, releaseLog, settings, onLogAway, texts, unpinged });
    },

    ...homeActivities({ settingsNow, slack, people, readers, releases, locks, wishes, speaker }),

    welcomeChannel: () => welcomeChannel({ releases, releaseLog, readers, speaker }),

    offerBack: (missed) =>
      speaker.say(
        (settings) => offersOf(missed, settings, readers.textsIn(settings.language), releases),
        // An earlier look at the channel may already have offered some of it.
        Math.min(...missed.map(({ saidAt }) => saidAt ?? Date.now())),
      ),
  };
}

/** The activities that read from trackers and write to them. */
function trackerActivities(
  {
    settingsNow,
    client,
    onTrackerError,
  }: Pick<World, 'settingsNow' | 'client'> & Required<Pick<World, 'onTrackerError'>>,
  slack: WebClient,
) {
  const worlds = trackerWorlds();
  const worldOf = (settings: Settings) => ({ ...worlds(settings), onUnread: onTrackerError });
  const names = new SlackNames(slack);
  const tellOfRefused = async (refused: RefusedCredential) => {
    log.error('A credential is not taken', { ...refused });
    await tellOfTrouble(
      client,
      'tracker' in refused ? { type: 'credential', ...refused } : { type: 'pages', ...refused },
    );
  };
  return {
    ...ticketActivities(settingsNow, tellOfRefused, worldOf, (names) => lingeringLocks(client, names)),
    ...writeBackActivities({
      settingsNow,
      worldOf,
      nameOf: async (actor) => (isService(actor) ? actor : ((await names.of([actor]))[actor] ?? null)),
      tell: async (trouble) => {
        if (trouble.type === 'writeBack') onTrackerError(trouble.tracker, 'notTold');
        log.error('A ticket was not told of its release', { ...trouble });
        await tellOfTrouble(client, trouble);
      },
    }),
  };
}

/** The preferences are stored in the log's database. */
const wishesIn = (releaseLog: ReleaseLog | null, readers: Readers): PreferenceCache =>
  new PreferenceCache({
    store: releaseLog === null ? null : new PeopleStore(() => releaseLog.database()),
    zoneOf: (user) => readers.zoneOf(user),
    onAway: (error) => {
      log.warn('The database does not tell who wants to hear what; what it told last counts', { error });
    },
  });

function onLogAway(error: unknown): void {
  log.error('The release log does not answer', { error });
}

/** Records the permalink of each card in the log. Does nothing without a log. */
function cardListener(slack: WebClient, releaseLog: ReleaseLog | null): (place: CardLocation) => void {
  if (releaseLog === null) return () => undefined;
  const links = new CardLinks(slack, releaseLog, (error) => {
    log.warn('The log does not know where a card is; its next change tells it again', { error });
  });
  return (place) => {
    links.tell(place);
  };
}
