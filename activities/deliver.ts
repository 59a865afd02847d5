import { getClient, log } from '@temporalio/activity';
import type { Client } from '@temporalio/client';
import { cardMessage } from '../blocks/message.ts';
import type { LockView } from '../domain/lock-view.ts';
import type { Settings } from '../domain/settings.ts';
import { ticketLink } from '../domain/ticket-key.ts';
import type { Surroundings } from '../texts/index.ts';
import type { TextsByReader } from '../texts/readers.ts';
import { lockIdOf, stateQuery } from '../workflows/names.ts';
import type { CardPlace, Notice, ReleaseCard } from '../workflows/names.ts';
import type { People } from './people.ts';
import type { Poster } from './slack/poster.ts';
import { postsFor } from './slack/posts.ts';
import { roleHoldersFor } from './surroundings.ts';

/** With what notices are delivered, for one attempt. */
interface Means {
  readonly poster: Poster;
  readonly people: People;
  readonly settings: Settings;
  readonly texts: TextsByReader;
}

/** Shows the cards of these notices as they are last, then tells the notices, in order. Returns the place of the last card. */
export async function deliver(
  notices: readonly Notice[],
  known: CardPlace | null,
  means: Means,
): Promise<CardPlace | null> {
  const places = await showCards(notices, known, means);
  for (const notice of notices) {
    const place = 'card' in notice ? (places.get(notice.card.key) ?? null) : null;
    const around = await aroundOf(notice, means);
    for (const post of await postsFor(notice, place, means.texts, around, (list) =>
      means.people.expand(list),
    )) {
      await means.poster.post(post, onLost(post.id));
    }
  }
  return [...places.values()].at(-1) ?? null;
}

/** Where the cards stand, by the keys of their releases. */
async function showCards(
  notices: readonly Notice[],
  known: CardPlace | null,
  means: Means,
): Promise<ReadonlyMap<string, CardPlace>> {
  const { poster, texts } = means;
  const places = new Map(known === null ? [] : [[known.release, known]]);
  const cards = notices.flatMap((notice) =>
    notice.kind === 'card' ? ([[notice.card.key, notice]] as const) : [],
  );
  for (const [key, notice] of new Map(cards)) {
    const message = cardMessage(notice.card, texts.everyone, await aroundOf(notice, means));
    const place = await poster.showCard(key, message, places.get(key) ?? null, onLost(notice.id));
    if (place !== null) places.set(key, place);
  }
  return places;
}

/** Reports a post that can never be delivered. */
export const onLost =
  (post: string) =>
  (reason: string): void => {
    log.error('A post cannot be delivered; all others are', { reason, post });
  };

/** Whom and what the words about a notice name. */
async function aroundOf(notice: Notice, { settings, people }: Means): Promise<Surroundings> {
  const now = Date.now();
  return {
    ...(await roleHoldersFor(notice, settings, people, now)),
    linkOf: (ticket: string) => ticketLink(ticket, settings.tickets.linkTemplate),
    locks: notice.kind === 'answer' ? await locksInTheWay(getClient(), notice.card) : [],
    timezone: settings.release.calendar.timezone,
    now,
  };
}

/** The locks that a queued release waits for, for those who ask why; none where they cannot be asked. */
async function locksInTheWay(client: Client, { locks }: ReleaseCard): Promise<readonly LockView[]> {
  const waiting = locks.filter((claim) => claim.state === 'waiting').slice(0, 1);
  const views = waiting.map(({ component }) =>
    client.workflow.getHandle(lockIdOf(component)).query<LockView>(stateQuery),
  );
  const answers = await Promise.allSettled(views);
  return answers.flatMap((answer) => (answer.status === 'fulfilled' ? [answer.value] : []));
}
