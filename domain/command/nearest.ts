import { closest } from 'fastest-levenshtein';
import { isRussian } from './vocabulary.ts';

/** How many characters of a word are compared. */
export const longestCompared = 40;

/** The spelling nearest to the typed word, among those in the same script. */
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
