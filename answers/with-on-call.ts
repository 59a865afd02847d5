import { withTimeout } from '../client/in-time.ts';
import { withScheduled } from '../domain/people.ts';
import { Copies } from '../log/copies.ts';
import { OnCallCopies } from '../log/on-call.ts';
import type { Desk } from './desk.ts';

/** How long a question waits for the database, in ms. */
const patienceMs = 500;

/**
 * The desk with the people whom the on-call schedule named last, as workers store it in the database. If that does not answer soon, the
 * rotation applies.
 */
export async function withOnCall(desk: Desk): Promise<Desk> {
  const { releaseLog, settings } = desk;
  const { schedule } = settings.people.onCall ?? {};
  if (schedule === undefined || releaseLog === null) return desk;
  const copies = new OnCallCopies(new Copies(() => releaseLog.database()));
  const users = await withTimeout(copies.of(schedule), patienceMs).catch(() => null);
  return users === null ? desk : { ...desk, settings: withScheduled(settings, users) };
}
