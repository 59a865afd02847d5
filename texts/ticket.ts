import { link, plain } from './mrkdwn.ts';
import type { Surroundings } from './texts.ts';

interface Ticket {
  readonly ticket: string;
  readonly title: string | null;
  readonly url: string | null;
}

export const linkedTicket = (ticket: string, { linkOf }: Pick<Surroundings, 'linkOf'>): string =>
  link(linkOf(ticket), ticket);

export const ticketOf = ({ ticket, url }: Omit<Ticket, 'title'>, { linkOf }: Surroundings): string =>
  link(url ?? linkOf(ticket), ticket);

/** A ticket with its title, unless that says no more than its key. */
export const titled = (release: Ticket, around: Surroundings): string =>
  release.title === null || release.title === release.ticket
    ? ticketOf(release, around)
    : `${ticketOf(release, around)} ${plain(release.title)}`;
