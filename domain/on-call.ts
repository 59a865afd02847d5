import { DateTime } from 'luxon';

/** Who is on call: people in rotation, or whoever a schedule elsewhere names. */
export interface OnCall {
  /** Slack user IDs; may be empty only if there is a schedule. */
  readonly rotation: readonly string[];
  readonly daysEach: number;
  /** The start of the first person's first shift: `2026-01-05T10:00`, local time in `timezone`. */
  readonly from: string;
  /** An IANA zone. */
  readonly timezone: string;
  /** The schedule in another service. Absent: none. */
  readonly schedule?: OnCallSchedule;
  /** The Slack user IDs that the schedule names now. Absent: it does not answer, so the rotation applies. */
  readonly scheduled?: readonly string[];
}

/** Fields that end in `Env` name environment variables that hold a secret; null: none. */
export interface OnCallSchedule {
  readonly kind: 'pagerduty' | 'opsgenie' | 'grafana-oncall' | 'ics';
  /** The service's ID of the schedule; null for a calendar. */
  readonly id: string | null;
  /** The URL of the service or the calendar. Null: it is a secret itself, in `urlEnv`. */
  readonly url: string | null;
  readonly urlEnv: string | null;
  readonly userEnv: string | null;
  readonly passwordEnv: string | null;
  readonly tokenEnv: string | null;
}

/** Who is on call at an instant (epoch ms). */
export function onCallNow(onCall: OnCall, instantMs: number): readonly string[] {
  if (onCall.scheduled !== undefined) return onCall.scheduled;
  return onCall.rotation.length === 0 ? [] : [onCallAt(onCall, instantMs)];
}

/**
 * The person whose shift contains an instant (epoch ms): always exactly one. Shifts change at the same wall-clock time, even across clock
 * changes. The rotation extends backwards as well as forwards. Throws if it is empty.
 */
export function onCallAt({ rotation, daysEach, from, timezone }: OnCall, instantMs: number): string {
  const start = DateTime.fromISO(from, { zone: timezone });
  const startOf = (shift: number): number => start.plus({ days: shift * daysEach }).toMillis();
  const days = DateTime.fromMillis(instantMs, { zone: timezone }).diff(start, 'days').days;
  // A guess: a clock change can put it off by one.
  let shift = Math.floor(days / daysEach);
  while (startOf(shift) > instantMs) shift -= 1;
  while (startOf(shift + 1) <= instantMs) shift += 1;
  const length = rotation.length;
  const person = rotation[((shift % length) + length) % length];
  if (person === undefined) throw new Error('Nobody is in the rotation.');
  return person;
}
