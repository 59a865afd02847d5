import { crc32 } from 'node:zlib';

/** The lists that are paged. */
type List = 'log' | 'releases';

/**
 * The cursor for the next page of a list. It has a checksum: with a cursor that is not of this list, Temporal would be asked again and
 * again.
 */
export const cursorOf = (list: List, place: Buffer): string =>
  `${crc32(place, crc32(list)).toString(36)}.${place.toString('base64url')}`;

/** The position in a cursor; null if it is not a cursor of this list. */
export function positionOf(list: List, cursor: string): Buffer | null {
  const place = Buffer.from(cursor.slice(cursor.indexOf('.') + 1), 'base64url');
  return cursorOf(list, place) === cursor ? place : null;
}
