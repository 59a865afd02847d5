import { patched } from '@temporalio/workflow';
import { isTakenToday } from '../domain/messages/taken-today.ts';
import type { PersonsCommand } from '../domain/messages/payload.ts';
import { withSeconds } from '../domain/messages/with-seconds.ts';

/** Reads a payload as `readCommand` does. */
type Read<S extends string> = (payload: unknown) => PersonsCommand<S> | null;

/** Reads what is taken today; null of the rest. */
export type ReadToday = <S extends string>(read: Read<S>, payload: unknown) => PersonsCommand<S> | null;

/**
 * An earlier version may have taken what is refused today, and ignored what is taken today: its history has no mark then, and is replayed as it was.
 * Each command has a mark of its own, for of two in the same history one may have been taken and one not.
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
