import { closest } from 'fastest-levenshtein';
import { isRussian } from './vocabulary.ts';

/** As much of a word is compared. */
export const longestCompared = 40;

/** Of the words for these things, the nearest one in the letters that were typed, and what it means. */
export function nearestOf<K extends string>(
  typed: string,
  words: readonly { readonly meaning: K; readonly spelling: string }[],
): { readonly meaning: K; readonly spelling: string } | undefined {
  const compared = typed.slice(0, longestCompared);
  const alike = words.filter(({ spelling }) => isRussian(spelling) === isRussian(compared));
  const nearest = closest(
    compared,
    alike.map(({ spelling }) => spelling),
  );
  return alike.find(({ spelling }) => spelling === nearest);
}
