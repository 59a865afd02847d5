import { z } from 'zod';
import type { BadValue } from '../watch/watch.ts';
import type { EventRow } from './event-row.ts';

/** A bad reading of a release's charts while it was watched. */
export interface BadReading {
  readonly releaseKey: string;
  readonly check: string;
  readonly found: BadValue;
}

/** The types of the log rows about such readings. */
export const badReadingTypes = ['watchBad', 'watchNotOurs'];

const bad = z.object({
  check: z.string(),
  found: z.object({ at: z.number(), value: z.number(), limit: z.number(), named: z.array(z.string()) }),
});
const notOurs = z.object({ check: z.string() });

/** The bad readings in rows of the log, oldest first, except those that somebody then declared not to be because of the release. */
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
