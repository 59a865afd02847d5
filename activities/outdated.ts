import type { ListedRelease } from '../domain/messages/memo.ts';
import type { Notice } from '../domain/messages/notice.ts';
import { askedOf } from './slack/posts.ts';

/** Looks up the last release of a ticket; null if there is none. */
export type LastReleaseOf = (ticket: string) => Promise<ListedRelease | null>;

/**
 * Whether a notice is out of date: what it asks for has been done, or its card has
 * changed since. A later notice says how things stand. Throws Temporal's errors.
 */
export async function isOutdated(notice: Notice, standingOf: LastReleaseOf): Promise<boolean> {
  const asks = notice.kind === 'event' && askedOf(notice.card, notice.event) !== null;
  if (!asks && notice.kind !== 'card') return false;
  const { ticket, key, stage, since } = notice.card;
  const now = await standingOf(ticket);
  if (now === null) return asks;
  const then = Date.parse(since);
  // Visibility lags: Temporal does not show yet what the notice reports.
  if (now.since < then) return false;
  if (now.key !== key) return asks;
  return now.stage !== stage || (asks && now.since !== then);
}
