import { expectedLeftMs, expectedWaitMs } from '../domain/estimate.ts';
import type { LockView } from '../domain/lock/lock-view.ts';
import { lifecycle } from '../domain/release/lifecycle.ts';
import type { ReleaseSummary } from '../domain/release/status.ts';
import { duration } from '../domain/duration.ts';
import type { TextContext } from './facts.ts';

/** The words for estimates in one language. */
export interface EstimateWords {
  readonly locale: string;
  readonly turnIn: (time: string) => string;
  readonly endIn: (time: string) => string;
  /** It has been on production for longer than usual. */
  readonly overdue: string;
}

const minuteMs = 60_000;

/** In whole minutes, because estimates are not more exact. */
const roughly = (ms: number, locale: string): string =>
  duration(Math.max(1, Math.ceil(ms / minuteMs)) * minuteMs, locale);

/** When a position in the queue gets its turn; null if unknown. */
export function turnEstimate(
  lock: LockView,
  position: number,
  { usual, now }: TextContext,
  words: EstimateWords,
): string | null {
  const waitMs = expectedWaitMs(lock, position, usual, now);
  return waitMs === null ? null : words.turnIn(roughly(waitMs, words.locale));
}

/** When a release that has been on production since `since` (epoch ms) will end; null if unknown. */
export function endEstimate(
  components: readonly string[],
  since: number,
  { usual, now }: TextContext,
  words: EstimateWords,
): string | null {
  const leftMs = expectedLeftMs(components, since, usual, now);
  if (leftMs === null) return null;
  return leftMs === 0 ? words.overdue : words.endIn(roughly(leftMs, words.locale));
}

/** The estimate for a release that waits for a lock or is on production; null for any other. */
export function estimateOf(
  release: ReleaseSummary,
  around: TextContext,
  words: EstimateWords,
): string | null {
  if (lifecycle[release.stage].onProduction) {
    return endEstimate(release.components, Date.parse(release.since), around, words);
  }
  const waits = around.locks.flatMap((lock) => {
    const place = lock.queue.find(({ ticket }) => ticket === release.ticket);
    return place === undefined ? [] : [expectedWaitMs(lock, place.position, around.usual, around.now)];
  });
  const known = waits.filter((ms) => ms !== null);
  if (waits.length === 0 || known.length < waits.length) return null;
  return words.turnIn(roughly(Math.max(...known), words.locale));
}
