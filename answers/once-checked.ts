import { setTimeout as sleep } from 'node:timers/promises';
import { inTime } from '../client/in-time.ts';
import { checkNow } from '../client/preview.ts';
import type { LastRelease, Releases } from '../client/releases.ts';
import type { RequestOptions } from '../domain/command/command.ts';
import type { ReleaseStatus } from '../domain/release/status.ts';
import type { Desk } from './desk.ts';

/** Nobody waits longer for the first checks of what they asked for. */
const patienceMs = 3000;
/** A file of tickets is read at once, a tracker takes some time. */
const firstPauseMs = 50;
const longestPauseMs = 400;

/**
 * How the last release of a ticket stands once its first checks have answered, or after three seconds; null if that is not told by then. `since`: when
 * it was taken, ISO 8601; null: that is not known.
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

/** The ticket because of which a release ended before it began: no tracker knows it. Null: it did not end so. */
export async function unknownTicketOf(
  status: ReleaseStatus,
  options: RequestOptions,
  { client }: Desk,
): Promise<string | null> {
  const { ticket, tickets, stage, asked, history } = status;
  if (stage !== 'cancelled' || history.at(-1)?.type !== 'ticketUnknown') return null;
  if (tickets.length < 2) return ticket;
  const report = await checkNow(client, { id: ticket, items: asked.items }, options).catch(() => null);
  return report?.outcome === 'unknownTicket' ? (report.ticket ?? ticket) : ticket;
}
