import { setHandler } from '@temporalio/workflow';
import type { UpdateDefinition } from '@temporalio/common';
import { readCommandRequest } from '../domain/messages/payload.ts';
import type { PersonsCommand } from '../domain/messages/payload.ts';
import type { Received } from '../domain/messages/runs.ts';
import { logIgnored } from './log-ignored.ts';
import type { ReadToday } from './taken-today.ts';

/** A command on its way into the rules. `reply` answers the caller of an update. */
export interface InboxCommand<Command, Answer> extends Received<Command> {
  readonly type: 'command';
  readonly reply?: (answer: Answer) => void;
}

/** The command for the next run, which cannot reply: the caller of an update sends it again and gets the answer then. */
export const asReceived = <C>({ command, posted }: Received<C>): Received<C> => ({ command, posted });

/**
 * Registers the update `command`. Its handler never throws, and puts the command into the same inbox as the signals. If the run ends or
 * continues as new before the answer, the update fails. Its caller sends it again, and the next run recognizes it by its ID.
 */
export function takeCommandUpdates<S extends string, A, Args extends [unknown]>(
  update: UpdateDefinition<A, Args>,
  signals: readonly S[],
  malformed: A,
  take: (message: InboxCommand<PersonsCommand<S>, A>) => void,
  readToday: ReadToday,
  onMalformed: () => void = () => undefined,
): void {
  const handle = (request: unknown): A | Promise<A> => {
    const command = readToday((given) => readCommandRequest(signals, given), request);
    if (command !== null) {
      return new Promise((reply) => {
        take({ type: 'command', command, posted: false, reply });
      });
    }
    logIgnored('A malformed command was refused', update.name, request);
    onMalformed();
    return malformed;
  };
  setHandler(update, handle, { unfinishedPolicy: 'ABANDON' });
}
