import { cursorOf, positionOf } from '../client/cursor.ts';
import type { LoggedEvent } from '../log/event-rows.ts';
import type { EventFilter } from '../log/release-log.ts';

/** The cursor for events older than this one. */
export const cursorAfter = ({ at, seq }: Pick<LoggedEvent, 'at' | 'seq'>): string =>
  cursorOf('log', Buffer.from(`${at}:${seq}`));

/** The position in a cursor; null if it is invalid. */
export function positionIn(cursor: string): Pick<EventFilter, 'before'> | null {
  const [, at, seq] = /^(-?\d{1,15}):(\d{1,15})$/.exec(positionOf('log', cursor)?.toString() ?? '') ?? [];
  return at === undefined || seq === undefined ? null : { before: { at: Number(at), seq: Number(seq) } };
}
