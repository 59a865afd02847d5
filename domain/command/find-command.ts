/** Finds the command that a text names, in its own or in other words. */
import { commandTypes, questions, spellingsOf } from './commands.ts';
import type { CommandType } from './commands.ts';
import { maybe, meant } from './field-words.ts';
import { longestCompared } from './nearest.ts';
import { mistyped, slips } from './slips.ts';
import { withoutSmallTalk } from './small-talk.ts';
import { isRussian } from './vocabulary.ts';
import { normal } from './words.ts';

interface Spelling {
  readonly meaning: CommandType;
  readonly spelling: string;
}

const listed = (words: string | undefined): readonly string[] => words?.split(', ') ?? [];

const ownWords: readonly Spelling[] = commandTypes.flatMap((meaning) =>
  spellingsOf(meaning).map((spelling) => ({ meaning, spelling })),
);
const fieldWords: readonly Spelling[] = commandTypes.flatMap((meaning) =>
  listed(meant[meaning]).map((spelling) => ({ meaning, spelling })),
);
const nearWords: readonly Spelling[] = commandTypes.flatMap((meaning) =>
  listed(maybe[meaning]).map((spelling) => ({ meaning, spelling })),
);

/** All words that mean a command or may mean one. */
export const allSpellings = [...ownWords, ...fieldWords, ...nearWords];

