import { z } from 'zod';
import { iso } from '../iso.ts';

const withoutSeconds = z.iso.datetime({ offset: true, precision: -1 });

/** Adds the seconds to an `until` without them; null for any other payload. */
export function withSeconds(payload: unknown): object | null {
  if (typeof payload !== 'object' || payload === null || !('until' in payload)) return null;
  const { data } = withoutSeconds.safeParse(payload.until);
  return data === undefined ? null : { ...payload, until: iso(Date.parse(data)) };
}
