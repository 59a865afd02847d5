import { argsOf } from './command-args.ts';
import type { PersonsCommand } from './payload.ts';

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
  /** Who gave it, and a fingerprint of what else it said; likewise. */
  readonly actor?: string;
  readonly args?: string;
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

/** What tells two commands with the same ID apart. What is absent is not compared. */
export type CommandIdentity = Pick<Answered<unknown>, 'signal' | 'actor' | 'args'>;

/** The same of a command. What was signalled may be read anew, by another configuration, so its arguments are not compared. */
export const askedBy = (command: PersonsCommand<string>, posted: boolean): CommandIdentity => ({
  ...{ signal: command.signal, actor: command.actor },
  ...(posted ? {} : { args: argsOf(command) }),
});

/** The answers so far, oldest first, with one more. A command without an ID is not remembered. */
export function remember<A>(
  answered: readonly Answered<A>[],
  command: PersonsCommand<string>,
  answer: A,
): readonly Answered<A>[] {
  const { commandId } = command;
  if (commandId === null) return answered;
  return [...answered, { commandId, ...askedBy(command, false), answer }].slice(-answeredKept);
}

/** What came of a command last; undefined if it was not seen yet. Without `asked`: of whichever command had the ID. */
export function answerTo<A>(
  answered: readonly Answered<A>[],
  commandId: string | null,
  asked: CommandIdentity = {},
): A | KeyUsed | undefined {
  const earlier = answered.findLast((other) => other.commandId === commandId);
  if (earlier === undefined) return undefined;
  const isAnother = (['signal', 'actor', 'args'] as const).some(
    (part) => earlier[part] !== undefined && asked[part] !== undefined && earlier[part] !== asked[part],
  );
  return isAnother ? { done: false, code: 'keyUsed', facts: {} } : earlier.answer;
}

/** Whether a command was refused only because roles could not be looked up. */
export const isForThenAlone = ({ code }: { readonly done: boolean; readonly code?: string }): boolean =>
  code === 'rolesUnknown';
