import { escapeAll, link, shorten } from './mrkdwn.ts';
import type { Surroundings } from './facts.ts';

interface Ticket {
  readonly ticket: string;
  readonly title: string | null;
  readonly url: string | null;
}

export const linkedTicket = (ticket: string, { linkOf }: Pick<Surroundings, 'linkOf'>): string =>
  link(linkOf(ticket), ticket);

export const ticketOf = ({ ticket, url }: Omit<Ticket, 'title'>, { linkOf }: Surroundings): string =>
  link(url ?? linkOf(ticket), ticket);

const longestTitle = 200;

/** The title of a ticket, of which the beginning says enough. */
export const shortTitle = (title: string): string => shorten(title, longestTitle);

/** The same as markup: whoever wrote it into the tracker mentions nobody. */
export const titleText = (title: string): string => escapeAll(shortTitle(title));

/** A ticket with its title, unless that says no more than its key. */
export const titled = (release: Ticket, around: Surroundings): string =>
  release.title === null || release.title === release.ticket
    ? ticketOf(release, around)
    : `${ticketOf(release, around)} ${titleText(release.title)}`;
