import type { Settings } from '../domain/settings.ts';
import { linkOfKey } from '../domain/trackers.ts';
import { isNumbered } from '../domain/release/numbers.ts';
import { readWikiLink } from '../domain/command/wiki-link.ts';

/** An address that a tracker or a person gave, if a browser may be sent there; else null. */
export const webLink = (address: string | null): string | null =>
  address === null ? null : readWikiLink(address);

interface Linked {
  readonly url: string | null;
  readonly wikiLink: string | null;
}

/** The same with no addresses but those of the web. */
export const withWebLinks = <T extends Linked>(row: T): T => ({
  ...row,
  url: webLink(row.url),
  wikiLink: webLink(row.wikiLink),
});

interface Released {
  readonly ticket: string;
  readonly tickets: readonly string[];
  /** Of what it is of, or of its first ticket. */
  readonly url: string | null;
}

/** Where everything is that a release is of. */
export const linksOfItems = ({ ticket, tickets, url }: Released, settings: Settings) =>
  (tickets.length === 0 ? [ticket] : tickets).map((key, index) => ({
    key,
    address: linkOfTicket({ ticket: key, url: index === 0 ? url : null }, settings),
  }));

/** Where a ticket is: at its own address, or else by the configuration. */
export const linkOfTicket = (
  { ticket, url }: { readonly ticket: string; readonly url: string | null },
  { tickets, releases }: Settings,
): string | null => webLink(url) ?? (isNumbered(ticket, releases) ? null : linkOfKey(ticket, tickets));
