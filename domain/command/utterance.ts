/** Finds what a message says to the bot, apart from what is only about it. */
import { changes } from './command.ts';
import type { ParseResult } from './command.ts';
import { commandAt, commandNamed } from './find-command.ts';
import { asksOfUnknown } from './known-component.ts';
import { hasQuotes, quoteAfter } from './quoted-text.ts';
import { openingOf, withoutSmallTalk } from './small-talk.ts';
import { says, verbatim, wordsIn } from './words.ts';

/** A part of a line, as plain text. */
export interface Piece {
  readonly text: string;
  /** `quoted`: in a quote or a code block. */
  readonly kind: 'said' | 'quoted' | 'struck';
  /** Whether it is the mention of the bot. */
  readonly mention: boolean;
}

export type Line = readonly Piece[];

/** Something that may be a command or a question, without the mention of the bot. */
export interface Utterance {
  readonly text: string;
  /** `aside`: if it would change anything, the bot asks whether it is meant. */
  readonly manner: 'said' | 'aside';
}

/** Reads a text as a command that leaves nothing out. */
type Read = (text: string) => ParseResult;

/**
 * What a message says to the bot, in order. `direct`: in a direct message; in a channel the bot has to be mentioned. `components`: the
 * known ones.
 */
export function utterancesOf(
  message: readonly Line[],
  direct: boolean,
  read: Read,
  components: readonly string[],
): readonly Utterance[] {
  const lines = message.map(mentionedOnce);
  const found = direct ? inDirect(lines, read, components) : inChannel(lines, read);
  const all = found.map(({ text, manner }): Utterance => ({ text: text.trim(), manner }));
  const said = all.filter(({ manner }) => manner === 'said');
  // A direct message is always answered, even if it is nothing but a quote.
  if (direct && all.every(({ text, manner }) => manner === 'aside' && !says(text)) && lines.some(isAddressed))
    return [{ text: '', manner: 'said' }];
  // A greeting before a command is not an utterance of its own.
  const isMore = ({ text }: Utterance) => said.length > 1 && meansNothing(read(text));
  return all.filter((one) => (one.manner === 'said' ? !isMore(one) : says(one.text)));
}

/** Of mentions that follow one another, only the last. */
const mentionedOnce = (line: Line): Line =>
  line.filter(({ mention, kind }, index) => {
    const next = mention && line.slice(index + 1).find((other) => other.mention || says(other.text));
    return !next || !next.mention || next.kind !== kind;
  });

const isTalk = (read: ParseResult): boolean =>
  !read.ok && ['empty', 'greeting', 'thanks'].includes(read.mistake.code);

const meansNothing = (read: ParseResult): boolean =>
  isTalk(read) || (!read.ok && read.mistake.code === 'unknownCommand' && read.mistake.says === null);

/** An utterance that the following lines may belong to. */
interface Open {
  text: string;
  readonly manner: Utterance['manner'];
  /** Whether it names a command so far. */
  names: boolean;
}

