import { log } from '@temporalio/activity';
import { cardMessage } from '../blocks/message.ts';
import { criticalOf } from '../domain/components.ts';
import type { LockAnswer } from '../domain/lock/events.ts';
import type { Settings } from '../domain/settings.ts';
import { surroundings } from '../texts/index.ts';
import type { Surroundings } from '../texts/index.ts';
import type { TextsByReader } from '../texts/readers.ts';
import { ask, settle } from '../domain/messages/asks.ts';
import type { Delivered, OpenAsk, Settling, Shown } from '../domain/messages/asks.ts';
import type { CardLocation, Notice } from '../domain/messages/notice.ts';
import type { KnownLocks } from '../client/known-locks.ts';
import type { People } from './people.ts';
import type { Releases } from '../client/releases.ts';
import type { Poster } from './slack/poster.ts';
import { postsFor } from './slack/posts.ts';
import type { Post, Unpinged } from './slack/posts.ts';
import { settlingPosts } from './slack/settling-posts.ts';
import { roleHoldersFor } from './role-holders-for.ts';

/** With what notices are delivered, for one attempt. */
export interface DeliveryContext {
  readonly poster: Poster;
  readonly people: People;
  readonly settings: Settings;
  readonly texts: TextsByReader;
  readonly releases: Releases;
  readonly locks: KnownLocks;
  readonly unpinged: Unpinged;
  /** Hears where a card stands. */
  readonly onCard: (location: CardLocation) => void;
}

/**
 * Shows the cards of these notices as they are last, then tells the notices, in order. Nobody is asked for what is settled by then; `again`: they may
 * have been.
 */
export async function deliver(
  notices: readonly Notice[],
  { card: known, asks: open }: Shown,
  again: boolean,
  context: DeliveryContext,
): Promise<Delivered> {
  const locations = await showCards(notices, known, context);
  const posts: Post[] = [];
  const settlings: Settling[] = [];
  let asks = open;
  for (const notice of notices) {
    const location = 'card' in notice ? (locations.get(notice.card.key) ?? null) : null;
    const said = (await wordedOrLeftOut(notice, () => postsAbout(notice, location, context))) ?? [];
    posts.push(...said);
    const left = settle(asks, notice);
    const now = askedBy(left.asks, notice, said);
    settlings.push(...left.settlings, ...now.settlings);
    asks = now.asks;
  }
  const stands = new Set(asks.flatMap(({ id, users }) => users.map((user) => `${id}:${user}`)));
  await context.poster.post(
    posts.filter((post) => post.asks === undefined || stands.has(post.id)),
    onLost,
  );
  const posted = settlings.filter((one) => again || !notices.some(({ id }) => id === one.ask.id));
  return { card: [...locations.values()].at(-1) ?? null, asks, settlings: posted };
}

/** With what a notice asks people directly. */
function askedBy(asks: readonly OpenAsk[], notice: Notice, posts: readonly Post[]): ReturnType<typeof ask> {
  const part = posts.find((post) => post.asks !== undefined)?.asks;
  if (notice.kind !== 'event' || part === undefined) return { asks, settlings: [] };
  const users = posts.flatMap((post) =>
    post.asks === part && post.address.to === 'person' ? [post.address.user] : [],
  );
  return ask(asks, notice, part, users);
}

/** Puts messages right that asked for what is settled. */
export async function settleAll(settlings: readonly Settling[], context: DeliveryContext): Promise<void> {
  const posts: Post[] = [];
  for (const settling of settlings) {
    const word = async () => settlingPosts(settling, context.texts, await aroundOf(settling.notice, context));
    posts.push(...((await wordedOrLeftOut(settling.notice, word)) ?? []));
  }
  await context.poster.post(posts, onLost);
}

/** Where the cards stand, by the keys of their releases. */
async function showCards(
  notices: readonly Notice[],
  known: CardLocation | null,
  context: DeliveryContext,
): Promise<ReadonlyMap<string, CardLocation>> {
  const { poster, texts } = context;
  const locations = new Map(known === null ? [] : [[known.release, known]]);
  const cards = notices.flatMap((notice) =>
    notice.kind === 'card' ? ([[notice.card.key, notice]] as const) : [],
  );
  for (const [key, notice] of new Map(cards)) {
    const message = await wordedOrLeftOut(notice, async () =>
      cardMessage(notice.card, texts.everyone, await aroundOf(notice, context)),
    );
    if (message === null) continue;
    const location = await poster.showCard(key, message, locations.get(key) ?? null, onLost);
    if (location === null) continue;
    locations.set(key, location);
    context.onCard(location);
  }
  return locations;
}

async function postsAbout(
  notice: Notice,
  card: CardLocation | null,
  context: DeliveryContext,
): Promise<readonly Post[]> {
  const { people, texts, unpinged } = context;
  const around = await aroundOf(notice, context);
  return postsFor(notice, card, texts, around, (list) => people.expand(list), unpinged);
}

/** A defect in the words about a notice, which no further attempt would mend, is reported and holds up no other notice. */
async function wordedOrLeftOut<T>(notice: Notice, word: () => Promise<T>): Promise<T | null> {
  try {
    return await word();
  } catch (error) {
    if (!(error instanceof TypeError || error instanceof RangeError)) throw error;
    log.error('A notice cannot be worded; all others are', { error, notice: notice.id });
    return null;
  }
}

/** Reports a post that can never be delivered. */
export function onLost(post: string, reason: string): void {
  log.error('A post cannot be delivered; all others are', { reason, post });
}

/** Whom and what the words about a notice name. */
async function aroundOf(
  notice: Notice,
  { settings, people, releases, locks: known }: DeliveryContext,
): Promise<Surroundings> {
  const now = Date.now();
  const roles = await roleHoldersFor(notice, settings, people, now);
  const locks = await releases.locks(locksNamedIn(notice, await known.in(settings)));
  return surroundings(settings, roles, locks, now);
}

/** The components whose locks the words about a notice tell of, where they answer. */
function locksNamedIn(notice: Notice, { components }: Settings): readonly string[] {
  switch (notice.kind) {
    case 'answer': {
      // The lock that a queued release waits for first, for those who ask why.
      const waiting = notice.card.locks.filter((claim) => claim.state === 'waiting').slice(0, 1);
      return waiting.map(({ component }) => component);
    }
    case 'lockAnswer':
      return aboutAllFreezes(notice.answer) ? criticalOf(components) : [];
    case 'lockEvent':
      return notice.event.type === 'unfrozen' && notice.event.all ? criticalOf(components) : [];
    default:
      return [];
  }
}

function aboutAllFreezes(answer: LockAnswer): boolean {
  return answer.done
    ? answer.event.type === 'unfrozen' && answer.event.all
    : answer.code === 'frozenByOthers' && answer.facts.all;
}
