import { z } from 'zod';
import { fromJson } from '../from-json.ts';

/** The ticket that the payload of a deployment of GitHub names: it is anything, or JSON in a text. */
export function ticketInPayload(payload: unknown): string | null {
  const given = typeof payload === 'string' ? fromJson(payload) : payload;
  const { data } = z.looseObject({ ticket: z.string() }).safeParse(given);
  return data?.ticket ?? null;
}
