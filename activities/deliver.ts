import { log } from '@temporalio/activity';
import { setTimeout as sleep } from 'node:timers/promises';
import { cardMessage, textMessage } from '../blocks/message.ts';
import { cardChannelOf, linkingChannelsOf } from '../domain/components.ts';
import type { Settings } from '../domain/settings.ts';
import type { TextsByReader } from '../texts/readers.ts';
import type { CardLocation, CardNotice, EventNotice, Notice } from '../domain/messages/notice.ts';
import { channelDestination, componentDestination, peopleDestination } from '../domain/messages/round.ts';
import { isSettledBy } from '../domain/messages/asks.ts';
import type { AskedPeople } from '../domain/messages/open-ask.ts';
import type { Backlog, Destination, Round, RoundResult } from '../domain/messages/round.ts';
import { aroundOf } from './around.ts';
import type { People } from './people.ts';
import type { KnownLocks } from '../client/known-locks.ts';
import type { Releases } from '../client/releases.ts';
import { isOutdated } from './outdated.ts';
import type { LastReleaseOf } from './outdated.ts';
import type { Poster } from './slack/poster.ts';
import { isUser } from './slack/directs.ts';
import { followerPosts } from './slack/follower-posts.ts';
import { wanted } from './slack/nudges.ts';
import { answerAddress, postsFor } from './slack/posts.ts';
import type { PeopleOf, Post, Unpinged } from './slack/posts.ts';
import type { Tried } from './slack/posts-found.ts';
import type { Progress } from './slack/progress.ts';
import { settlingPosts } from './slack/settling-posts.ts';
import { itemOf, messageRefOf } from './slack/post-items.ts';
import { Telling } from './slack/telling.ts';
import type { DeliveryItem } from './slack/telling.ts';
import { tellElsewhere, tellUnannounced } from './unannounced.ts';
import type { PreferenceCache } from './preference-cache.ts';

/** How long the first round waits for rate-limited channels. The rest must not wait with them. */
const patienceMs = 1000;
/** How long the first round waits to find out who the recipients are. */
const peopleWithinMs = 3000;
/** How long a round for several places goes on after its last successful delivery. */
const quietMs = 30_000;

/**
 * Attempts (a few minutes in all) that wait for the card to link to.
 * If Slack never takes the card, the notice goes out without a link.
 */
const seekingAttempts = 12;

/** What one attempt at a round depends on. */
export interface RoundContext {
  readonly poster: Poster;
  readonly people: People;
  readonly settings: Settings;
  readonly texts: TextsByReader;
  readonly releases: Releases;
  readonly locks: KnownLocks;
  readonly unpinged: Unpinged;
  readonly wishes: PreferenceCache;
  /** The state of the last release of a ticket. */
  readonly standingOf: LastReleaseOf;
  /** The permalink of a card; null if Slack has none. */
  readonly permalink: (card: CardLocation) => Promise<string | null>;
  /** Called with the location of a card once it is shown. */
  readonly onCard: (location: CardLocation) => void;
  /** Called with the reason why the release channel refused a message. */
  readonly onChannelFailure: (error: unknown) => void;
}

/** One attempt at a round. */
export interface RoundAttempt {
  readonly before: Progress;
  /** When the first attempt at this round was scheduled, epoch ms. */
  readonly began: number;
  readonly signal: AbortSignal;
  /** Starts at 1. */
  readonly number: number;
}

/** Delivers the notices of a round, in one attempt; see `deliverNotices`. */
export class RoundDelivery {
  readonly #notices: readonly Notice[];
  readonly #round: Round;
  readonly #context: RoundContext;
  readonly #isFirst: boolean;
  readonly #seeksCards: boolean;
  /** Since when earlier attempts at this round may have posted something. */
  readonly #tried: Tried;
  readonly #telling: Telling;
  /** The locations of the cards, by release key. */
  readonly #cards = new Map<string, CardLocation>();
  /** Where this attempt, or an earlier one, showed the card of the release. */
  #shown: CardLocation | null;
  /** The people it asks to act, one entry per person. */
  readonly #asking: AskedPeople[] = [];

