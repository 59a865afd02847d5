/** Typos. */
import { distance } from 'fastest-levenshtein';

/** How many letters of a word may be wrong. A short word easily becomes another one. */
export const mistyped = (word: string): number => (word.length < 4 ? 0 : word.length < 7 ? 1 : 2);

const letters = (word: string): string => Array.from(word).sort().join('');

/**
 * The number of typos between two words. The same letters in another order count as one, two swapped neighbours as half. In up to three
 * letters none may be replaced by another.
 */
export function slips(typed: string, word: string): number {
  if (typed.length < 4 && typed.length === word.length && letters(typed) !== letters(word)) return Infinity;
  const swapped = Array.from(typed, (letter, at) =>
    at === 0 ? typed : `${typed.slice(0, at - 1)}${letter}${typed.charAt(at - 1)}${typed.slice(at + 1)}`,
  );
  const wrong = swapped.map((one, at) => distance(one, word) + (at === 0 ? 0 : 0.5));
  return Math.min(...wrong, letters(typed) === letters(word) ? 1 : Infinity);
}
