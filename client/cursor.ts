import { crc32 } from 'node:zlib';

/** What asks for the next page of a list. With a checksum: what is none of ours would be asked for again and again. */
export const cursorOf = (place: Buffer): string =>
  `${crc32(place).toString(36)}.${place.toString('base64url')}`;

/** The place that a cursor names; null if it is none of ours. */
export function placeOf(cursor: string): Buffer | null {
  const place = Buffer.from(cursor.slice(cursor.indexOf('.') + 1), 'base64url');
  return cursorOf(place) === cursor ? place : null;
}
