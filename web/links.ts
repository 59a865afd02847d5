import type { Settings } from '../domain/settings.ts';
import { linkOfKey } from '../domain/trackers.ts';
import { isNumbered } from '../domain/release/numbers.ts';
import { readWikiLink } from '../domain/command/wiki-link.ts';

/** An address from a tracker or a person if it is safe to link to, else null. */
export const webLink = (address: string | null): string | null =>
  address === null ? null : readWikiLink(address);

interface Linked {
  readonly url: string | null;
  readonly wikiLink: string | null;
}

/** Replaces unsafe addresses with null. */
export const withWebLinks = <T extends Linked>(row: T): T => ({
  ...row,
  url: webLink(row.url),
  wikiLink: webLink(row.wikiLink),
});

interface Released {
  readonly ticket: string;
  readonly tickets: readonly string[];
  /** The address of the subject, or of the first ticket. */
  readonly url: string | null;
}

/** The links to all tickets of a release. */
export const linksOfItems = ({ ticket, tickets, url }: Released, settings: Settings) =>
  (tickets.length === 0 ? [ticket] : tickets).map((key, index) => ({
    key,
    address: linkOfTicket({ ticket: key, url: index === 0 ? url : null }, settings),
  }));

/** The address of a ticket: its own, else by the configuration. */
export const linkOfTicket = (
  { ticket, url }: { readonly ticket: string; readonly url: string | null },
  { tickets, releases }: Settings,
): string | null => webLink(url) ?? (isNumbered(ticket, releases) ? null : linkOfKey(ticket, tickets));
