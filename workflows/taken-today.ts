import { patched } from '@temporalio/workflow';
import { isTakenToday } from '../domain/messages/taken-today.ts';
import type { PersonsCommand } from '../domain/messages/payload.ts';
import { withSeconds } from '../domain/messages/with-seconds.ts';

/** Reads a payload as `readCommand` does. */
type Read<S extends string> = (payload: unknown) => PersonsCommand<S> | null;

/** Reads what is accepted today; null for everything else. */
export type ReadToday = <S extends string>(read: Read<S>, payload: unknown) => PersonsCommand<S> | null;

/**
 * An earlier version may have accepted what is refused today, or ignored what is accepted today. Its history then has no patch marker, and
 * is replayed as it was. Each command has a marker of its own, since of two in one history only one may have been accepted.
 */
export function takenToday(): ReadToday {
  let refused = 0;
  let short = 0;
  return (read, payload) => {
    const command = read(payload);
    if (command !== null) {
      if (isTakenToday(command)) return command;
      refused += 1;
      return patched(`refused-today-${refused}`) ? null : command;
    }
    const whole = withSeconds(payload);
    const later = whole === null ? null : read(whole);
    if (later === null || !isTakenToday(later)) return null;
    short += 1;
    return patched(`until-without-seconds-${short}`) ? later : null;
  };
}
