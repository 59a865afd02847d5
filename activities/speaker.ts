import type { WebClient } from '@slack/web-api';
import { activityInfo, log } from '@temporalio/activity';
import type { Client } from '@temporalio/client';
import { cardMessage } from '../blocks/message.ts';
import { lastRelease } from '../client/closed-runs.ts';
import type { KnownLocks } from '../client/known-locks.ts';
import type { Releases } from '../client/releases.ts';
import { tellOfTrouble } from '../client/troubles.ts';
import type { SettingsSource } from '../config/settings-source.ts';
import type { CardLocation, Notice, ShownCard } from '../domain/messages/notice.ts';
import { channelDestination } from '../domain/messages/round.ts';
import type { Round, RoundResult } from '../domain/messages/round.ts';
import { releaseIdOf } from '../domain/messages/workflows.ts';
import type { Settings } from '../domain/settings.ts';
import type { Trouble } from '../domain/trouble.ts';
import type { Readers } from '../texts/readers.ts';
import { aroundOf } from './around.ts';
import { onLost, RoundDelivery } from './deliver.ts';
import type { RoundAttempt } from './deliver.ts';
import type { People } from './people.ts';
import type { Pace } from './slack/pace.ts';
import { Poster } from './slack/poster.ts';
import type { Post, Unpinged } from './slack/posts.ts';
import { progressBefore } from './slack/progress.ts';
import type { Progress } from './slack/progress.ts';
import { channelTroubleOf, ReleaseChannel } from './slack/release-channel.ts';
import { withHeartbeats } from './slack/saying-it.ts';
import { itemOf } from './slack/post-items.ts';
import { Telling } from './slack/telling.ts';
import type { PreferenceCache } from './preference-cache.ts';

/** How activities send messages. */
export interface Voice {
  /** See `SharedActivities.deliverNotices`. */
  deliver(notices: readonly Notice[], round: Round): Promise<RoundResult>;

  /**
   * Sends posts. Each place is independent of the others. `since` (epoch ms) is when somebody else may have begun
   * to send some of them; null: nobody did. After everything else has been sent, throws if a retry can help.
   */
  say(posts: (settings: Settings) => Promise<readonly Post[]>, since?: number | null): Promise<void>;

  /** Updates a card where it is; does nothing if it is not there. Throws if a retry can help. */
  showCard(shown: ShownCard): Promise<void>;
}

/** What a `Speaker` depends on. */
interface SpeakerContext {
  readonly settingsNow: SettingsSource;
  readonly client: Client;
  readonly slack: WebClient;
  readonly pace: Pace;
  readonly people: People;
  readonly readers: Readers;
  readonly releases: Releases;
  readonly locks: KnownLocks;
  readonly unpinged: Unpinged;
  readonly wishes: PreferenceCache;
  /** Called with the location of a card once it is shown. */
  readonly onCard: (location: CardLocation) => void;
}

/** How long the same trouble is not reported again, in ms. */
const reportedForMs = 10 * 60_000;

/** Sends the messages of a worker's activities to Slack. Each attempt knows how far the previous one came. */
export class Speaker implements Voice {
  readonly #context: SpeakerContext;
  readonly #channel: ReleaseChannel;
  /** When each trouble with a channel was last reported, epoch ms. */
  readonly #reported = new Map<string, number>();

  constructor(context: SpeakerContext) {
    this.#context = context;
    this.#channel = new ReleaseChannel(context.slack);
  }

