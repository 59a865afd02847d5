import { normal } from './words.ts';

/** The first of these phrases with which the words begin. */
export const phraseAt = (words: readonly string[], phrases: readonly string[]): string | undefined =>
  phrases.find((phrase) => phrase.split(' ').every((part, index) => normal(words[index] ?? '') === part));
