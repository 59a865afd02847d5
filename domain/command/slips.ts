/** Slips of the fingers. */
import { distance } from 'fastest-levenshtein';

/** So many letters of a word may be wrong; a short one is soon another word. */
export const mistyped = (word: string): number => (word.length < 4 ? 0 : word.length < 7 ? 1 : 2);

const letters = (word: string): string => Array.from(word).sort().join('');

/** So many slips of the fingers lie between two words. Letters in another order are one, and two that change places half of one. Of three letters none may be another one. */
export function slips(typed: string, word: string): number {
  if (typed.length < 4 && typed.length === word.length && letters(typed) !== letters(word)) return Infinity;
  const swapped = Array.from(typed, (letter, at) =>
    at === 0 ? typed : `${typed.slice(0, at - 1)}${letter}${typed.charAt(at - 1)}${typed.slice(at + 1)}`,
  );
  const wrong = swapped.map((one, at) => distance(one, word) + (at === 0 ? 0 : 0.5));
  return Math.min(...wrong, letters(typed) === letters(word) ? 1 : Infinity);
}
