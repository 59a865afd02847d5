/** A refusal by its code, with the facts that explain it. `Facts` names all codes of one kind. */
export type RefusalIn<Facts> = {
  [C in keyof Facts]: { readonly code: C; readonly facts: Facts[C] };
}[keyof Facts];

/** What came of a command: a value that every door words in its own way. */
export type Answer<Done, Refusal> = ({ readonly done: true } & Done) | ({ readonly done: false } & Refusal);

/** A command that was carried out or refused, and what came of it. */
export interface Answered<A> {
  readonly commandId: string;
  readonly answer: A;
}

/** How many of them a workflow remembers. */
const answeredKept = 200;

/** The answers so far, oldest first, with one more. A command without an ID is not remembered. */
export const remember = <A>(
  answered: readonly Answered<A>[],
  commandId: string | null,
  answer: A,
): readonly Answered<A>[] =>
  commandId === null ? answered : [...answered, { commandId, answer }].slice(-answeredKept);

/** What came of a command; undefined if it was not seen yet. */
export const answerTo = <A>(answered: readonly Answered<A>[], commandId: string | null): A | undefined =>
  answered.find((other) => other.commandId === commandId)?.answer;
