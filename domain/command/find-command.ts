/** Which command a text names, by whichever words. */
import { distance } from 'fastest-levenshtein';
import { commandTypes, spellingsOf } from './commands.ts';
import type { CommandType } from './commands.ts';
import { maybe, meant } from './field-words.ts';
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

/** All words that mean a command, or may. */
export const allSpellings = [...ownWords, ...fieldWords, ...nearWords];

/** `dep start`, `dep-start` and `depstart` are the same. */
const together = (words: string): string => words.replace(/[-_'’ ]/g, '');

const byJoined = (spellings: readonly Spelling[]): Readonly<Record<string, CommandType>> =>
  Object.fromEntries(spellings.map(({ meaning, spelling }) => [joinedKey(spelling), meaning]));

/** Signs such as `+1` keep theirs. */
const joinedKey = (words: string): string => (/\p{L}/u.test(words) ? together(words) : words);

const own = byJoined(ownWords);
const field = byJoined(fieldWords);
const near = byJoined(nearWords);

const lookUp = (table: Readonly<Record<string, CommandType>>, key: string): CommandType | null =>
  Object.hasOwn(table, key) ? (table[key] ?? null) : null;

const mostWords = Math.max(...allSpellings.map(({ spelling }) => spelling.split(' ').length));

/** 👍, whatever its colour, and as Slack writes it. */
const goodSign = /^(?:👍\p{Emoji_Modifier}?|:(?:\+1|thumbsup):(?::skin-tone-\d:)?)+[.,!]*$/u;
const badSign = /^(?:👎\p{Emoji_Modifier}?|:(?:-1|thumbsdown):(?::skin-tone-\d:)?)+[.,!]*$/u;

export const isSign = (word: string): boolean => goodSign.test(word) || badSign.test(word);

export interface Named {
  readonly type: CommandType;
  /** How many words name it. */
  readonly length: number;
  /** By its own word, or by one of the field. */
  readonly own: boolean;
}

/** The command that the first words name; null if they name none. */
export const commandAt = (words: readonly string[]): Named | null =>
  goodSign.test(words[0] ?? '') ? { type: 'accept', length: 1, own: false } : longest(words, [own, field]);

/** The command that the first words may mean. */
export const commandNear = (words: readonly string[]): Named | null =>
  badSign.test(words[0] ?? '') ? { type: 'reject', length: 1, own: false } : longest(words, [near]);

function longest(
  words: readonly string[],
  tables: readonly Readonly<Record<string, CommandType>>[],
): Named | null {
  // A mark at the beginning, such as that of a quote, was left there because it takes back what follows.
  if (normal(words[0] ?? '') === '') return null;
  for (let length = Math.min(mostWords, words.length); length > 0; length -= 1) {
    // A mark that stands alone opens what comes behind.
    if (normal(words[length - 1] ?? '') === '') continue;
    const key = joinedKey(words.slice(0, length).map(normal).join(' '));
    const type = tables.map((table) => lookUp(table, key)).find((found) => found !== null) ?? null;
    if (type !== null) return { type, length, own: lookUp(own, key) !== null && !everyday.includes(key) };
  }
  return null;
}

/** The command with that very name; null if there is none. */
export function commandNamed(words: readonly string[]): CommandType | null {
  const found = commandAt(words);
  return found?.length === words.length ? found.type : null;
}

/** Own words that are plain speech as well: `старт отложен`, `откат не нужен`, `тут ошибка`. */
const everyday = ['здесь', 'тут', 'старт', 'финиш', 'готово', 'откат', 'отмена', 'принято'];

/** So many letters of a word may be wrong; a short one is soon another word. */
const mistyped = (word: string): number => (word.length < 4 ? 0 : word.length < 7 ? 1 : 2);
/** Field words that are shorter are too near to others. */
const shortestField = 6;

const letters = (word: string): string => Array.from(word).sort().join('');

/** So many slips of the fingers lie between two words; letters in another order are one. */
const slips = (typed: string, word: string): number =>
  letters(typed) === letters(word) ? Math.min(1, distance(typed, word)) : distance(typed, word);

const known: readonly (Spelling & { readonly words: number; readonly russian: boolean })[] = [
  ...ownWords,
  ...fieldWords.filter(({ spelling }) => spelling.length >= shortestField && !spelling.includes(' ')),
].map((one) => ({ ...one, words: one.spelling.split(' ').length, russian: isRussian(one.spelling) }));

/** The command that the first words mean, but for a slip of the fingers: null if there is none, or more than one. */
export function misspelt(words: readonly string[]): Named | null {
  for (const length of [2, 1]) {
    const typed = words.slice(0, length).map(normal).join(' ');
    if (words.length < length || typed.length <= 3 || typed.length > 40) continue;
    const russian = isRussian(typed);
    const near = known
      .filter((one) => one.words === length && one.russian === russian)
      .filter(({ spelling }) => Math.abs(spelling.length - typed.length) <= mistyped(spelling))
      .map((one) => ({ ...one, wrong: slips(typed, one.spelling) }))
      .filter(({ spelling, wrong }) => wrong <= mistyped(spelling));
    const least = Math.min(...near.map(({ wrong }) => wrong));
    const meanings = new Set(near.filter(({ wrong }) => wrong === least).map(({ meaning }) => meaning));
    const [type] = meanings;
    if (type !== undefined && meanings.size === 1) return { type, length, own: false };
  }
  return null;
}

/** The command whose name begins with these words. */
export const begunBy = (words: readonly string[]): CommandType | null =>
  ownWords.find(({ spelling }) => spelling.startsWith(`${words.map(normal).join(' ')} `))?.meaning ?? null;
