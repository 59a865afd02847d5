import { patched } from '@temporalio/workflow';
import { isWithinBounds } from '../domain/messages/bounds.ts';
import type { PersonsCommand } from '../domain/messages/payload.ts';

/**
 * Lets pass what is within today's bounds; null of the rest. A version without them, or with wider ones, may have taken such a command, and
 * its history has no mark of a refusal then. Each has a mark of its own: one taken and one refused may stand in the same history.
 */
export function todaysBounds(): <S extends string>(
  command: PersonsCommand<S> | null,
) => PersonsCommand<S> | null {
  let beyond = 0;
  return (command) => {
    if (command === null || isWithinBounds(command)) return command;
    beyond += 1;
    return patched(`beyond-bounds-${beyond}`) ? null : command;
  };
}
