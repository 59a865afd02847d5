import type { WatchCheck } from '../../domain/watch/check.ts';
import type { Point, Reading } from '../../domain/watch/verdict.ts';

/** What a look asks for. Instants are epoch ms. */
export interface ReadingRequest {
  /** When the release went to production: what is older is none of its. Null: it has not, and all of it counts. */
  readonly since: number | null;
  /** Null: now. */
  readonly at: number | null;
  /** As the first look's reading had it: what came later is new whatever the source's clock says. Absent: this is the first one. */
  readonly newest?: number | undefined;
}

/** A server that knows how things are. Throws nothing: what it cannot tell is a reading, too. */
export interface Source {
  readonly read: (check: WatchCheck, look: ReadingRequest) => Promise<Reading>;
  /** How a value has gone: nowhere, where there is none, or more than one; null where the source did not say. */
  readonly course: (check: WatchCheck, from: number, to: number) => Promise<readonly Point[] | null>;
  /** Whether it can tell how it was at an instant of before. Else it counts only what is new since the start. */
  readonly remembers: boolean;
}

export const noCourse = (): Promise<null> => Promise.resolve(null);
