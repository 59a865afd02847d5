import { crc32 } from 'node:zlib';

/** What is listed by pages. */
type List = 'log' | 'releases';

/** What asks for the next page of a list. With a checksum: what is none of that list's would be asked for again and again. */
export const cursorOf = (list: List, place: Buffer): string =>
  `${crc32(place, crc32(list)).toString(36)}.${place.toString('base64url')}`;

/** The place that a cursor names; null if it is none of that list's. */
export function placeOf(list: List, cursor: string): Buffer | null {
  const place = Buffer.from(cursor.slice(cursor.indexOf('.') + 1), 'base64url');
  return cursorOf(list, place) === cursor ? place : null;
}
