import { z } from 'zod';
import type { Found } from '../watch/watch.ts';
import type { EventRow } from './event-row.ts';

/** What was found bad of a release while it was watched. */
export interface BadReading {
  readonly releaseKey: string;
  readonly check: string;
  readonly found: Found;
}

/** The types of the rows that tell of it. */
export const badReadingTypes = ['watchBad', 'watchNotOurs'];

const bad = z.object({
  check: z.string(),
  found: z.object({ at: z.number(), value: z.number(), limit: z.number(), named: z.array(z.string()) }),
});
const notOurs = z.object({ check: z.string() });

/** What rows of the log, the oldest first, tell of it; nothing of what somebody then said not to be because of the release. */
export function badReadingsIn(rows: readonly EventRow[]): readonly BadReading[] {
  return rows.reduce<readonly BadReading[]>((before, { type, releaseKey, facts }) => {
    if (releaseKey === null) return before;
    if (type === 'watchBad') {
      const { data } = bad.safeParse(facts);
      return data === undefined ? before : [...before, { releaseKey, ...data }];
    }
    const { data } = notOurs.safeParse(facts);
    return before.filter((one) => one.releaseKey !== releaseKey || one.check !== data?.check);
  }, []);
}
