import { inTime } from '../client/in-time.ts';
import { withScheduled } from '../domain/people.ts';
import { Copies } from '../log/copies.ts';
import { OnCallCopies } from '../log/on-call.ts';
import type { Desk } from './desk.ts';

/** A question waits no longer for the database. */
const patienceMs = 500;

/** The desk with whom the schedule named last, as workers tell the database. Where that does not tell soon, the rotation counts. */
export async function withOnCall(desk: Desk): Promise<Desk> {
  const { releaseLog, settings } = desk;
  const { schedule } = settings.people.onCall ?? {};
  if (schedule === undefined || releaseLog === null) return desk;
  const copies = new OnCallCopies(new Copies(() => releaseLog.database()));
  const users = await inTime(copies.of(schedule), patienceMs).catch(() => null);
  return users === null ? desk : { ...desk, settings: withScheduled(settings, users) };
}