/** Brackets and the marks of struck text. As with quotes, the author does not say what they enclose. */
const brackets = /[([{~]/;

const isSmallTalk = (text: string): boolean => {
  const words = wordsIn(text);
  // A number counts as that of a list item only if something follows.
  return openingOf([...words, 'item']).length === words.length;
};

const textOf = (pieces: readonly Piece[]): string => pieces.map(({ text }) => text).join('');
const spoken = (pieces: readonly Piece[]): string => textOf(pieces.filter(({ kind }) => kind !== 'struck'));

/** The first piece that says something. A struck one only if there is no other. */
function firstSaid(pieces: readonly Piece[]): Piece | undefined {
  const telling = pieces.filter(({ text }) => says(text) && !isSmallTalk(text));
  return telling.find(({ kind }) => kind !== 'struck') ?? telling[0];
}

/** Without struck text, unless there is nothing else. */
const unstruck = (pieces: readonly Piece[]): string =>
  firstSaid(pieces)?.kind === 'struck' ? textOf(pieces) : spoken(pieces);

/** Whether these words name a command, before or after a ticket. */
function namesCommand(text: string): boolean {
  const words = wordsIn(text);
  const rest = words.slice(openingOf(words).length);
  return commandAt(rest) !== null || commandAt(rest.slice(1)) !== null;
}

/**
 * A command has to be named within this many characters. A message may have thousands of lines, and each would be read with all before it.
 */
const namedWithin = 1000;

/** Whether a command is named by what was said so far together with `more`. */
const namesWith = (open: Open | null, more: string): boolean =>
  open === null
    ? namesCommand(more)
    : open.names || (open.text.length <= namedWithin && namesCommand(`${open.text}\n${more}`));

const opened = (text: string, manner: Utterance['manner'] = 'said'): Open => ({
  text,
  manner,
  names: namesCommand(text),
});

function addTo(open: Open, text: string): void {
  open.names = namesWith(open, text);
  open.text += `\n${text}`;
}

interface Belonging {
  readonly text: string;
  readonly quoted: string;
}

/**
 * The part of some pieces that belongs to what was said `before` them, and the quoted rest. Quotes belong to a command before them, but
 * never make one.
 */
function belonging(pieces: Line, before: Open | null = null): Belonging {
  const at = pieces.findIndex(({ kind, text }) => kind === 'quoted' && text.trim() !== '');
  if (at === -1 || namesWith(before, spoken(pieces.slice(0, at)))) {
    return { text: spoken(pieces), quoted: '' };
  }
  return { text: spoken(pieces.slice(0, at)), quoted: textOf(pieces.slice(at)) };
}

/** What is between the quotation marks at the beginning, and what follows them. */
const cited =
  /^["“”„«»‘’‹›'″＂＇‚‛❛❝「『〈《〝`]([^"“”«»’›'″＂＇❜❞」』〉》〞`]*)["“”«»’›'″＂＇❜❞」』〉》〞`](.*)/su;

/** Whether the quotes hold only the name of a command, with at most a ticket after it. Such quotes mean nothing. */
const isName = (inner: string, after: string): boolean =>
  commandNamed(wordsIn(inner)) !== null && withoutSmallTalk(wordsIn(after)).filter(says).length <= 1;

/** `"accept H-1" is what he wrote`: several words in quotes, with more after them. */
function isCited(text: string): boolean {
  const words = wordsIn(text);
  const rest = verbatim(text, words.length - openingOf(words).length) ?? '';
  const [, inner = '', after = ''] = cited.exec(rest) ?? [];
  return /\s/.test(inner) && !isName(inner, after) && /^[\s,.:;-]+[\p{L}\p{N}]/u.test(after);
}

/** Whether a line begins with the mention, apart from a greeting or "please". */
function beginsWithMention(line: Line): boolean {
  const at = line.findIndex(({ mention }) => mention);
  const before = line.slice(0, Math.max(0, at));
  return (
    at >= 0 &&
    line[at]?.kind === 'said' &&
    before.every(({ kind, text }) => kind === 'said' || text.trim() === '') &&
    isSmallTalk(textOf(before)) &&
    !hasQuotes(textOf(before)) &&
    !brackets.test(textOf(before)) &&
    (firstSaid(line.slice(at + 1))?.kind ?? 'said') === 'said'
  );
}

/** What precedes a mention, if it begins with a greeting or thanks, as in `thanks @bot`; otherwise ''. */
function talkBefore(line: Line): string {
  const before = textOf(
    line.slice(
      0,
      Math.max(
        0,
        line.findIndex(({ mention }) => mention),
      ),
    ),
  );
  const { greets, thanks } = openingOf(wordsIn(before));
  return greets || thanks ? before : '';
}

/** The part of a line after each mention. */
function afterMentions(line: Line): readonly Line[] {
  const parts: Piece[][] = [];
  for (const piece of line) {
    if (piece.mention) parts.push([]);
    else parts.at(-1)?.push(piece);
  }
  return parts;
}

/**
 * What is said to mentions within a line: what follows each. It is what precedes them (`before`) if only small talk follows, or nothing
 * that the bot knows and `before` is a command or a question whose mark follows. `who holds web @bot? we need it` is said to the bot,
 * `why is @bot silent?` is about it.
 */
function besideMentions(parts: readonly Line[], before: Line, read: Read): ReadonlySet<string> {
  const ahead = unstruck(before);
  const isAhead = parts.length > 0 && says(ahead);
  const meant = isAhead ? read(unmarked(ahead)) : null;
  const isOneFor = (behind: string) =>
    meant !== null && (doesSomething(meant) || (meant.ok && /^\s*[?？]/u.test(behind)));
  const beside = parts.map((part) => {
    const behind = unstruck(part);
    const follows = read(behind.replace(/^[\s,.;:!?…]+/, ''));
    return isAhead && (isTalk(follows) || (isOneFor(behind) && meansNothing(follows))) ? ahead : behind;
  });
  return new Set(beside);
}

/** What precedes the mention with this number, counted from 0. */
function beforeMention(line: Line, number: number): Line {
  const places = line.flatMap(({ mention }, index) => (mention ? [index] : []));
  return line.slice(0, places[number]);
}

function inChannel(lines: readonly Line[], read: Read): readonly Utterance[] {
  const found: Utterance[] = [];
  let open: Open | null = null;
  let quote = '';
  for (const line of lines) {
    const parts = afterMentions(line);
    const isWithinQuotes = quote !== '';
    quote = quoteAfter(textOf(line), quote);
    if (beginsWithMention(line) && !isWithinQuotes) {
      const after = line.slice(line.findIndex(({ mention }) => mention) + 1);
      const [, ...others] = parts;
      const next = others.findIndex((part) => doesSomething(read(unstruck(part))));
      const { text, quoted } = belonging(next === -1 ? after : beforeMention(after, next));
      open = opened(
        says(text) ? text : `${talkBefore(line)}${text}`,
        isCited(text) && doesSomething(read(text)) ? 'aside' : 'said',
      );
      found.push(open);
      if (doesSomething(read(unmarked(quoted)))) found.push(aside(quoted));
      found.push(...others.slice(next === -1 ? others.length : next).map((part) => aside(unstruck(part))));
      continue;
    }
    const before = line.slice(
      0,
      line.findIndex(({ mention }) => mention),
    );
    const asides = [...besideMentions(parts, before, read)];
    const { text, quoted }: Belonging = belonging(line, open);
    const isCommand =
      parts.length === 0 &&
      open !== null &&
      (quoted !== '' || says(open.text)) &&
      doesSomething(read(unmarked(spoken(line))));
    if (isCommand) asides.push(spoken(line));
    if (open !== null) addTo(open, text);
    found.push(...asides.map(aside));
  }
  return found;
}

const aside = (text: string): Utterance => ({ text: unmarked(text), manner: 'aside' });

/** Without the marks of quotes, code and struck text around it. */
const unmarked = (text: string): string => text.replace(/^[\s`~>]+|(?<![\s`~])[\s`~]+$/g, '');

const doesSomething = (read: ParseResult): boolean => read.ok && changes(read.command);

function inDirect(lines: readonly Line[], read: Read, components: readonly string[]): readonly Utterance[] {
  const found: Utterance[] = [];
  let open: Open | null = null;
  let quote = '';
  for (const line of lines) {
    const rest = withoutMention(line);
    const isWithinQuotes = quote !== '';
    quote = quoteAfter(textOf(line), quote);
    const isQuoted =
      isOnlyQuoted(line) ||
      (open !== null && isWithinQuotes) ||
      (firstSaid(line)?.kind ?? 'said') !== 'said' ||
      isInQuotes(spoken(rest));
    const parted: Belonging = isQuoted ? { text: '', quoted: textOf(rest) } : belonging(rest, open);
    const { text, quoted } = parted;
    const begins = (before: Open) =>
      beginsAnother(text, read, rest === line ? components : null) && !endsWithinText(read(before.text));
    const isAsked =
      read(unmarked(quoted)).ok && !(isWithinQuotes && open !== null && endsWithinText(read(open.text)));
    if (isQuoted && open?.names) addTo(open, spoken(rest));
    else if (!isQuoted && (open === null ? isAddressed(line) : begins(open))) {
      open = opened(text);
      found.push(open);
    } else if (open !== null) addTo(open, text);
    if (isAsked) found.push(aside(quoted));
  }
  return found;
}

const isOnlyQuoted = (line: Line): boolean =>
  line.some(({ kind }) => kind === 'quoted') &&
  line.every(({ kind, text }) => kind === 'quoted' || text.trim() === '');

/**
 * Whether a line begins another utterance. A line of a reason may read as a question in other words, `why is it so big`, or about no
 * component, `who knows`. `components` is null if the bot is mentioned.
 */
function beginsAnother(text: string, read: Read, components: readonly string[] | null): boolean {
  const whole = read(text);
  if (!whole.ok) return false;
  const words = wordsIn(text);
  const named = commandAt(words.slice(openingOf(words).length));
  const isMeant = components === null || !asksOfUnknown(whole.command, components);
  return changes(whole.command) || (named?.own === true && isMeant);
}

/** Whether the quoted text of a request is still open. */
const endsWithinText = (before: ParseResult): boolean =>
  !before.ok && before.mistake.code === 'badText' && before.mistake.problem === 'unclosed';

const isAddressed = (line: Line): boolean => line.some(({ text, mention }) => mention || text.trim() !== '');

/** A direct message needs no mention, so one at the beginning of a line is dropped. Within a line it is part of what is said. */
function withoutMention(line: Line): Line {
  const at = line.findIndex(({ mention }) => mention);
  if (at < 0 || !isSmallTalk(textOf(line.slice(0, at)))) return line;
  const after = line.slice(at + 1);
  return says(textOf(after)) ? after : [{ text: talkBefore(line), kind: 'said', mention: false }, ...after];
}

/** Whether more than the first word, and more than the name of a command, is in quotes. */
function isInQuotes(text: string): boolean {
  const [, inner = '', after = ''] = cited.exec(text.trimStart()) ?? [];
  const isQuoted = /^\s*["“„«‘‹'″＂＇‚‛❛❝「『〈《〝][^"”“»’›'″＂＇❜❞」』〉》〞\s]*\s/.test(text);
  return isQuoted && !isName(inner, after);
}
