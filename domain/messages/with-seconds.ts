import { shortInstantShape } from '../instant-shape.ts';
import { iso } from '../iso.ts';

/** A payload whose `until` leaves out the seconds, with them; null of any other. */
export function withSeconds(payload: unknown): object | null {
  if (typeof payload !== 'object' || payload === null || !('until' in payload)) return null;
  const { data } = shortInstantShape().safeParse(payload.until);
  return data === undefined ? null : { ...payload, until: iso(Date.parse(data)) };
}
