/** A refusal by its code, with the facts that explain it. `Facts` names all codes of one kind. */
export type RefusalIn<Facts> = {
  [C in keyof Facts]: { readonly code: C; readonly facts: Facts[C] };
}[keyof Facts];

/** What came of a command: a value that every door words in its own way. */
export type Answer<Done, Refusal> = ({ readonly done: true } & Done) | ({ readonly done: false } & Refusal);

/** A command that was carried out or refused, and what came of it. */
export interface Answered<A> {
  readonly commandId: string;
  /** Which command it was; absent: of a run that did not keep it. */
  readonly signal?: string;
  /** Who gave it; likewise. */
  readonly actor?: string;
  readonly answer: A;
}

/** Another command had this ID. */
export interface KeyUsed {
  readonly done: false;
  readonly code: 'keyUsed';
  readonly facts: object;
}

/** How many of them a workflow remembers. */
const answeredKept = 200;

interface CommandNamed {
  readonly commandId: string | null;
  readonly signal: string;
  readonly actor: string;
}

/** The answers so far, oldest first, with one more. A command without an ID is not remembered. */
export const remember = <A>(
  answered: readonly Answered<A>[],
  { commandId, signal, actor }: CommandNamed,
  answer: A,
): readonly Answered<A>[] =>
  commandId === null ? answered : [...answered, { commandId, signal, actor, answer }].slice(-answeredKept);

/** What came of a command; undefined if it was not seen yet. Without `signal` and `actor`: of whichever command had the ID. */
export function answerTo<A>(
  answered: readonly Answered<A>[],
  commandId: string | null,
  signal?: string,
  actor?: string,
): A | KeyUsed | undefined {
  const earlier = answered.find((other) => other.commandId === commandId);
  if (earlier === undefined) return undefined;
  const differs = (one: string | undefined, other: string | undefined) =>
    one !== undefined && other !== undefined && one !== other;
  const isAnother = differs(earlier.signal, signal) || differs(earlier.actor, actor);
  return isAnother ? { done: false, code: 'keyUsed', facts: {} } : earlier.answer;
}
