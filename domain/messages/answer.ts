import { argsOf } from './command-args.ts';
import type { PersonsCommand } from './payload.ts';

/** A refusal by its code, with the facts that explain it. `Facts` names all codes of one kind. */
export type RefusalIn<Facts> = {
  [C in keyof Facts]: { readonly code: C; readonly facts: Facts[C] };
}[keyof Facts];

/** The outcome of a command. Every door puts it into words in its own way. */
export type Answer<Done, Refusal> = ({ readonly done: true } & Done) | ({ readonly done: false } & Refusal);

/** A command that was carried out or refused, with its outcome. */
export interface Answered<A> {
  readonly commandId: string;
  /** The name of the command. Absent if the run did not store it. */
  readonly signal?: string;
  /** Who gave it, and a fingerprint of its arguments. Absent if the run did not store them. */
  readonly actor?: string;
  readonly args?: string;
  readonly answer: A;
}

/** Another command has used this ID. */
export interface KeyUsed {
  readonly done: false;
  readonly code: 'keyUsed';
  readonly facts: object;
}

/** How many answers a workflow remembers. */
const answeredKept = 200;

/** What distinguishes two commands with the same ID. Absent parts are not compared. */
export type CommandIdentity = Pick<Answered<unknown>, 'signal' | 'actor' | 'args'>;

/** The identity of a command. A signal's arguments are left out: another configuration may read them differently. */
export const identityOf = (command: PersonsCommand<string>, posted: boolean): CommandIdentity => ({
  ...{ signal: command.signal, actor: command.actor },
  ...(posted ? {} : { args: argsOf(command) }),
});

/** Appends an answer (oldest first). Commands without an ID are not remembered. */
export function remember<A>(
  answered: readonly Answered<A>[],
  command: PersonsCommand<string>,
  answer: A,
): readonly Answered<A>[] {
  const { commandId } = command;
  if (commandId === null) return answered;
  return [...answered, { commandId, ...identityOf(command, false), answer }].slice(-answeredKept);
}

/**
 * The last answer to a command; undefined if it is new. `KeyUsed` if the ID belongs to another command; without `asked`, any command with
 * the ID matches.
 */
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

/** Whether a command was refused only because roles could not be looked up, so that it may be tried again. */
export const isTemporaryRefusal = ({ code }: { readonly done: boolean; readonly code?: string }): boolean =>
  code === 'rolesUnknown';
