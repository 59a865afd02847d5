import { setTimeout as sleep } from 'node:timers/promises';
import { inTime } from '../client/in-time.ts';
import type { LastRelease, Releases } from '../client/releases.ts';
import type { ReleaseStatus } from '../domain/release/status.ts';

/** Nobody waits longer for the first checks of what they asked for. */
const patienceMs = 3000;
/** A file of tickets is read at once, a tracker takes some time. */
const firstPauseMs = 50;
const longestPauseMs = 400;

/**
 * How the last release of a ticket stands after its first checks, or after three seconds. Null: Temporal did not answer. `since`: when the requested
 * release entered its stage, ISO 8601; one that stands as it did before that is skipped. Null: skips none.
 */
export async function onceChecked(
  ticket: string,
  since: string | null,
  releases: Releases,
): Promise<LastRelease | null> {
  const end = Date.now() + patienceMs;
  for (let pauseMs = firstPauseMs; ; pauseMs = Math.min(2 * pauseMs, longestPauseMs)) {
    const found = await inTime(releases.last(ticket), Math.max(0, end - Date.now())).catch(() => null);
    // Until its run shows itself, the release before it is the last one.
    const isBefore = found !== null && since !== null && found.status.since < since;
    const last = isBefore ? null : found;
    const isChecked = last !== null && last.status.stage !== 'checking';
    if (isChecked || Date.now() + pauseMs > end) return last;
    await sleep(pauseMs);
  }
}

/** The ticket that no tracker knows, where a release ended for that; null of any other. */
export function unknownTicketOf({ ticket, unknownTicket, stage, history }: ReleaseStatus): string | null {
  const isUnknown = stage === 'cancelled' && history.at(-1)?.type === 'ticketUnknown';
  // Workers before 1.2 do not tell which of several.
  return isUnknown ? (unknownTicket ?? ticket) : null;
}