  constructor(notices: readonly Notice[], round: Round, attempt: RoundAttempt, context: RoundContext) {
    this.#notices = notices;
    this.#round = round;
    this.#context = context;
    this.#isFirst = attempt.number === 1 && round.only === null;
    this.#seeksCards = attempt.number <= seekingAttempts;
    this.#tried = attempt.number === 1 ? null : { since: attempt.began };
    this.#shown = attempt.before.card ?? null;
    for (const location of [round.cardPlace, this.#shown]) {
      if (location !== null) this.#cards.set(location.release, location);
    }
    const tried = (round.only ?? []).flatMap(({ place, triedSince }) =>
      triedSince === null ? [] : [[place, triedSince] as const],
    );
    this.#telling = new Telling({
      ...attempt,
      triedSince: new Map(tried),
      patience: round.only === null ? { inAllMs: patienceMs, quietMs: null } : { inAllMs: null, quietMs },
    });
  }

  /** What the next attempt has to know. */
  get progress(): Progress {
    const { progress } = this.#telling;
    return this.#shown === null ? progress : { ...progress, card: this.#shown };
  }

  /** Throws only in a round for a few places, if nothing at all could be delivered. */
  async tell(): Promise<RoundResult> {
    const current = this.#isFirst ? this.#notices : await this.#notOvertaken();
    await this.#noteAsked(this.#notices.filter((notice) => !current.includes(notice)));
    // Events are delivered even if they are out of date.
    const shared = this.#notices.filter((notice) => notice.kind !== 'card' || current.includes(notice));
    await Promise.all([this.#tellShared(shared), this.#tellPeople(current)]);
    const channelFailure = this.#telling.failureAt(channelDestination);
    if (channelFailure !== null) {
      this.#context.onChannelFailure(channelFailure);
      const isNew = (notice: Notice) => !('card' in notice) || !this.#cards.has(notice.card.key);
      if (this.#isFirst) await tellUnannounced(this.#notices.filter(isNew), channelFailure, this.#context);
    } else await tellElsewhere(this.#notices, this.#tried, this.#context);
    const left = this.#telling.end();
    const { toldAny, failures } = this.#telling;
    if (this.#round.only !== null && !toldAny && failures.length > 0) throw failures[0];
    return { cardPlace: this.#shown, left, asked: this.#asked(left) };
  }

  async #notOvertaken(): Promise<readonly Notice[]> {
    const overtaken = await Promise.all(
      this.#notices.map((notice) => isOutdated(notice, this.#context.standingOf)),
    );
    // A new card is posted even if it is out of date, because what follows goes into its thread.
    const isNew = (notice: Notice) => notice.kind === 'card' && !this.#cards.has(notice.card.key);
    return this.#notices.filter((notice, index) => overtaken[index] !== true || isNew(notice));
  }

  /** Delivers cards, announcements, and answers that are given in channels. */
  async #tellShared(notices: readonly Notice[]): Promise<void> {
    const cards = notices.filter((notice) => notice.kind === 'card');
    const last = new Map(cards.map((notice) => [notice.card.key, notice]));
    const others = notices.filter((notice) => notice.kind !== 'card' && notice.kind !== 'settling');
    await this.#tellOrLeave([
      ...cards.map((notice) => this.#cardItem(notice, last.get(notice.card.key) === notice)),
      ...others.flatMap((notice) => this.#sharedItem(notice)),
    ]);
    await this.#tellOrLeave(notices.flatMap((notice) => this.#linkItems(notice)));
  }

  /** Links the card of a release from the channels of its components, once the card exists. */
  #linkItems(notice: Notice): readonly DeliveryItem[] {
    if (notice.kind !== 'event' || notice.event.n !== notice.card.announcedBy) return [];
    const { settings, poster } = this.#context;
    const channels = linkingChannelsOf(notice.card.components, settings.components);
    return channels.map((channel) => {
      const begin: DeliveryItem['begin'] = async (tried, signal) =>
        poster.begin(await this.#link(notice, channel, signal), tried, signal);
      return {
        place: componentDestination(channel),
        id: notice.id,
        tried: notice.tried,
        waits: false,
        begin,
      };
    });
  }

  async #link({ id: notice, card, event }: EventNotice, channel: string, signal: AbortSignal): Promise<Post> {
    const { texts, permalink, poster } = this.#context;
    // Another round may have posted the card. This one is never notified of that.
    const find = async () =>
      this.#round.only === null ? null : poster.findCard(card.key, null, { since: event.at }, signal);
    const location =
      this.#cards.get(card.key) ?? (await (this.#seeksCards ? find() : find().catch(() => null)));
    if (location === null && this.#seeksCards)
      throw new Error('The card that is to be linked is not there yet');
    const id = `${notice}:in:${channel}`;
    const around = await aroundOf({ kind: 'card', id, tried: false, card }, this.#context);
    const text = texts.everyone.cardLinked(card, location && (await permalink(location)), around);
    const address = { to: 'channel', channel, orEveryone: false } as const;
    return { id, address, message: textMessage(id, text, null, texts.everyone) };
  }

  /** Shows only the latest state of a card, before anything is posted in its thread. */
  #cardItem(notice: CardNotice, isLast: boolean): DeliveryItem {
    const begin: DeliveryItem['begin'] = async (tried, signal) => {
      if (isLast) await this.#showCard(notice, tried, signal);
      return { said: Promise.resolve() };
    };
    return { place: channelDestination, id: notice.id, tried: notice.tried, waits: false, begin };
  }

  async #showCard(notice: CardNotice, ...[tried, signal]: Parameters<DeliveryItem['begin']>): Promise<void> {
    const { poster, texts, settings, onCard } = this.#context;
    const { key, components } = notice.card;
    const own = cardChannelOf(components, settings.components);
    const message = await wordedOrLeftOut(notice, async () =>
      cardMessage(notice.card, texts.everyone, await aroundOf(notice, this.#context)),
    );
    if (message === null) return;
    const location = await poster.showCard(key, message, this.#cards.get(key) ?? null, tried, signal, own);
    if (location === null) return;
    this.#cards.set(key, location);
    this.#shown = location;
    onCard(location);
  }

  /** Worded only when its turn comes, because its card exists by then. */
  #sharedItem(notice: Exclude<Notice, CardNotice>): readonly DeliveryItem[] {
    const address = 'actor' in notice ? answerAddress(notice) : null;
    if (address?.to === 'person') return [];
    const place = address === null ? channelDestination : messageRefOf(address);
    const begin: DeliveryItem['begin'] = async (tried, signal) => {
      const posts = await this.#word(notice, () => Promise.resolve([]));
      const items = posts
        .filter((post) => !isDirect(post))
        .flatMap((post) => itemOf(post, this.#context.poster));
      return (await items[0]?.begin(tried, signal)) ?? { said: Promise.resolve() };
    };
    return [{ place, id: notice.id, tried: notice.tried, waits: false, begin }];
  }

  /** Delivers direct messages. Until all recipients are known, nobody gets one. */
  async #tellPeople(notices: readonly Notice[]): Promise<void> {
    const direct = notices.filter(({ kind }) => kind !== 'card' && kind !== 'looking');
    const unknown = direct.flatMap((notice) => this.#unknownPeople(notice));
    if (unknown.length === 0) return;
    if (this.#round.only === null && this.#round.except.includes(peopleDestination)) {
      this.#telling.leave(unknown);
      return;
    }
    const limit = this.#round.only === null ? [sleep(peopleWithinMs, null, { ref: false })] : [];
    const items = await Promise.race([this.#directItems(direct), ...limit]).catch((error: unknown) => {
      log.warn('Slack does not tell who is to be told; it is asked again', { error });
      return null;
    });
    if (items === null) this.#telling.leave(unknown);
    else await this.#tellOrLeave(items);
  }

  async #directItems(notices: readonly Notice[]): Promise<readonly DeliveryItem[]> {
    const { poster, standingOf } = this.#context;
    const all = notices.map(async (notice) => {
      const isNowOvertaken = () => isOutdated(notice, standingOf);
      const posts = await this.#directPosts(notice);
      const direct = posts.filter((post) => !this.#isSettled(notice, post));
      this.#noteAsking(notice, direct);
      return direct.flatMap((post) =>
        itemOf({ ...post, isOvertaken: isNowOvertaken }, poster, notice.id, notice.tried),
      );
    });
    return (await Promise.all(all)).flat();
  }

  /** The direct messages of a notice that their recipients want. */
  async #directPosts(notice: Notice): Promise<readonly Post[]> {
    const { people } = this.#context;
    const posts = await this.#word(notice, (list) => people.expand(list));
    const wasTold = (user: string) => this.#telling.wasTold(user, notice.id);
    const around = () => aroundOf(notice, this.#context);
    const followers = await wordedOrLeftOut(notice, () =>
      followerPosts(notice, { ...this.#context, around }),
    );
    return [
      ...(await wanted(notice, posts.filter(isDirect), { ...this.#context, wasTold })),
      ...(followers ?? []).map((post) => withAbout(post, notice)),
    ];
  }

  /**
   * Whether a later notice already settles what this post asks for. If it
   * may have been delivered before, it has to be settled there instead.
   */
  #isSettled(notice: Notice, { asks, address }: Post): boolean {
    if (notice.kind !== 'event' || asks === undefined || address.to !== 'person') return false;
    const later = this.#notices.slice(this.#notices.indexOf(notice) + 1);
    return this.#isFirst && !notice.tried && isSettledBy(notice, asks, address.user, later);
  }

  /** An earlier attempt may already have asked for what is now out of date. Those messages have to be settled. */
  async #noteAsked(overtaken: readonly Notice[]): Promise<void> {
    for (const notice of overtaken.filter(({ kind }) => kind === 'event')) {
      this.#noteAsking(notice, await this.#directPosts(notice));
    }
  }

  /** Only the people of this round: all others are asked by another round. */
  #noteAsking(notice: Notice, posts: readonly Post[]): void {
    const asked = posts.flatMap((post) => askIn(notice, post));
    this.#asking.push(
      ...asked.filter(({ users }) => users.some((place) => this.#concerns({ place, id: notice.id }))),
    );
  }

  /** The people it has asked, without those that are left to another round. */
  #asked(left: readonly Backlog[]): readonly AskedPeople[] {
    const isLeft = ({ notice, users: [user] }: AskedPeople): boolean =>
      left.some(
        ({ place, notices }) => (place === user || place === peopleDestination) && notices.includes(notice),
      );
    const asked = new Map<string, AskedPeople>();
    for (const one of this.#asking.filter((ask) => !isLeft(ask))) {
      const key = `${one.notice} ${one.part}`;
      asked.set(key, { ...one, users: [...(asked.get(key)?.users ?? []), ...one.users] });
    }
    return [...asked.values()];
  }

  /** Placeholder items for the recipients of this round while their addresses are unknown. */
  #unknownPeople({ id, tried }: Notice): readonly DeliveryItem[] {
    const { only } = this.#round;
    const places =
      only === null
        ? [peopleDestination]
        : only
            .filter(
              ({ place, notices }) => (isUser(place) || place === peopleDestination) && notices.includes(id),
            )
            .map(({ place }) => place);
    const begin = () => Promise.resolve({ said: Promise.resolve() });
    return places.map((place) => ({ place, id, tried, waits: false, begin }));
  }

  async #tellOrLeave(items: readonly DeliveryItem[]): Promise<void> {
    const { except } = this.#round;
    const concerned = items.filter((item) => this.#concerns(item));
    this.#telling.leave(concerned.filter(({ place }) => except.includes(place)));
    await this.#telling.tell(concerned.filter(({ place }) => !except.includes(place)));
  }

  #concerns({ place, id }: Pick<DeliveryItem, 'place' | 'id'>): boolean {
    const { only } = this.#round;
    const isFor = (name: Destination) =>
      only === null || only.some((backlog) => backlog.place === name && backlog.notices.includes(id));
    return isFor(place) || (isUser(place) && isFor(peopleDestination));
  }

  async #word(notice: Notice, peopleOf: PeopleOf): Promise<readonly Post[]> {
    const card = 'card' in notice ? (this.#cards.get(notice.card.key) ?? null) : null;
    const posts = await wordedOrLeftOut(notice, async () => {
      const around = await aroundOf(notice, this.#context);
      const { texts, unpinged } = this.#context;
      return notice.kind === 'settling'
        ? settlingPosts(notice, texts, around)
        : postsFor(notice, card, texts, around, peopleOf, unpinged);
    });
    return (posts ?? []).map((post) => withAbout(post, notice));
  }
}

const askIn = ({ id: notice }: Notice, { asks: part, address }: Post): readonly AskedPeople[] =>
  part === undefined || address.to !== 'person' ? [] : [{ notice, part, users: [address.user] }];

/** What goes to the thread of a card needs no ticket of its own. */
const withAbout = (post: Post, notice: Notice): Post =>
  'card' in notice && ['person', 'reply'].includes(post.address.to)
    ? { ...post, about: notice.card.ticket }
    : post;

const isDirect = ({ address }: Post): boolean => address.to === 'person';

/**
 * Words a notice; null if that throws a `TypeError` or `RangeError`. That is a
 * bug, which a retry would not fix: it is logged and blocks no other notice.
 */
async function wordedOrLeftOut<T>(notice: Notice, word: () => Promise<T>): Promise<T | null> {
  try {
    return await word();
  } catch (error) {
    if (!(error instanceof TypeError || error instanceof RangeError)) throw error;
    log.error('A notice cannot be worded; all others are', { error, notice: notice.id });
    return null;
  }
}

/** Logs a post that can never be delivered. */
export function onLost(post: string, reason: string): void {
  log.error('A post cannot be delivered; all others are', { reason, post });
}
