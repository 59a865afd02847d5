import { Random } from '../chaos/random.ts';

/** For how long each may be away, ms; a process also takes its time to start. */
export const longestAwayMs = {
  worker: 5000,
  bot: 5000,
  web: 5000,
  temporal: 8000,
  postgresql: 15_000,
  slack: 20_000,
  tracker: 20_000,
} as const;
export type Part = keyof typeof longestAwayMs;
export const parts = Object.keys(longestAwayMs) as Part[];

export interface Outage {
  /** From the beginning, ms. */
  readonly at: number;
  readonly part: Part;
  readonly forMs: number;
}

const gapMs = { shortest: 3000, longest: 15_000 };

/** Which part is away when, all of it from the seed; several may be away at once, and each is several times in a long run. */
export function outagesOf(seed: number, lengthMs: number): readonly Outage[] {
  const random = new Random(seed);
  const outages: Outage[] = [];
  const between = (from: number, to: number) => Math.round(from + random.next() * (to - from));
  for (let at = between(0, gapMs.longest); at < lengthMs; at += between(gapMs.shortest, gapMs.longest)) {
    const part = random.one(parts) ?? 'worker';
    outages.push({ at, part, forMs: between(0, longestAwayMs[part]) });
  }
  return outages;
}
