import type { ListedRelease } from '../domain/messages/memo.ts';
import type { Notice } from '../domain/messages/notice.ts';
import { askedOf } from './slack/posts.ts';

/** Who knows how the last release of a ticket stands; null if there is none. */
export type StandingOf = (ticket: string) => Promise<ListedRelease | null>;

/**
 * Whether what a notice asks of somebody has been done meanwhile, or its card shows what is not so any more: then another notice, which
 * comes after it, tells how things stand. Throws Temporal's errors.
 */
export async function isOvertaken(notice: Notice, standingOf: StandingOf): Promise<boolean> {
  const asks = notice.kind === 'event' && askedOf(notice.card, notice.event) !== null;
  if (!asks && notice.kind !== 'card') return false;
  const { ticket, key, stage, since } = notice.card;
  const now = await standingOf(ticket);
  if (now === null) return asks;
  const then = Date.parse(since);
  // Temporal does not show yet what the notice tells.
  if (now.since < then) return false;
  if (now.key !== key) return asks;
  return now.stage !== stage || (asks && now.since !== then);
}
