import { Random } from '../chaos/random.ts';

/** How long each may be unavailable, ms; a process also needs time to start. */
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
const parts = Object.keys(longestAwayMs) as Part[];

export interface Outage {
  /** Ms from the beginning. */
  readonly at: number;
  readonly part: Part;
  readonly forMs: number;
}

const shortestGapMs = 1000;
const longestGapMs = 15_000;

/** Which part is unavailable when, derived from the seed. Outages of one part do not overlap; those of several may. */
export function outagesOf(seed: number, lengthMs: number): readonly Outage[] {
  const random = new Random(seed);
  const between = (from: number, to: number) => Math.round(from + random.next() * (to - from));
  const gapMs = () => between(shortestGapMs, Math.min(longestGapMs, lengthMs / 4));
  const outages: Outage[] = [];
  let left: Part[] = [];
  for (let at = gapMs(); at < lengthMs; at += gapMs()) {
    if (left.length === 0) left = [...parts];
    const [part = 'worker'] = left.splice(between(0, left.length - 1), 1);
    outages.push({ at, part, forMs: between(0, longestAwayMs[part]) });
  }
  return outages;
}
