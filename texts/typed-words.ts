import { russianOptions, russianParticles, russianUnits } from '../domain/command/vocabulary.ts';
import { code, shorten } from './mrkdwn.ts';

const longest = 80;

/** What a user typed, quoted back to them. */
export const quoted = (typed: string): string => code(shorten(typed, longest));

/** The words that can be typed besides the names of commands, in English and Russian, in the order that a language prefers. */
export const alsoTyped = (
  order: (pair: readonly [english: string, russian: string]) => readonly string[],
): string =>
  [
    ...Object.entries({ ...russianOptions, ...russianParticles }),
    ...Object.entries(russianUnits).map(
      ([unit, words]) => [`2${unit}`, words.map((word) => `2${word}`)] as const,
    ),
  ]
    .map(([english, russian]) =>
      order([english, russian.join(', ')])
        .map(code)
        .join(' = '),
    )
    .join(' · ');

const longestOffer = 200;

/** What a user said, as an offer repeats it. */
export const offeredWords = (said: string): string => shorten(said.trim(), longestOffer);