/** `dep start`, `dep-start` and `depstart` are the same. */
const together = (words: string): string => words.replace(/[-_'’ ]/g, '');

const byJoined = (spellings: readonly Spelling[]): Readonly<Record<string, CommandType>> =>
  Object.fromEntries(spellings.map(({ meaning, spelling }) => [joinedKey(spelling), meaning]));

/** Signs such as `+1` keep their marks. */
const joinedKey = (words: string): string => (/\p{L}/u.test(words) ? together(words) : words);

const own = byJoined(ownWords);
const field = byJoined(fieldWords);
const near = byJoined(nearWords);

const lookUp = (table: Readonly<Record<string, CommandType>>, key: string): CommandType | null =>
  Object.hasOwn(table, key) ? (table[key] ?? null) : null;

const mostWords = Math.max(...allSpellings.map(({ spelling }) => spelling.split(' ').length));

/** 👍 of any skin tone, also as Slack writes it. */
const goodSign = /^(?:👍\p{Emoji_Modifier}?|:(?:\+1|thumbsup):(?::skin-tone-\d:)?)+[.,!]*$/u;
const badSign = /^(?:👎\p{Emoji_Modifier}?|:(?:-1|thumbsdown):(?::skin-tone-\d:)?)+[.,!]*$/u;

export const isSign = (word: string): boolean => goodSign.test(word) || badSign.test(word);

export interface FoundCommand {
  readonly type: CommandType;
  /** How many words name it. */
  readonly length: number;
  /** Named by the command's own word, and not by a field word or an everyday one. */
  readonly own: boolean;
}

/** The command that the first words name; null if they name none. */
export const commandAt = (words: readonly string[]): FoundCommand | null =>
  goodSign.test(words[0] ?? '') ? { type: 'accept', length: 1, own: false } : longest(words, [own, field]);

/** The command that the first words may mean; null if there is none. */
export const commandNear = (words: readonly string[]): FoundCommand | null =>
  badSign.test(words[0] ?? '') ? { type: 'reject', length: 1, own: false } : longest(words, [near]);

function longest(
  words: readonly string[],
  tables: readonly Readonly<Record<string, CommandType>>[],
): FoundCommand | null {
  // A mark at the beginning, such as that of a quote, is left here only if it takes back what follows.
  if (normal(words[0] ?? '') === '') return null;
  for (let length = Math.min(mostWords, words.length); length > 0; length -= 1) {
    // A mark that stands alone opens what follows it.
    if (normal(words[length - 1] ?? '') === '') continue;
    const key = joinedKey(words.slice(0, length).map(normal).join(' '));
    const type = tables.map((table) => lookUp(table, key)).find((found) => found !== null) ?? null;
    if (type !== null) return { type, length, own: lookUp(own, key) !== null && !everyday.includes(key) };
  }
  return null;
}

/** The command that exactly these words name; null if there is none. */
export function commandNamed(words: readonly string[]): CommandType | null {
  const found = commandAt(words);
  return found?.length === words.length ? found.type : null;
}

/** Own words that are also everyday speech: `старт отложен`, `откат не нужен`, `тут ошибка`. */
const everyday = ['здесь', 'тут', 'старт', 'финиш', 'готово', 'откат', 'отмена', 'принято'];

/** How many slips a word may have if the words after it have to fit, too. */
const mistypedBefore = (word: string): number => (word.length < 5 ? 1 : word.length < 7 ? 1.5 : 2);

interface Known extends Spelling {
  readonly words: number;
  readonly russian: boolean;
}
/** Own words, and single field words of at least this length. */
const knownFrom = (shortest: (meaning: CommandType) => number): readonly Known[] =>
  [
    ...ownWords,
    ...fieldWords.filter(
      ({ meaning, spelling }) => spelling.length >= shortest(meaning) && !spelling.includes(' '),
    ),
  ].map((one) => ({ ...one, words: one.spelling.split(' ').length, russian: isRussian(one.spelling) }));
const longWords = knownFrom(() => 6);
/** Shorter words of questions, such as `how` or `line`, are too close to everyday words. */
const shortWords = knownFrom((meaning) => (meaning in questions ? 5 : 3));

interface Near extends FoundCommand {
  readonly slips: number;
}

/** The commands whose words are nearest to the first `length` ones, within the allowed slips. */
function nearestTo(
  said: readonly string[],
  length: number,
  among: readonly Known[],
  mostSlips: (word: string) => number,
): readonly Near[] {
  const typed = said.slice(0, length).map(normal).join(' ');
  if (said.length < length || typed.length < 3 || typed.length > longestCompared) return [];
  const near = among
    .filter((one) => one.words === length && one.russian === isRussian(typed))
    .filter(({ spelling }) => Math.abs(spelling.length - typed.length) <= mostSlips(spelling))
    .map(({ meaning, spelling }) => ({ type: meaning, spelling, slips: slips(typed, spelling) }))
    .filter(({ spelling, slips }) => slips <= mostSlips(spelling))
    // The first letter is seldom wrong.
    .map((one) => ({ ...one, rank: one.slips + (one.spelling.charAt(0) === typed.charAt(0) ? 0 : 0.25) }));
  const least = Math.min(...near.map(({ rank }) => rank));
  return near
    .filter(({ rank }) => rank === least)
    .map(({ type, slips }) => ({ type, length, own: false, slips }));
}

/** Whether the words after a command go with it. */
type Fits = (named: FoundCommand) => boolean;

/** The command that misspelt first words mean; of several equally near ones, the first that `fits`, if any does. Null if there is none. */
export function misspelt(said: readonly string[], fits: Fits = () => false): FoundCommand | null {
  const near = [2, 1]
    .filter((length) => said.slice(0, length).map(normal).join(' ').length > 3)
    .map((length) => nearestTo(said, length, longWords, mistyped))
    .find((found) => found.length > 0);
  return near?.find(fits) ?? near?.[0] ?? null;
}

/**
 * The same for shorter words and more slips. Such a word is easily mistaken for another, so the command has to fit, unless the word stands
 * alone.
 */
export function looselyMisspelt(said: readonly string[], fits: Fits): FoundCommand | null {
  const near = [2, 1].flatMap((length) => nearestTo(said, length, shortWords, mistypedBefore));
  const isAlone = withoutSmallTalk(said).length === 1;
  return near.find(fits) ?? near.find((one) => isAlone && one.slips <= 1) ?? null;
}

/** The command whose name begins with these words and goes on; null if there is none. */
export const begunBy = (words: readonly string[]): CommandType | null =>
  ownWords.find(({ spelling }) => spelling.startsWith(`${words.map(normal).join(' ')} `))?.meaning ?? null;
