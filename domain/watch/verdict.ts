import type { Bound, WatchCheck } from './check.ts';

/** Epoch ms, and the value then. */
export type Point = readonly [at: number, value: number];

/** Why a look could not tell anything, by code. */
export type Blindness =
  /** Nothing there; no number; more than one series, so that nobody knows which is meant; nothing to compare with. */
  | { readonly why: 'empty' | 'notANumber' | 'severalSeries' | 'noBaseline'; readonly detail: null }
  /** The source is down, refuses, or is gone from the configuration; in a line, without a secret. */
  | { readonly why: 'source'; readonly detail: string };

/** What a source says to a check. */
export type Reading =
  /** The newest value of each series that fits. */
  | { readonly says: 'values'; readonly values: readonly number[] }
  /**
   * What is wrong, as the source lists it; `count`: how much that is, as not all may be named; `since`: when the oldest of it began, epoch ms;
   * `newest`: the number of what was newest of all at the first look, where the source numbers what comes; `ids`: of what it lists, the newest first.
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

/** What it was before the release: within the hour before, and in the same hour a week ago. Null: not known. */
export interface Baseline {
  readonly hourBefore: number | null;
  readonly weekBefore: number | null;
}

/** What one look finds of one check. */
export type Verdict =
  | {
      readonly is: 'well' | 'bad';
      readonly value: number;
      /** That which it has passed, or has not; of several the one that decides. */
      readonly limit: number;
      readonly named: readonly string[];
    }
  | ({ readonly is: 'cannotTell' } & Blindness);

const blind = (why: Exclude<Blindness['why'], 'source'>): Verdict => ({
  is: 'cannotTell',
  why,
  detail: null,
});

/** What is not known is neither well nor bad. */
export function verdictOf(check: WatchCheck, reading: Reading, baseline: Baseline | null): Verdict {
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

/** It has to be worse than at both times: some hours are always busy. */
function beforeIt(baseline: Baseline | null): number | null {
  const known = [baseline?.hourBefore, baseline?.weekBefore].filter((value) => value != null);
  return known.length === 0 ? null : Math.max(...known);
}

/** The mean of what there is; null if that is nothing. */
export function meanOf(points: readonly Point[]): number | null {
  const values = points.map(([, value]) => value).filter(Number.isFinite);
  return values.length === 0 ? null : values.reduce((sum, value) => sum + value, 0) / values.length;
}