  async deliver(notices: readonly Notice[], round: Round): Promise<RoundResult> {
    const { readers, client } = this.#context;
    const { settings, poster } = await this.#posterNow();
    const texts = readers.textsIn(settings.language);
    const standingOf = async (ticket: string) =>
      (await lastRelease(client, releaseIdOf(ticket)))?.release ?? null;
    const onChannelFailure = (error: unknown) => {
      this.#onChannelFailure(error, settings);
    };
    const permalink = (card: CardLocation) => permalinkOf(this.#context.slack, card);
    const context = { ...this.#context, permalink, poster, settings, texts, standingOf, onChannelFailure };
    try {
      return await attempting((attempt) => {
        const teller = new RoundDelivery(notices, round, attempt, context);
        return { progress: () => teller.progress, done: teller.tell() };
      });
    } finally {
      this.#reportClosed(poster, settings);
    }
  }

  async say(
    posts: (settings: Settings) => Promise<readonly Post[]>,
    since: number | null = null,
  ): Promise<void> {
    const { settings, poster } = await this.#posterNow();
    await attempting((attempt) => {
      const before = since === null ? attempt : beganBy(attempt, since);
      const telling = new Telling({ ...before, triedSince: new Map(), patience: forever });
      const sayAll = async () => {
        await telling.tell((await posts(settings)).flatMap((post) => itemOf(post, poster)));
        this.#onChannelFailure(telling.failureAt(channelDestination), settings);
        this.#reportClosed(poster, settings);
        if (telling.failures.length > 0) throw telling.failures[0];
        if (telling.end().length > 0) attempt.signal.throwIfAborted();
      };
      return { progress: () => telling.progress, done: sayAll() };
    });
  }

  async showCard({ card, place }: ShownCard): Promise<void> {
    if (place === null) return;
    const { settings, poster } = await this.#posterNow();
    const { everyone } = this.#context.readers.textsIn(settings.language);
    const around = await aroundOf(
      { kind: 'card', id: card.key, tried: false, card },
      { ...this.#context, settings },
    );
    const message = cardMessage(card, everyone, around);
    await withHeartbeats((signal) => poster.updateCard(place, message, signal));
  }

  async #posterNow(): Promise<{ readonly settings: Settings; readonly poster: Poster }> {
    const { settingsNow, pace } = this.#context;
    const settings = await settingsNow();
    const channelOf = (name: string | null) => this.#channel.idOf(name ?? settings.slack.releaseChannel);
    return { settings, poster: new Poster(pace, channelOf, onLost) };
  }

  #onChannelFailure(error: unknown, { slack: { releaseChannel: channel } }: Settings): void {
    const reason = channelTroubleOf(error);
    if (reason !== null) this.#report({ type: 'channel', channel, reason });
  }

  #reportClosed(poster: Poster, { components, slack }: Settings): void {
    for (const [channel, reason] of poster.closed) {
      const trouble = { type: 'channel', channel, reason } as const;
      const names = Object.keys(components).filter((name) => components[name]?.channel === channel);
      this.#report(channel === slack.releaseChannel ? trouble : { ...trouble, components: names });
    }
  }

  #report(trouble: Extract<Trouble, { type: 'channel' }>): void {
    const { channel, reason, components } = trouble;
    this.#channel.forget(channel);
    const key = `${channel}:${reason}`;
    if (Date.now() - (this.#reported.get(key) ?? 0) < reportedForMs) return;
    this.#reported.set(key, Date.now());
    log.error(
      components === undefined
        ? 'The release channel takes nothing; it is tried again, and the admins are told'
        : 'The channel of a component takes nothing; the release channel has its cards, and the admins are told',
      { channel, reason },
    );
    tellOfTrouble(this.#context.client, trouble).catch((failure: unknown) => {
      this.#reported.delete(key);
      log.error('The admins could not be told of it', { error: failure });
    });
  }
}

const forever = { inAllMs: null, quietMs: null };

/** The attempt as if one that began at that instant (epoch ms) had been cut off. */
const beganBy = ({ before, signal, number }: RoundAttempt, began: number): RoundAttempt => ({
  ...{ signal, number, began },
  before: { ...before, doubtful: null },
});

/** Runs an attempt that reports its progress by heartbeats. */
function attempting<T>(
  begin: (attempt: RoundAttempt) => { readonly progress: () => Progress; readonly done: Promise<T> },
): Promise<T> {
  const info = activityInfo();
  const { attempt: number, scheduledTimestampMs: began } = info;
  const before = progressBefore(number, info.heartbeatDetails);
  let progress = () => before;
  return withHeartbeats(
    (signal) => {
      const begun = begin({ before, began, signal, number });
      ({ progress } = begun);
      return begun.done;
    },
    () => progress(),
  );
}

/** The permalink of a card; null if Slack has none. Throws Slack's errors. */
async function permalinkOf(slack: WebClient, { channel, ts }: CardLocation): Promise<string | null> {
  return (await slack.chat.getPermalink({ channel, message_ts: ts })).permalink ?? null;
}
