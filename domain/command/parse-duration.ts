import { readDuration } from './read-duration.ts';

/**
 * Reads a text that is exactly one duration, as people write it: `15m`, `1h30m`, `90 min`, `2 часа`. Returns milliseconds; null for
 * anything else, for numbers and seconds that are not whole, for zero and for more than ten years.
 */
export function parseDuration(text: string): number | null {
  if (!/^[\p{L}\d]+(?: [\p{L}\d]+)*$/u.test(text)) return null;
  const words = text.split(' ');
  const read = readDuration(words);
  return read?.length === words.length && read.ms % 1_000 === 0 ? read.ms : null;
}
