import type { PlannedCheck, WatchPlan } from './plan.ts';
import type { BadAtStart } from './bad-already.ts';
import type { Baseline, Blindness, Verdict } from './verdict.ts';

/** A value that was found, and beyond which it is bad. Instants are epoch ms. */
export interface Found {
  readonly at: number;
  /** When it was found bad first, if more has come since. */
  readonly since?: number;
  readonly value: number;
  readonly limit: number;
  readonly named: readonly string[];
}

export type Blind = Blindness & { readonly since: number };

/** How one check stands. */
export interface CheckState {
  readonly id: string;
  /** It is bad; what was told last. It stays so while nobody can tell. */
  readonly bad: Found | null;
  /** Nobody can tell since then. Told once that was so for some looks. */
  readonly blind: (Blind & { readonly told: boolean; readonly toldWhy?: string | undefined }) | null;
  /** It was bad when the release started, and was never well since: that is not held against it. */
  readonly badBefore: boolean;
  /** Looks in a row; one that cannot tell neither counts nor breaks a row of the others. */
  readonly inARow: { readonly bad: number; readonly well: number; readonly blind: number };
  /** What the last look found that could tell. */
  readonly last: Found | null;
  /** Null as long as it was not asked for, or nobody could tell. */
  readonly baseline: Baseline | null;
  /** What was newest at the first look: see `Reading`. Absent: not known, or not to the version that looked. */
  readonly newest?: number | undefined;
  /** What was listed by the last look that could tell; while it is bad, by that which was told last. Absent likewise, or nothing is listed. */
  readonly ids?: readonly string[] | undefined;
}

/** Everything a watch knows. Plain JSON; replaced, never changed. */
export interface WatchState {
  readonly checks: readonly CheckState[];
  /** When it looked last; null: not yet. */
  readonly lookedAt: number | null;
  /** When the release had ended well; null: it is on production. */
  readonly finishedAt: number | null;
  /** Whether it keeps its locks until this has passed. */
  readonly held: boolean;
}

/** What a watch has to tell, with what was found. */
export type WatchNews =
  | { readonly type: 'bad' | 'well' | 'badBefore'; readonly check: string; readonly found: Found }
  | { readonly type: 'blind'; readonly check: string; readonly blind: Blind }
  /** It can tell again. */
  | { readonly type: 'sees'; readonly check: string; readonly found: Found }
  /** The time is over, and everything is well. */
  | { readonly type: 'passed' }
  /** The time is over; of these it is bad, or cannot tell. */
  | { readonly type: 'over'; readonly bad: readonly string[]; readonly blind: readonly string[] }
  /** The release was rolled back, or ended otherwise. */
  | { readonly type: 'left' };

/** What one look found of one check. */
export interface CheckReading {
  readonly verdict: Verdict;
  /** What it was when the release started; null where that was not asked for, or is not known. */
  readonly atStart?: Verdict | null;
  readonly baseline?: Baseline | null;
  readonly newest?: number | undefined;
  readonly ids?: readonly string[] | undefined;
}

const foundAt = (at: number, { value, limit, named }: Omit<Found, 'at'>): Found => ({
  at,
  value,
  limit,
  named,
});

/**
 * `badBefore`: what whoever started the release at `startedAt` (epoch ms) knew to be bad. A source that counts only what is new since the start begins
 * at nothing in any case.
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

/** Takes what a look at `now` found of the checks, by their IDs. Pure. */
export function look(
  plan: WatchPlan,
  state: WatchState,
  looks: ReadonlyMap<string, CheckReading>,
  now: number,
): { readonly state: WatchState; readonly news: readonly WatchNews[] } {
  const news: WatchNews[] = [];
  const checks = state.checks.map((before) => {
    const planned = plan.checks.find(({ id }) => id === before.id);
    const found = looks.get(before.id);
    if (planned === undefined || found === undefined) return before;
    const taken = takeLook(planned, before, found, now);
    news.push(...taken.news);
    return taken.check;
  });
  return { state: { ...state, checks, lookedAt: now }, news };
}

