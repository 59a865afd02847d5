import { DateTime } from 'luxon';

/** When people work. */
export interface Calendar {
  /** An IANA zone, such as `Europe/Berlin`. */
  readonly timezone: string;
  /** ISO weekdays, 1 is Monday and 7 is Sunday. */
  readonly days: readonly number[];
  /** Minutes from local midnight; `fromMinute < toMinute <= 1440`. */
  readonly fromMinute: number;
  readonly toMinute: number;
}

const tenYearsMs = 10 * 365 * 24 * 3_600_000;

interface Shift {
  readonly startMs: number;
  readonly endMs: number;
}

/** The shifts from the local day of an instant on, without end. Clock changes count as the time that really passed. */
function* shiftsFrom(instantMs: number, calendar: Calendar): Generator<Shift> {
  const { timezone, days, fromMinute, toMinute } = calendar;
  const first = DateTime.fromMillis(instantMs, { zone: timezone }).startOf('day');
  for (let offset = 0; ; offset += 1) {
    const day = first.plus({ days: offset });
    if (!days.includes(day.weekday)) continue;
    yield { startMs: atMinute(day, fromMinute), endMs: atMinute(day, toMinute) };
  }
}

/** Local times are wall-clock times: on a day with a clock change, ten o'clock is not ten hours after midnight. */
const atMinute = (day: DateTime, minute: number): number =>
  minute === 24 * 60
    ? day.plus({ days: 1 }).toMillis()
    : day.set({ hour: Math.floor(minute / 60), minute: minute % 60 }).toMillis();

/**
 * The instant at which `durationMs` of working time have passed since `startMs`; both instants in epoch ms.
 * For a duration of 0 it is `startMs` itself, within working time or not. It is never later than ten years after
 * `startMs`, so that no duration and no calendar keep a workflow busy.
 */
export function addWorkingTime(startMs: number, durationMs: number, calendar: Calendar): number {
  const latest = startMs + tenYearsMs;
  let left = Math.max(0, durationMs);
  if (left === 0) return startMs;
  for (const shift of shiftsFrom(startMs, calendar)) {
    const from = Math.max(shift.startMs, startMs);
    const available = Math.max(0, shift.endMs - from);
    if (left <= available) return Math.min(from + left, latest);
    if (shift.startMs > latest) break;
    left -= available;
  }
  return latest;
}

/** How much of the time between two instants, in epoch ms, is working time, in ms. */
export function workingTimeBetween(fromMs: number, toMs: number, calendar: Calendar): number {
  let total = 0;
  for (const shift of shiftsFrom(fromMs, calendar)) {
    if (shift.startMs >= toMs) return total;
    total += Math.max(0, Math.min(shift.endMs, toMs) - Math.max(shift.startMs, fromMs));
  }
  return total;
}
