/** Reads a request: what to release, and the options. */
import { distance } from 'fastest-levenshtein';
import { longestReleaseText, mostTickets } from '../release/subject.ts';
import type { Mistake, RequestOptions, RequestSubject } from './command.ts';
import { longestCompared, nearestOf } from './nearest.ts';
import { joinsMore } from './read-components.ts';
import { fine, ticketIn, tooMuch, wrong } from './reader.ts';
import type { Context, Grammar, Reader } from './reader.ts';
import { marks, quotesNothing, readText } from './quoted-text.ts';
import { folded, meaningOf, optionWords, russianOptions, spellings } from './vocabulary.ts';
import type { OptionWord } from './vocabulary.ts';
import { withoutSmallTalk } from './small-talk.ts';
import { withoutPronoun } from './with-ticket.ts';
import { bare, normal, says, verbatim } from './words.ts';

const listOption = new RegExp(`^[*_~([{]*(?:${spellings('components:', russianOptions).join('|')})`);
const startsList = (word: string): boolean => listOption.test(folded(word));
const componentName = /^[a-z0-9][a-z0-9-]*$/;

/** Whether a text that begins with this word can only be a request. */
export const beginsRequest = (word: string, grammar: Grammar): boolean =>
  (says(word) && isKnown(word, grammar)) || readText(word).type !== 'none';

const anyMark = `[*${marks}”’›❜❞」』〉》〞〟]`;
const name = `${anyMark}*[a-z0-9-]+(?![\\w-])${anyMark}*`;
const markedList = new RegExp(
  `(?<!\\S)${anyMark}*(?:${spellings('components:', russianOptions).join('|')})${anyMark}*\\s*${name}(?:\\s*,\\s*${name})*`,
  'giu',
);

/**
 * Removes the marks from the list of components in a text: `*components:* "billing", "db"`. If one is unpaired, they belong to what is
 * around the list.
 */
export function withoutListMarks(text: string): string {
  const mark = new RegExp(anyMark, 'gu');
  const isWhole = (list: string) => (list.replaceAll('*', '').match(mark)?.length ?? 0) % 2 === 0;
  return text.replace(markedList, (list) => (isWhole(list) ? list.replaceAll(mark, '') : list));
}

type Draft = RequestSubject & RequestOptions;
const emptyDraft: Draft = {
  tickets: [],
  text: null,
  wikiLink: null,
  noNeedAdmin: false,
  hotfix: false,
  components: null,
};

export const request: Reader<'request'> = (args, command, context) => {
  const quoted = readText(verbatim(context.text, args.length) ?? '', (words) =>
    words.split(/\s+/).every((word) => isKnown(word, context)),
  );
  if (quoted.type === 'unclosed' || quoted.type === 'several') return badText(quoted.type);
  const said = withoutSmallTalk(quoted.type === 'text' ? quoted.others : args);
  const words = withoutPronoun(said);
  let draft: Draft = quoted.type === 'text' ? { ...emptyDraft, text: quoted.text } : emptyDraft;
  for (const word of withoutListing(joinLists(words, context), context).filter(says)) {
    const read = readOption(draft, word, context);
    if ('code' in read) return wrong(read);
    draft = read;
  }
  const { tickets, text, ...options } = draft;
  if (text !== null && tickets.length > 0) return badText('besideTicket');
  if (text === '') return badText('empty');
  if (text !== null && text.length > longestReleaseText) return badText('tooLong');
  if (tickets.length > mostTickets) return wrong({ code: 'tooManyTickets', limit: mostTickets });
  const isOfNothing = tickets.length === 0 && text === null && options.wikiLink === null;
  if (isOfNothing && quotesNothing(context.text)) return badText('empty');
  if (!isOfNothing && words.length < said.length) return tooMuch(command, said[0] ?? '');
  if (!isOfNothing) return fine({ type: 'request', subject: { tickets, text }, options });
  // The ticket may be left out in a conversation about one.
  const { ticket = null } = context;
  return ticket === null
    ? wrong({ code: 'missingTicket', command })
    : fine({ type: 'request', subject: { tickets: [ticket], text: null }, options });
};

const badText = (problem: Extract<Mistake, { code: 'badText' }>['problem']) =>
  wrong({ code: 'badText', problem, limit: longestReleaseText });

