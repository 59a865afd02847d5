import type { CommandDone, RefusalFacts } from '../domain/release/answers.ts';
import type { ReleaseSummary } from '../domain/release/status.ts';
import type { TextContext } from './facts.ts';
import type { Texts } from './texts.ts';

type Word<F> = (facts: F, release: ReleaseSummary, around: TextContext) => string;

/** The answers to a command to a release: that it is done, or why it was refused. */
export type AnswerWords = { readonly [C in keyof RefusalFacts]: Word<RefusalFacts[C]> } & {
  readonly done: Word<CommandDone>;
};

export const answerIn =
  (words: AnswerWords): Texts['answer'] =>
  (release, answer, around) => {
    if (answer.done) return words.done(answer, release, around);
    const word = words[answer.code] as Word<object>;
    return word(answer.facts, release, around);
  };
