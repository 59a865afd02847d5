import { normal } from './words.ts';

/** The first of these phrases that begins the words. */
export const phraseAt = (words: readonly string[], phrases: readonly string[]): string | undefined =>
  phrases.find((phrase) => phrase.split(' ').every((part, index) => normal(words[index] ?? '') === part));

/** The words after the phrase that begins them, if one of these does. */
export const behind = (words: readonly string[], phrases: readonly string[]): readonly string[] =>
  words.slice(phraseAt(words, phrases)?.split(' ').length ?? 0);

/** How many phrases may follow each other: `since about the next`. */
const mostPhrases = 4;

/** The words after all of these phrases that begin them. */
export function behindAll(
  words: readonly string[],
  phrases: readonly string[],
  most = mostPhrases,
): readonly string[] {
  const rest = behind(words, phrases);
  return most === 0 || rest.length === words.length ? words : behindAll(rest, phrases, most - 1);
}
