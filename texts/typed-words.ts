import { russianOptions, russianParticles, russianUnits } from '../domain/command/vocabulary.ts';
import { code, shorten } from './mrkdwn.ts';

const longest = 80;

/** What somebody typed, told back to them. */
export const quoted = (typed: string): string => code(shorten(typed, longest));

/** The words besides the commands' names, English ones with the Russian ones, in the order in which a language tells them. */
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

/** What somebody said, as it is offered to them. */
export const offeredWords = (said: string): string => shorten(said.trim(), longestOffer);
