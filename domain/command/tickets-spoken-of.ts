/** Finds what can be released in texts that were written to somebody else and are not commands. */
import { mostTickets } from '../release/subject.ts';
import { isNumbered } from '../release/numbers.ts';
import type { Settings } from '../settings.ts';
import { linkTemplatesOf, trackerOf } from '../trackers.ts';
import { addressIn } from './read-request.ts';
import { readTicketKey } from './ticket-key.ts';
import { readWikiLink } from './wiki-link.ts';
import { wordsIn } from './words.ts';

/** Keys among other words. In lower case they may be any word, and a number alone may count anything. */
export const keyInWords =
  /(?<![\p{L}\p{N}_])[A-Z][A-Z0-9_]*-\d+(?![\p{L}\p{N}_-])|(?<![\w./-])[\w.-]+(?:\/[\w.-]+)+#\d+(?![\p{L}\p{N}_-])|(?<![\p{L}\p{N}_/#])#\d+(?![\p{L}\p{N}_-])/gu;

/** The links to Slack's own messages. */
const inSlack = /^https:\/\/[\w.-]+\.slack\.com\//;

export interface SpokenOf {
  /** Keys that a tracker may have, at most as many as a release takes. */
  readonly tickets: readonly string[];
  /** The first page that the settings match; else, if no ticket is mentioned, the first link. Null: none. */
  readonly page: string | null;
}

/** The tickets and the page that these plain texts mention, in their order. */
export function ticketsSpokenOf(
  texts: readonly string[],
  { tickets: trackers, releases, pages }: Pick<Settings, 'tickets' | 'releases' | 'pages'>,
): SpokenOf {
  const templates = linkTemplatesOf(trackers);
  const keys = new Set<string>();
  const links: string[] = [];
  for (const word of texts.flatMap(wordsIn)) {
    const url = addressIn(word);
    const named = url === undefined ? [...word.matchAll(keyInWords)].map(([key]) => key) : [url];
    const found = named.flatMap((text) => readTicketKey(text, templates) ?? []);
    for (const key of found)
      if (trackerOf(key, trackers) !== null && !isNumbered(key, releases)) keys.add(key);
    const link = url === undefined || found.length > 0 || inSlack.test(url) ? null : readWikiLink(url);
    if (link !== null) links.push(link);
  }
  const wiki = links.find((url) => pages.some(({ matches }) => url.startsWith(matches)));
  const other = keys.size === 0 ? links[0] : undefined;
  return { tickets: [...keys].slice(0, mostTickets), page: wiki ?? other ?? null };
}
