/**
 * The Russian words that may be typed instead of the English ones, in every workspace. Russian texts use the first of each. In lower case
 * and with `е` for `ё`, as typed words are compared.
 */
import { keysOf } from '../keys-of.ts';

/** The options of a request, besides the ticket and the wiki link, in the order of `help`. */
export const optionWords = ['no_need_admin', 'hotfix', 'components:'] as const;
export type OptionWord = (typeof optionWords)[number];

type Words = readonly [string, ...string[]];
type Table<K extends string> = Readonly<Record<K, Words>>;

export const russianOptions: Table<OptionWord> = {
  no_need_admin: ['без_админа'],
  hotfix: ['хотфикс'],
  'components:': ['компоненты:'],
};

/** The words within a command that are neither its name nor an option. */
export const russianParticles: Table<'all' | 'and' | 'for' | 'until' | 'since' | 'now' | 'ago'> = {
  all: ['все'],
  and: ['и'],
  for: ['на'],
  until: ['до'],
  since: ['с', 'со'],
  now: ['сейчас'],
  ago: ['назад'],
};

export const russianUnits: Table<'s' | 'm' | 'h' | 'd'> = {
  s: ['с', 'сек'],
  m: ['м', 'мин'],
  h: ['ч'],
  d: ['д', 'дн'],
};

/** The form in which words are compared: case does not matter, nor does `ё` or `е`. */
export const folded = (word: string): string => word.normalize('NFC').toLowerCase().replaceAll('ё', 'е');

/** The meaning of a folded word, in either language; null if the table does not have it. */
export function meaningOf<K extends string>(word: string, table: Table<K>): K | null {
  return keysOf(table).find((key) => spellings(key, table).includes(word)) ?? null;
}

/** All spellings of a word, the English one first. */
export const spellings = <K extends string>(key: K, table: Table<K>): readonly string[] => [
  key,
  ...table[key],
];

export const isRussian = (text: string): boolean => /\p{Script=Cyrillic}/u.test(text);
