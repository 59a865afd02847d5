import { escapeAll, link, shorten } from './mrkdwn.ts';
import type { TextContext } from './facts.ts';

interface Ticket {
  readonly ticket: string;
  readonly tickets: readonly string[];
  readonly title: string | null;
  readonly url: string | null;
}

export const linkedTicket = (ticket: string, { linkOf }: Pick<TextContext, 'linkOf'>): string =>
  link(linkOf(ticket), ticket);

/** The most keys named where a sentence names a release. */
const mostNamed = 3;

/** The keys of a release, linked. */
export function ticketOf(
  { ticket, tickets, url }: Omit<Ticket, 'title'>,
  around: Pick<TextContext, 'linkOf'>,
): string {
  const first = url === null ? linkedTicket(ticket, around) : link(url, ticket);
  const others = tickets.filter((key) => key !== ticket);
  const named = others.slice(0, mostNamed - 1).map((key) => linkedTicket(key, around));
  const more = others.length - named.length;
  return [first, ...named, ...(more === 0 ? [] : [`+${more}`])].join(', ');
}

const longestTitle = 200;

/** The title of a ticket, truncated. */
export const shortTitle = (title: string): string => shorten(title, longestTitle);

/** The same as markup. Escaped, so that its author cannot mention anybody. */
export const titleText = (title: string): string => escapeAll(shortTitle(title));

/** A ticket with its title, unless the title is just the key. */
export const titled = (release: Ticket, around: Pick<TextContext, 'linkOf'>): string =>
  release.title === null || release.title === release.ticket
    ? ticketOf(release, around)
    : `${ticketOf(release, around)} ${titleText(release.title)}`;
