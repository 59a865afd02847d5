import { setTimeout as sleep } from 'node:timers/promises';
import { withTimeout } from '../client/in-time.ts';
import type { LastRelease, Releases } from '../client/releases.ts';
import type { ReleaseStatus } from '../domain/release/status.ts';

/** How long to wait for the first checks of a request. */
const patienceMs = 3000;
/** Checks of a ticket file are immediate, a tracker takes some time. */
const firstPauseMs = 50;
const longestPauseMs = 400;

/**
 * The state of the last release of a ticket after its first checks, or after three seconds. Null: Temporal did not answer. `since`: when
 * the requested release entered its stage, ISO 8601; a release that entered its stage before that is skipped. Null: skips none.
 */
export async function onceChecked(
  ticket: string,
  since: string | null,
  releases: Releases,
): Promise<LastRelease | null> {
  const end = Date.now() + patienceMs;
  for (let pauseMs = firstPauseMs; ; pauseMs = Math.min(2 * pauseMs, longestPauseMs)) {
    const found = await withTimeout(releases.last(ticket), Math.max(0, end - Date.now())).catch(() => null);
    // Until the new run has a memo, the previous release is the last one.
    const isBefore = found !== null && since !== null && found.status.since < since;
    const last = isBefore ? null : found;
    const isChecked = last !== null && last.status.stage !== 'checking';
    if (isChecked || Date.now() + pauseMs > end) return last;
    await sleep(pauseMs);
  }
}

/** The unknown ticket that ended a release; null if it ended otherwise. */
export function unknownTicketOf({ ticket, unknownTicket, stage, history }: ReleaseStatus): string | null {
  const isUnknown = stage === 'cancelled' && history.at(-1)?.type === 'ticketUnknown';
  // Workers before 1.2 do not say which of several tickets it is.
  return isUnknown ? (unknownTicket ?? ticket) : null;
}
