import { patched } from '@temporalio/workflow';
import { isTakenToday } from '../domain/messages/taken-today.ts';
import type { PersonsCommand } from '../domain/messages/payload.ts';

/**
 * Lets pass what is taken today; null of the rest. An earlier version may have taken such a command, and its history has no mark of a refusal
 * then. Each has a mark of its own: one taken and one refused may stand in the same history.
 */
export function takenToday(): <S extends string>(
  command: PersonsCommand<S> | null,
) => PersonsCommand<S> | null {
  let refused = 0;
  return (command) => {
    if (command === null || isTakenToday(command)) return command;
    refused += 1;
    return patched(`refused-today-${refused}`) ? null : command;
  };
}
