import { ticketNamed } from '../command/ticket-named.ts';
import { ticketsSpokenOf } from '../command/tickets-spoken-of.ts';
import type { Settings } from '../settings.ts';
import { linkTemplatesOf } from '../trackers.ts';
import type { ReleaseReference } from './hook-event.ts';

/** Keys looked up per delivery. */
const mostKeys = 10;

/** The ticket keys that a delivery mentions, upper-case. In branch names they are among other words. */
export function keysIn(
  { ticket, texts }: ReleaseReference,
  settings: Pick<Settings, 'tickets' | 'releases' | 'pages'>,
): readonly string[] {
  if (ticket !== null) {
    const key = ticketNamed(ticket, linkTemplatesOf(settings.tickets));
    return key === null ? [] : [key];
  }
  const ofBranches = texts.flatMap((text) => (/\s/.test(text) ? [] : keysWithin(text.toUpperCase())));
  const spoken = ticketsSpokenOf(texts, settings).tickets;
  return [...new Set([...spoken, ...ofBranches])].slice(0, mostKeys);
}

const keysWithin = (branch: string): readonly string[] =>
  (branch.match(/[A-Z0-9_]+(?:-\d+)?/g) ?? []).flatMap(
    (word) => /^[\d_]*([A-Z][A-Z0-9_]*-\d+)$/.exec(word)?.[1] ?? [],
  );