interface Taken {
  readonly check: CheckState;
  readonly news: readonly WatchNews[];
}

/** A source that does not answer once is no news. */
const blindLooks = 2;

function takeLook(planned: PlannedCheck, before: CheckState, look: CheckReading, now: number): Taken {
  const { verdict, baseline, newest, ids } = look;
  const known = {
    ...{ ...before, baseline: baseline ?? before.baseline },
    newest: newest ?? before.newest,
  };
  if (verdict.is === 'cannotTell') return takeBlindness(planned, known, verdict, now);
  const found = foundAt(now, verdict);
  const seeing = { ...known, blind: null, last: found };
  const sees: WatchNews[] = before.blind?.told ? [{ type: 'sees', check: before.id, found }] : [];
  // Nobody knew how it was before the release, so it is asked for once, when it is bad for the first time.
  const atFirst = before.last === null && look.atStart?.is === 'bad';
  const taken =
    verdict.is === 'bad'
      ? takeBad(planned, { ...seeing, badBefore: before.badBefore || atFirst }, found, {
          atFirst,
          more: hasMore(before, look),
        })
      : takeWell(planned, seeing, found);
  // While it is bad, what is listed counts as known once it was told.
  const isKnown = taken.check.bad === null || taken.news.length > 0 || before.ids === undefined;
  const check = { ...taken.check, ids: (isKnown ? ids : undefined) ?? before.ids };
  return { check, news: [...sees, ...taken.news] };
}

/** Whether something is listed that was not: what is bad is so anew, and who said that it is not the release's did not mean that. */
const hasMore = ({ ids: known }: CheckState, { ids = [] }: CheckReading): boolean =>
  known !== undefined && ids.some((id) => !known.includes(id));

function takeBad(
  { check: { times } }: PlannedCheck,
  check: CheckState,
  found: Found,
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

function takeWell({ check: { times } }: PlannedCheck, check: CheckState, found: Found): Taken {
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
  // Another reason is told when it has come twice: whoever mends it should not look for the first one.
  // One that an earlier version told is as it was then.
  const isOther = before?.told === true && (before.toldWhy ?? reasonIn(before)) !== reasonIn(verdict);
  const isNews = told && (before?.told !== true || (isOther && reasonIn(before) === reasonIn(verdict)));
  const toldWhy = isNews ? reasonIn(verdict) : before?.toldWhy;
  return {
    check: { ...check, inARow, blind: { ...blind, told, toldWhy } },
    news: isNews ? [{ type: 'blind', check: check.id, blind }] : [],
  };
}

/** Numbers in it may be others at each look. */
const reasonIn = ({ why, detail }: Blindness): string => `${why} ${(detail ?? '').replace(/\d+/g, '')}`;

/** How it ends at `now`; null: it goes on. As long as the release keeps its locks for it, it ends only when everything is well. */
export function endOf(
  plan: WatchPlan,
  { checks, finishedAt, held }: WatchState,
  now: number,
): Extract<WatchNews, { type: 'passed' | 'over' }> | null {
  if (finishedAt === null || now < finishedAt + plan.forMs) return null;
  if (checks.some(isUndecided)) return null;
  const bad = checks.filter((check) => check.bad !== null).map(({ id }) => id);
  const blind = checks.filter((check) => check.blind !== null).map(({ id }) => id);
  if (bad.length + blind.length === 0) return { type: 'passed' };
  return held ? null : { type: 'over', bad, blind };
}

/** A few more looks decide whether it is bad, or whether it can be told. */
const isUndecided = ({ bad, blind, badBefore, inARow, last }: CheckState): boolean =>
  (blind === null && last === null) ||
  (blind !== null && !blind.told) ||
  (blind === null && bad === null && !badBefore && inARow.bad > 0);
