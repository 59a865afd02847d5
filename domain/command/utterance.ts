/** What of a message is said to the bot, and what only speaks of it. */
import { changes } from './command.ts';
import type { ParseResult } from './command.ts';
import { commandAt } from './find-command.ts';
import { openingOf } from './small-talk.ts';
import { says, wordsIn } from './words.ts';

/** A part of a line, as plain text. */
export interface Piece {
  readonly text: string;
  /** `quoted`: in a quote or in a block of code. */
  readonly kind: 'said' | 'quoted' | 'struck';
  /** It is the mention of the bot. */
  readonly mention: boolean;
}

export type Line = readonly Piece[];

/** Something that may be a command or a question, without the mention of the bot. */
export interface Utterance {
  readonly text: string;
  /** `aside`: whether it is meant for the bot has to be asked, should it change anything. */
  readonly manner: 'said' | 'aside';
}

/** Reads the text of a command that leaves nothing out. */
type Read = (text: string) => ParseResult;

/** What a message says to the bot, in order: directly, or in a channel, where it has to be mentioned. */
export function utterancesOf(lines: readonly Line[], direct: boolean, read: Read): readonly Utterance[] {
  const found = direct ? inDirect(lines, read) : inChannel(lines, read);
  const all = found.map(({ text, manner }): Utterance => ({ text: text.trim(), manner }));
  const said = all.filter(({ manner }) => manner === 'said');
  // A greeting before a command is no utterance of its own.
  const isMore = ({ text }: Utterance) => said.length > 1 && meansNothing(read(text));
  return all.filter((one) => (one.manner === 'said' ? !isMore(one) : says(one.text)));
}

function meansNothing(read: ParseResult): boolean {
  if (read.ok) return false;
  const { mistake } = read;
  return (
    ['empty', 'greeting', 'thanks'].includes(mistake.code) ||
    (mistake.code === 'unknownCommand' && mistake.says === null)
  );
}

/** One to which the lines that follow may belong. */
interface Open {
  text: string;
  readonly manner: Utterance['manner'];
}

/** Quoting marks, brackets, and the marks of code and of struck text: what they begin is not said by who writes it. */
const quotes = /["“”„«»‘’‹›([{`~]/;

const isSmallTalk = (text: string): boolean => {
  const words = wordsIn(text);
  // The number of an item is one only before something else.
  return openingOf([...words, 'item']).length === words.length;
};

const textOf = (pieces: readonly Piece[]): string => pieces.map(({ text }) => text).join('');
const spoken = (pieces: readonly Piece[]): string => textOf(pieces.filter(({ kind }) => kind !== 'struck'));

const firstSaid = (pieces: readonly Piece[]): Piece | undefined => pieces.find(({ text }) => says(text));

/** Whether a line begins with the mention, a greeting or "please" apart. */
function beginsWithMention(line: Line): boolean {
  const at = line.findIndex(({ mention }) => mention);
  const before = line.slice(0, Math.max(0, at));
  return (
    at >= 0 &&
    line[at]?.kind === 'said' &&
    before.every(({ kind, text }) => kind === 'said' || text.trim() === '') &&
    isSmallTalk(textOf(before)) &&
    !quotes.test(textOf(before)) &&
    (firstSaid(line.slice(at + 1))?.kind ?? 'said') === 'said'
  );
}

/** The parts of a line after each mention in it. */
function afterMentions(line: Line): readonly Line[] {
  const parts: Piece[][] = [];
  for (const piece of line) {
    if (piece.mention) parts.push([]);
    else parts.at(-1)?.push(piece);
  }
  return parts;
}

/** What stands before the mention of that number, from 0. */
function beforeMention(line: Line, number: number): Line {
  const places = line.flatMap(({ mention }, index) => (mention ? [index] : []));
  return line.slice(0, places[number]);
}

function inChannel(lines: readonly Line[], read: Read): readonly Utterance[] {
  const found: Open[] = [];
  let open: Open | null = null;
  for (const line of lines) {
    const parts = afterMentions(line);
    if (beginsWithMention(line)) {
      const after = line.slice(line.findIndex(({ mention }) => mention) + 1);
      const [, ...others] = parts;
      const next = others.findIndex((part) => doesSomething(read(textOf(part))));
      open = { text: spoken(next === -1 ? after : beforeMention(after, next)), manner: 'said' };
      found.push(
        open,
        ...others.slice(next === -1 ? others.length : next).map((part) => aside(textOf(part))),
      );
      continue;
    }
    const before = line.slice(
      0,
      line.findIndex(({ mention }) => mention),
    );
    const asides = parts.map((part) => (says(textOf(part)) ? textOf(part) : textOf(before)));
    const isCommand =
      parts.length === 0 && open !== null && says(open.text) && doesSomething(read(spoken(line)));
    if (isCommand) asides.push(spoken(line));
    if (open !== null) open.text += `\n${spoken(line)}`;
    found.push(...asides.map(aside));
  }
  return found;
}

const aside = (text: string): Open => ({
  text: text.replace(/^[\s`~]+|[\s`~]+$/g, ''),
  manner: 'aside',
});

const doesSomething = (read: ParseResult): boolean => read.ok && changes(read.command);

function inDirect(lines: readonly Line[], read: Read): readonly Utterance[] {
  const found: Open[] = [];
  let open: Open | null = null;
  for (const line of lines) {
    const text = withoutMention(line);
    const isQuoted = (firstSaid(line)?.kind ?? 'said') !== 'said' || isInQuotes(text);
    if (isQuoted) {
      const whole = withoutMention(line, true).replace(/^[\s>]+/, '');
      if (read(whole).ok) found.push(aside(whole));
      if (open !== null) open.text += `\n${text}`;
    } else if (open === null ? isAddressed(line) : beginsAnother(text, read)) {
      open = { text, manner: 'said' };
      found.push(open);
    } else if (open !== null) open.text += `\n${text}`;
  }
  return found;
}

/** A line of a reason may read as a question in other words: `why is it so big`. */
function beginsAnother(text: string, read: Read): boolean {
  const whole = read(text);
  const words = wordsIn(text);
  const named = commandAt(words.slice(openingOf(words).length));
  return whole.ok && (changes(whole.command) || named?.own === true);
}

const isAddressed = (line: Line): boolean => line.some(({ text, mention }) => mention || text.trim() !== '');

/** Directly, the bot need not be mentioned: within a line its mention is part of what is said. */
function withoutMention(line: Line, all = false): string {
  const at = line.findIndex(({ mention }) => mention);
  const rest = at >= 0 && isSmallTalk(textOf(line.slice(0, at))) ? line.slice(at + 1) : line;
  return all ? textOf(rest) : spoken(rest);
}

/** More than the first word is between quoting marks. */
const isInQuotes = (text: string): boolean => /^\s*["“„«‘‹][^"”“»’›\s]*\s/.test(text);
