import type { WatchCheck } from '../../domain/watch/check.ts';
import type { Point, SourceReading } from '../../domain/watch/verdict.ts';

/** The parameters of a reading. Instants are epoch ms. */
export interface ReadingRequest {
  /** When the release went to production: problems from before do not count. Null: it has not, so all of them count. */
  readonly since: number | null;
  /** Null: now. */
  readonly at: number | null;
  /** The newest event at the first look. Later events are new, whatever the source's clock says. Absent at the first look. */
  readonly newest?: number | undefined;
}

/** A monitoring server. Never throws: a failure is a reading, too. */
export interface Source {
  readonly read: (check: WatchCheck, look: ReadingRequest) => Promise<SourceReading>;
  /** The values over time. Empty if there is no series, or more than one; null if the source did not answer. */
  readonly course: (check: WatchCheck, from: number, to: number) => Promise<readonly Point[] | null>;
  /** Whether it can be read for a past instant. Otherwise it counts only what is new since the start. */
  readonly remembers: boolean;
}

export const noCourse = (): Promise<null> => Promise.resolve(null);
