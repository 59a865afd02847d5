import type { Bound, WatchCheck } from './check.ts';

/** Epoch ms, and the value then. */
export type Point = readonly [at: number, value: number];

/** Why a poll could not tell whether a check is well or bad. */
export type Blindness =
  /** No data; not a number; several series, so that it is unclear which is meant; nothing to compare with. */
  | { readonly why: 'empty' | 'notANumber' | 'severalSeries' | 'noBaseline'; readonly detail: null }
  /** The source is down, refuses, or is no longer configured. `detail` is one line without secrets. */
  | { readonly why: 'source'; readonly detail: string };

/** The answer of a source to a check. */
export type SourceReading =
  /** The newest value of each matching series. */
  | { readonly says: 'values'; readonly values: readonly number[] }
  /**
   * The problems that the source lists. `count`: their number, since `named` may be incomplete. `since`: when the oldest began, epoch ms.
   * `newest`: at the first poll, the highest number of all, if the source numbers them. `ids`: those of the listed ones, newest first.
   */
  | {
      readonly says: 'found';
      readonly count: number;
      readonly named: readonly string[];
      readonly since?: number;
      readonly newest?: number;
      readonly ids?: readonly string[];
    }
  | { readonly says: 'nothing'; readonly reason: string };

/** The value before the release: in the hour before, and in the same hour a week earlier. Null: unknown. */
export interface Baseline {
  readonly hourBefore: number | null;
  readonly weekBefore: number | null;
}

/** The result of one poll of one check. */
export type Verdict =
  | {
      readonly is: 'well' | 'bad';
      readonly value: number;
      /** The limit that decides, exceeded or not. */
      readonly limit: number;
      readonly named: readonly string[];
    }
  | ({ readonly is: 'cannotTell' } & Blindness);

const blind = (why: Exclude<Blindness['why'], 'source'>): Verdict => ({
  is: 'cannotTell',
  why,
  detail: null,
});

/** An unknown value is neither well nor bad. */
export function verdictOf(check: WatchCheck, reading: SourceReading, baseline: Baseline | null): Verdict {
  switch (reading.says) {
    case 'nothing':
      return { is: 'cannotTell', why: 'source', detail: reading.reason };
    case 'found': {
      const limit = check.kind === 'sentry' ? (check.bound.above ?? 0) : 0;
      const { count, named } = reading;
      return { is: count > limit ? 'bad' : 'well', value: count, limit, named };
    }
    case 'values':
      return check.kind === 'zabbix' ? blind('empty') : ofValues(reading.values, check.bound, baseline);
  }
}

function ofValues(values: readonly number[], bound: Bound, baseline: Baseline | null): Verdict {
  const [value, ...others] = values;
  if (value === undefined) return blind('empty');
  if (others.length > 0) return blind('severalSeries');
  if (!Number.isFinite(value)) return blind('notANumber');
  if (bound.below !== null) {
    return { is: value < bound.below ? 'bad' : 'well', value, limit: bound.below, named: [] };
  }
  const before = beforeIt(baseline);
  if (bound.worseThanBefore !== null && before === null) return blind('noBaseline');
  const limit = Math.max(
    ...(bound.above === null ? [] : [bound.above]),
    ...(bound.worseThanBefore === null || before === null ? [] : [bound.worseThanBefore * before]),
  );
  return { is: value > limit ? 'bad' : 'well', value, limit, named: [] };
}

/** The worse of both, since some hours are always busy. Null: neither is known. */
function beforeIt(baseline: Baseline | null): number | null {
  const known = [baseline?.hourBefore, baseline?.weekBefore].filter((value) => value != null);
  return known.length === 0 ? null : Math.max(...known);
}

/** The mean of the finite values; null if there are none. */
export function meanOf(points: readonly Point[]): number | null {
  const values = points.map(([, value]) => value).filter(Number.isFinite);
  return values.length === 0 ? null : values.reduce((sum, value) => sum + value, 0) / values.length;
}
