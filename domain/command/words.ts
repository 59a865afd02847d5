import { folded } from './vocabulary.ts';

/** A word without the marks that people put around it: `*accept*`, `` `PAY-1` ``, `<PAY-1>`, `dobro,`. */
export const bare = (word: string): string =>
  word.replace(/^[*_~`"'“”‘’«»(<]+|[*_~`"'“”‘’«»)>,.!?:;]+$/g, '');

export const normal = (word: string): string => folded(bare(word));

/** Whether a word is more than marks, such as the comma or the quoting `>` between the bot's mention and the command. */
export const says = (word: string): boolean => /[\p{L}\p{N}]/u.test(word);

/** The last `count` words as they were written, spaces and line ends between them included. */
export function verbatim(text: string, count: number): string | null {
  if (count === 0) return null;
  const words = [...text.matchAll(/\S+/g)];
  return text.slice(words.at(-count)?.index).trim();
}
