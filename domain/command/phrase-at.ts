import { normal } from './words.ts';

/** The first of these phrases with which the words begin. */
export const phraseAt = (words: readonly string[], phrases: readonly string[]): string | undefined =>
  phrases.find((phrase) => phrase.split(' ').every((part, index) => normal(words[index] ?? '') === part));

/** The words behind one of these phrases, should they begin with it. */
export const behind = (words: readonly string[], phrases: readonly string[]): readonly string[] =>
  words.slice(phraseAt(words, phrases)?.split(' ').length ?? 0);

/** So many of them stand one after another: `since about the next`. */
const mostPhrases = 4;

/** The words behind all of these phrases with which they begin. */
export function behindAll(
  words: readonly string[],
  phrases: readonly string[],
  most = mostPhrases,
): readonly string[] {
  const rest = behind(words, phrases);
  return most === 0 || rest.length === words.length ? words : behindAll(rest, phrases, most - 1);
}