/** Whether a word means the same with marks around it as without. */
const isKnown = (word: string, { linkTemplates }: Grammar): boolean =>
  !says(word) ||
  ticketsIn(word, linkTemplates) !== null ||
  addressIn(word) !== undefined ||
  startsList(word) ||
  meaningOf(normal(word), russianOptions) !== null;

/** Joins the words of `components: a, b and c` into one option. */
function joinLists(words: readonly string[], context: Context): readonly string[] {
  const joined: string[] = [];
  words.forEach((word, index) => {
    const last = joined.at(-1) ?? '';
    const isOther = (one = '') => says(one) && isKnown(one, context) && !isComponent(one, context);
    const mayJoin = joinsMore([word]);
    const isJoint = mayJoin && !isOther(words[index + 1]);
    const continues = isJoint || (/[:,]$/.test(last) ? !mayJoin && !isOther(word) : word.startsWith(','));
    if (startsList(last) && continues) joined[joined.length - 1] = `${last}${isJoint ? ',' : word}`;
    else joined.push(word);
  });
  return joined;
}

const isComponent = (word: string, { components = [] }: Context): boolean =>
  components.includes(normal(word));

const listNumber = /^(\d{1,2})[.)]$/;

/** Drops the words that only separate tickets and options: `PAY-1 and PAY-2`, `1. PAY-1 2. PAY-2`, `PAY-1 and hotfix`. */
function withoutListing(words: readonly string[], context: Context): readonly string[] {
  const { linkTemplates } = context;
  const isTicket = (word = '') => !listNumber.test(word) && ticketsIn(word, linkTemplates) !== null;
  let numbers = 0;
  return words.filter((word, index) => {
    const next = words[index + 1] ?? '';
    if (isTicket(next) && Number(listNumber.exec(word)?.[1]) === numbers + 1) {
      numbers += 1;
      return false;
    }
    return index === 0 || !joinsMore([word]) || !says(next) || !isKnown(next, context);
  });
}

function readOption(draft: Draft, word: string, { linkTemplates }: Context): Draft | Mistake {
  const typed = normal(word);
  const option = meaningOf(typed, russianOptions);
  if (option === 'no_need_admin') return { ...draft, noNeedAdmin: true };
  if (option === 'hotfix') return { ...draft, hotfix: true };
  if (startsList(word)) return readComponents(draft, word);
  const tickets = ticketsIn(word, linkTemplates);
  if (tickets !== null) return { ...draft, tickets: [...new Set([...draft.tickets, ...tickets])] };
  const url = addressIn(word);
  if (url !== undefined && draft.wikiLink === null) return { ...draft, wikiLink: url };
  const nearest = url === undefined ? nearestOption(typed.replace(/[:=].*/s, ':')) : null;
  return { code: 'unknownOption', command: 'request', option: word, nearest };
}

/** The keys that a word names, several if separated by commas or the like; null if any part is something else. */
function ticketsIn(word: string, linkTemplates: readonly string[]): readonly string[] | null {
  const one = ticketIn(word, linkTemplates);
  if (one !== null) return [one];
  const keys = word
    .split(/[,;+、]/)
    .filter(says)
    .map((part) => ticketIn(part, linkTemplates));
  const all = keys.filter((key) => key !== null);
  return all.length > 0 && all.length === keys.length ? all : null;
}

/**
 * The web address that a word is; undefined if it is none. A bracket at the end belongs to it unless one precedes it; a comma or full stop
 * never does.
 */
export const addressIn = (word: string): string | undefined =>
  [word.replace(/(?<![.,;:])[.,;:]+$/, ''), bare(word)].find((text) => /^https?:\/\/./i.test(text));

function readComponents(draft: Draft, word: string): Draft | Mistake {
  const names = normal(word)
    .replace(/^[^:]*:?/, '')
    .split(',')
    .map(normal)
    .filter((name) => name !== '');
  const wellFormed =
    draft.components === null &&
    names.length > 0 &&
    names.every((name) => componentName.test(name) && name !== 'all');
  return wellFormed ? { ...draft, components: [...new Set(names)] } : { code: 'badComponents', text: word };
}

function nearestOption(typed: string): OptionWord | null {
  const known = optionWords.flatMap((word) =>
    spellings(word, russianOptions).map((spelling) => ({ meaning: word, spelling })),
  );
  const nearest = nearestOf(typed, known);
  if (nearest === undefined) return null;
  const { meaning, spelling } = nearest;
  return distance(typed.slice(0, longestCompared), spelling) <= spelling.length / 2 ? meaning : null;
}
