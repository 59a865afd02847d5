/** The keys of releases without a ticket. */
import type { CommandPayload } from '../messages/payload.ts';

export const numberedKey = (prefix: string, n: number): string => `${prefix}-${n}`;

/** The number in such a key; null for any other key. */
export function numberIn(key: string, prefix: string): number | null {
  const digits = key.startsWith(`${prefix}-`) ? key.slice(prefix.length + 1) : '';
  return /^[1-9]\d{0,14}$/.test(digits) ? Number(digits) : null;
}

/** Whether a key can only be that of a release without a ticket. */
export const isNumbered = (
  key: string,
  { withoutTicket, prefix }: { readonly withoutTicket: boolean; readonly prefix: string },
): boolean => withoutTicket && numberIn(key, prefix) !== null;

/** A request that got its number. */
export interface Given {
  readonly n: number;
  readonly commandId: string;
  /** The page that is released, as `pageKeyOf` names it. */
  readonly page: string | null;
}

/** A numbered request whose release has not been started yet. */
export interface Pending extends Given {
  readonly payload: CommandPayload;
}

/** What a counter knows. Plain JSON, never mutated. */
export interface Numbers {
  /** The highest number so far. */
  readonly last: number;
  readonly pending: readonly Pending[];
  /** The latest, oldest first. */
  readonly given: readonly Given[];
}

const givenKept = 200;

export const noNumbers: Numbers = { last: 0, pending: [], given: [] };

/** Gives a request the next number. */
export const assign = (numbers: Numbers, request: Omit<Pending, 'n'>): Numbers => ({
  ...numbers,
  last: numbers.last + 1,
  pending: [...numbers.pending, { ...request, n: numbers.last + 1 }],
});

/** Notes that the release of a number has been started. */
export function started({ last, pending, given }: Numbers, { n, commandId, page }: Given): Numbers {
  return {
    last,
    pending: pending.filter((other) => other.n !== n),
    given: [...given, { n, commandId, page }].slice(-givenKept),
  };
}

/** The number belongs to somebody else's release: the request takes the next one. */
export function reassigned(numbers: Numbers, taken: Pending): Numbers {
  const others = { ...numbers, pending: numbers.pending.filter(({ n }) => n !== taken.n) };
  return assign(others, taken);
}

/** Merges what successive counters knew. */
export function mergedNumbers(all: readonly Numbers[]): Numbers {
  const given = [...new Map(all.flatMap((one) => one.given).map((one) => [one.commandId, one])).values()];
  const known = new Set(given.map(({ commandId }) => commandId));
  const pending = new Map(all.flatMap((one) => one.pending).map((one) => [one.commandId, one]));
  return {
    last: Math.max(0, ...all.map(({ last }) => last)),
    pending: [...pending.values()].filter(({ commandId }) => !known.has(commandId)),
    given: given.sort((a, b) => a.n - b.n).slice(-givenKept),
  };
}
