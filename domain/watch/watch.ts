import type { PlannedCheck, WatchPlan } from './plan.ts';
import type { BadAtStart } from './bad-already.ts';
import type { Baseline, Blindness, Verdict } from './verdict.ts';

/** A measured value, and the limit beyond which it is bad. Instants are epoch ms. */
export interface BadValue {
  readonly at: number;
  /** When it was first found bad, if more was found since. */
  readonly since?: number;
  readonly value: number;
  readonly limit: number;
  readonly named: readonly string[];
}

export type Blind = Blindness & { readonly since: number };

export interface CheckState {
  readonly id: string;
  /** What was last reported as bad; null: it is not bad. Kept while the check cannot tell. */
  readonly bad: BadValue | null;
  /** Since when the check cannot tell; null: it can. `told`: this was reported, after some polls. */
  readonly blind: (Blind & { readonly told: boolean; readonly toldWhy?: string | undefined }) | null;
  /** It was bad when the release started and has not been well since. Not held against the release. */
  readonly badBefore: boolean;
  /** Polls in a row. A poll that cannot tell neither counts in the other two rows nor breaks them. */
  readonly inARow: { readonly bad: number; readonly well: number; readonly blind: number };
  /** The result of the last poll that could tell. */
  readonly last: BadValue | null;
  /** Null: not asked for, or still unknown. */
  readonly baseline: Baseline | null;
  /** The `newest` of the first poll (see `Reading`). Absent: unknown, or polled by an earlier version. */
  readonly newest?: number | undefined;
  /**
   * The `ids` of the last poll that could tell; while the check is bad, of the last one reported. Absent: as `newest`, or nothing is
   * listed.
   */
  readonly ids?: readonly string[] | undefined;
}

/** Everything a watch knows. Plain JSON, never mutated. */
export interface WatchState {
  readonly checks: readonly CheckState[];
  /** When it last polled; null: not yet. */
  readonly lookedAt: number | null;
  /** When the release finished; null: it is on production. */
  readonly finishedAt: number | null;
  /** Whether the release keeps its locks until the watch has passed. */
  readonly held: boolean;
}

/** What a watch reports. */
export type WatchEvent =
  | { readonly type: 'bad' | 'well' | 'badBefore'; readonly check: string; readonly found: BadValue }
  | { readonly type: 'blind'; readonly check: string; readonly blind: Blind }
  /** The check can tell again. */
  | { readonly type: 'sees'; readonly check: string; readonly found: BadValue }
  /** The time is over and everything is well. */
  | { readonly type: 'passed' }
  /** The time is over, but these checks are bad or cannot tell. */
  | { readonly type: 'over'; readonly bad: readonly string[]; readonly blind: readonly string[] }
  /** The release was rolled back, or ended otherwise. */
  | { readonly type: 'left' };

/** What one poll of one check brought. */
export interface CheckReading {
  readonly verdict: Verdict;
  /** The verdict on the value at the start of the release; null: not asked for, or unknown. */
  readonly atStart?: Verdict | null;
  readonly baseline?: Baseline | null;
  readonly newest?: number | undefined;
  readonly ids?: readonly string[] | undefined;
}

const foundAt = (at: number, { value, limit, named }: Omit<BadValue, 'at'>): BadValue => ({
  at,
  value,
  limit,
  named,
});

/**
 * `badBefore`: the checks known to be bad when the release started, at `startedAt` (epoch ms). Applies to Prometheus only: other sources
 * count only what is new since the start.
 */
export const beginWatch = (
  { checks }: WatchPlan,
  badBefore: readonly BadAtStart[] = [],
  startedAt = 0,
): WatchState => ({
  checks: checks.map(({ id, check }) => {
    const known = check.kind === 'prometheus' ? badBefore.find((one) => one.check === id) : undefined;
    const last = known === undefined ? null : foundAt(startedAt, known);
    return {
      id,
      ...{ bad: null, blind: null, badBefore: last !== null, last, baseline: null },
      inARow: { bad: 0, well: 0, blind: 0 },
    };
  }),
  lookedAt: null,
  finishedAt: null,
  held: false,
});

/** Applies what a poll at `now` found, by check ID. Pure. */
export function applyPoll(
  plan: WatchPlan,
  state: WatchState,
  looks: ReadonlyMap<string, CheckReading>,
  now: number,
): { readonly state: WatchState; readonly news: readonly WatchEvent[] } {
  const news: WatchEvent[] = [];
  const checks = state.checks.map((before) => {
    const planned = plan.checks.find(({ id }) => id === before.id);
    const found = looks.get(before.id);
    if (planned === undefined || found === undefined) return before;
    const taken = applyReading(planned, before, found, now);
    news.push(...taken.news);
    return taken.check;
  });
  return { state: { ...state, checks, lookedAt: now }, news };
}

interface Taken {
  readonly check: CheckState;
  readonly news: readonly WatchEvent[];
}

/** A source that fails to answer once is not reported. */
const blindLooks = 2;

