import { IANAZone } from 'luxon';
import { reasonOf } from '../reason-of.ts';
import { localStarts, once, readRule } from './freeze-window.ts';
import type { FreezeWindow } from './freeze-window.ts';

const parts =
  'FREQ, INTERVAL, COUNT, UNTIL, WKST, BYMONTH, BYWEEKNO, BYYEARDAY, BYMONTHDAY, BYDAY and BYSETPOS'.split(
    /, | and /,
  );
const frequencies = ['DAILY', 'WEEKLY', 'MONTHLY', 'YEARLY'];
/** Any start will do to check whether a rule can be read. */
const someDay = '2026-01-01T00:00';
/** How many windows are checked for beginning before the previous one has ended. */
const looked = 100;

/** What is wrong with an RRULE, or null. */
export function ruleMistake(rule: string): string | null {
  const given = rule.split(';');
  const unknown = given.find((part) => !parts.includes(part.replace(/=.*/s, '')));
  if (unknown !== undefined) {
    return `must be an iCalendar rule such as FREQ=WEEKLY;BYDAY=FR; ${JSON.stringify(unknown)} is no part of one (${parts.join(', ')})`;
  }
  const frequency = given.find((part) => part.startsWith('FREQ='))?.slice('FREQ='.length);
  if (frequency === undefined || !frequencies.includes(frequency)) {
    return `must have one of ${frequencies.map((name) => `FREQ=${name}`).join(', ')}`;
  }
  const until = given.find((part) => part.startsWith('UNTIL='));
  if (until !== undefined && !/^UNTIL=\d{8}$/.test(until)) {
    return `has ${until}; it must be the last day, such as UNTIL=20261231`;
  }
  return unreadable(rule, given);
}

/** The library ignores what it does not understand. A part that it does not return would make the freeze come at other times than meant. */
function unreadable(rule: string, given: readonly string[]): string | null {
  try {
    const understood = readRule(rule, someDay)
      .toString()
      .split(/[;:\n]/);
    const lost = given.find(
      (part) => !understood.includes(part) && part !== 'INTERVAL=1' && !part.startsWith('UNTIL='),
    );
    if (lost !== undefined) return `has ${lost}, which cannot be understood`;
    return given.includes('COUNT=0') ? 'has COUNT=0, so it never comes' : null;
  } catch (error) {
    return `cannot be understood: ${reasonOf(error)}`;
  }
}

/** What is wrong with a window whose parts are valid each by itself, or null. */
export function windowMistake(window: Pick<FreezeWindow, 'start' | 'rule' | 'forMs'>): string | null {
  let before: number | null = null;
  let count = 0;
  try {
    for (const start of localStarts({ ...window, timezone: 'UTC', reason: '' }, 0)) {
      if (before !== null && start < before + window.forMs) {
        return 'each must have ended before the next one begins; a shorter `for`, or a rule that comes less often';
      }
      before = start;
      count += 1;
      if (count === looked) break;
    }
  } catch (error) {
    return `the rule cannot be worked out: ${reasonOf(error)}`;
  }
  return before === null ? 'there is no day from `start` on to which the rule applies' : null;
}

/** Whether a coordinator can work with a window, whoever sent it. */
export const isWindow = (window: FreezeWindow): boolean =>
  IANAZone.isValidZone(window.timezone) &&
  (window.rule === once || ruleMistake(window.rule) === null) &&
  windowMistake(window) === null;
