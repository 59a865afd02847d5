import type { Answer } from '../domain/release/answers.ts';
import type { ReleaseFacts, Surroundings, Texts } from './texts.ts';

type Word<C extends Answer['code']> = (
  answer: Extract<Answer, { code: C }>,
  release: ReleaseFacts,
  around: Surroundings,
) => string;

/** What is said with each answer to a command. */
export type AnswerWords = { readonly [C in Answer['code']]: Word<C> };

export const answerIn =
  (words: AnswerWords): Texts['answer'] =>
  (release, answer, around) => {
    const word = words[answer.code] as Word<Answer['code']>;
    return word(answer, release, around);
  };
