/** What can be released of what somebody wrote to somebody else: the text is no command. */
import { mostTickets } from '../release/subject.ts';
import { isNumbered } from '../release/numbers.ts';
import type { Settings } from '../settings.ts';
import { linkTemplatesOf, trackerOf } from '../trackers.ts';
import { addressIn } from './read-request.ts';
import { readTicketKey } from './ticket-key.ts';
import { readWikiLink } from './wiki-link.ts';
import { wordsIn } from './words.ts';

/** As people write keys among other words: without capitals it may be any word, a number alone may count anything. */
export const keyInWords =
  /(?<![\p{L}\p{N}_])[A-Z][A-Z0-9_]*-\d+(?![\p{L}\p{N}_-])|(?<![\w./-])[\w.-]+(?:\/[\w.-]+)+#\d+(?![\p{L}\p{N}_-])|(?<![\p{L}\p{N}_/#])#\d+(?![\p{L}\p{N}_-])/gu;

/** Where Slack's own messages are. */
const inSlack = /^https:\/\/[\w.-]+\.slack\.com\//;

export interface SpokenOf {
  /** Keys that a tracker may have, as many as a release can be of. */
  readonly tickets: readonly string[];
  /** The wiki page: one that the settings name as such, else the first of all where no ticket is spoken of. Null: none. */
  readonly page: string | null;
}

/** The tickets and the page of which these plain texts speak, in their order. */
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
