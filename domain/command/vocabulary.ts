/**
 * The Russian words that everyone may type instead of the English ones, in every workspace. The first of each is the one that
 * Russian texts use. In lower case and with `е` for `ё`, as what people type is compared.
 */
import { keysOf } from '../keys-of.ts';

/** What may stand in a request besides the ticket and the wiki link, as `help` lists it. */
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

/** As words are compared: upper and lower case are the same, and so are `ё` and `е`. */
export const folded = (word: string): string => word.normalize('NFC').toLowerCase().replaceAll('ё', 'е');

/** What a folded word means, said in either language; null if it is none of these. */
export function meaningOf<K extends string>(word: string, table: Table<K>): K | null {
  return keysOf(table).find((key) => spellings(key, table).includes(word)) ?? null;
}

/** All words for the same thing, the English one first. */
export const spellings = <K extends string>(key: K, table: Table<K>): readonly string[] => [
  key,
  ...table[key],
];

export const isRussian = (text: string): boolean => /\p{Script=Cyrillic}/u.test(text);
