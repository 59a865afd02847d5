import { z } from 'zod';

/** The ticket that the payload of a deployment of GitHub names: it is anything, or JSON in a text. */
export function ticketInPayload(payload: unknown): string | null {
  const given = typeof payload === 'string' ? parsed(payload) : payload;
  const { data } = z.looseObject({ ticket: z.string() }).safeParse(given);
  return data?.ticket ?? null;
}

function parsed(json: string): unknown {
  try {
    return JSON.parse(json);
  } catch {
    return null;
  }
}
