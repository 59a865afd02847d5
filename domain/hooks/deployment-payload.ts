import { z } from 'zod';
import { fromJson } from '../from-json.ts';

/** The ticket named in the payload of a GitHub deployment, which is any JSON value or JSON in a string. */
export function ticketInPayload(payload: unknown): string | null {
  const given = typeof payload === 'string' ? fromJson(payload) : payload;
  const { data } = z.looseObject({ ticket: z.string() }).safeParse(given);
  return data?.ticket ?? null;
}
