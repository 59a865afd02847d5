import { DateTime } from 'luxon';

/** People who are on call one after the other, or as a schedule elsewhere says. */
export interface OnCall {
  /** Slack user IDs; none only where there is a schedule. */
  readonly rotation: readonly string[];
  readonly daysEach: number;
  /** When the first shift of the first one starts: `2026-01-05T10:00`, local time in `timezone`. */
  readonly from: string;
  /** An IANA zone. */
  readonly timezone: string;
  /** Where others keep who is on call. Absent: nowhere. */
  readonly schedule?: OnCallSchedule;
  /** The Slack user IDs of those whom the schedule names now. Absent: it does not tell, so the rotation counts. */
  readonly scheduled?: readonly string[];
}

/** A name that ends in `Env` is that of an environment variable with a secret in it; null: without. */
export interface OnCallSchedule {
  readonly kind: 'pagerduty' | 'opsgenie' | 'grafana-oncall' | 'ics';
  /** As the service calls it; of a calendar null. */
  readonly id: string | null;
  /** Of the service, or of the calendar. Null: it is a secret itself, in `urlEnv`. */
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
 * Whose shift of the rotation an instant (epoch ms) is in: always exactly one. Shifts change at the same wall-clock time, also when the clocks
 * change in between, and the rotation reaches as far back as it does ahead.
 */
export function onCallAt({ rotation, daysEach, from, timezone }: OnCall, instantMs: number): string {
  const start = DateTime.fromISO(from, { zone: timezone });
  const startOf = (shift: number): number => start.plus({ days: shift * daysEach }).toMillis();
  const days = DateTime.fromMillis(instantMs, { zone: timezone }).diff(start, 'days').days;
  // A guess: a day with a clock change can put it off by one.
  let shift = Math.floor(days / daysEach);
  while (startOf(shift) > instantMs) shift -= 1;
  while (startOf(shift + 1) <= instantMs) shift += 1;
  const length = rotation.length;
  const person = rotation[((shift % length) + length) % length];
  if (person === undefined) throw new Error('Nobody is in the rotation.');
  return person;
}