function applyReading(planned: PlannedCheck, before: CheckState, look: CheckReading, now: number): Taken {
  const { verdict, baseline, newest, ids } = look;
  const known = {
    ...{ ...before, baseline: baseline ?? before.baseline },
    newest: newest ?? before.newest,
  };
  if (verdict.is === 'cannotTell') return takeBlindness(planned, known, verdict, now);
  const found = foundAt(now, verdict);
  const seeing = { ...known, blind: null, last: found };
  const sees: WatchEvent[] = before.blind?.told ? [{ type: 'sees', check: before.id, found }] : [];
  // Nobody knows the value before the release. If the first poll that can tell finds it bad, the value at the start is read once.
  const atFirst = before.last === null && look.atStart?.is === 'bad';
  const taken =
    verdict.is === 'bad'
      ? takeBad(planned, { ...seeing, badBefore: before.badBefore || atFirst }, found, {
          atFirst,
          more: hasMore(before, look),
        })
      : takeWell(planned, seeing, found);
  // While the check is bad, a listed problem counts as known once it was reported.
  const isKnown = taken.check.bad === null || taken.news.length > 0 || before.ids === undefined;
  const check = { ...taken.check, ids: (isKnown ? ids : undefined) ?? before.ids };
  return { check, news: [...sees, ...taken.news] };
}

/** Whether a new problem is listed. The check is then bad anew, since "not ours" was not said of that problem. */
const hasMore = ({ ids: known }: CheckState, { ids = [] }: CheckReading): boolean =>
  known !== undefined && ids.some((id) => !known.includes(id));

function takeBad(
  { check: { times } }: PlannedCheck,
  check: CheckState,
  found: BadValue,
  { atFirst, more }: { readonly atFirst: boolean; readonly more: boolean },
): Taken {
  const inARow = { bad: check.inARow.bad + 1, well: 0, blind: 0 };
  const counted = { ...check, inARow };
  if (check.badBefore) {
    return { check: counted, news: atFirst ? [{ type: 'badBefore', check: check.id, found }] : [] };
  }
  if (inARow.bad < times || (check.bad !== null && !more)) return { check: counted, news: [] };
  const first = check.bad === null ? {} : { since: check.bad.since ?? check.bad.at };
  const bad = { ...found, ...first };
  return { check: { ...counted, bad }, news: [{ type: 'bad', check: check.id, found: bad }] };
}

function takeWell({ check: { times } }: PlannedCheck, check: CheckState, found: BadValue): Taken {
  const inARow = { bad: 0, well: check.inARow.well + 1, blind: 0 };
  if (inARow.well < times) return { check: { ...check, inARow }, news: [] };
  const well: CheckState = { ...check, inARow, bad: null, badBefore: false };
  const recovers = check.bad !== null || check.badBefore;
  return { check: well, news: recovers ? [{ type: 'well', check: check.id, found }] : [] };
}

function takeBlindness(
  { check: { times } }: PlannedCheck,
  check: CheckState,
  verdict: Extract<Verdict, { is: 'cannotTell' }>,
  now: number,
): Taken {
  const { why, detail } = verdict;
  const before = check.blind;
  const inARow = { ...check.inARow, blind: check.inARow.blind + 1 };
  const told = before?.told === true || inARow.blind >= Math.max(times, blindLooks);
  const blind = { why, detail, since: before?.since ?? now } as Blind;
  // A different reason is reported once it has come twice, so that nobody looks for the old one. Earlier versions did not store `toldWhy`;
  // they reported the reason in `before`.
  const isOther = before?.told === true && (before.toldWhy ?? reasonIn(before)) !== reasonIn(verdict);
  const isNews = told && (before?.told !== true || (isOther && reasonIn(before) === reasonIn(verdict)));
  const toldWhy = isNews ? reasonIn(verdict) : before?.toldWhy;
  return {
    check: { ...check, inARow, blind: { ...blind, told, toldWhy } },
    news: isNews ? [{ type: 'blind', check: check.id, blind }] : [],
  };
}

/** Without numbers, which may differ at each poll. */
const reasonIn = ({ why, detail }: Blindness): string => `${why} ${(detail ?? '').replace(/\d+/g, '')}`;

/** How the watch ends at `now`; null: it goes on. While the release keeps its locks for it, it ends only when everything is well. */
export function endOf(
  plan: WatchPlan,
  { checks, finishedAt, held }: WatchState,
  now: number,
): Extract<WatchEvent, { type: 'passed' | 'over' }> | null {
  if (finishedAt === null || now < finishedAt + plan.forMs) return null;
  if (checks.some(isUndecided)) return null;
  const bad = checks.filter((check) => check.bad !== null).map(({ id }) => id);
  const blind = checks.filter((check) => check.blind !== null).map(({ id }) => id);
  if (bad.length + blind.length === 0) return { type: 'passed' };
  return held ? null : { type: 'over', bad, blind };
}

/** A few more polls decide whether it is bad, or whether it can tell. */
const isUndecided = ({ bad, blind, badBefore, inARow, last }: CheckState): boolean =>
  (blind === null && last === null) ||
  (blind !== null && !blind.told) ||
  (blind === null && bad === null && !badBefore && inARow.bad > 0);
