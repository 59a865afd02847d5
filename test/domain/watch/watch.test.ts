import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { WatchPlan } from '../../../domain/watch/plan.ts';
import { meanOf, verdictOf } from '../../../domain/watch/verdict.ts';
import type { Baseline, SourceReading, Verdict } from '../../../domain/watch/verdict.ts';
import { beginWatch, endOf, applyPoll } from '../../../domain/watch/watch.ts';
import { shownOf } from '../../../domain/watch/shown.ts';
import type { CheckReading, WatchEvent, WatchState } from '../../../domain/watch/watch.ts';

const bound = { above: null, below: null, worseThanBefore: null };
const check = {
  kind: 'prometheus',
  name: 'errors',
  source: 'prom',
  times: 3,
  query: 'errors',
  bound,
} as const;
const planned = {
  id: 'billing/errors',
  component: 'billing',
  check: { ...check, bound: { ...bound, above: 2 } },
};
const plan: WatchPlan = { forMs: 10_000, everyMs: 1000, holdLock: false, checks: [planned] };

const values = (...all: number[]): SourceReading => ({ says: 'values', values: all });
const before = (hourBefore: number | null, weekBefore: number | null): Baseline => ({
  hourBefore,
  weekBefore,
});
const blind = { is: 'cannotTell', detail: null } as const;

describe('what a look says', () => {
  it.each<[string, Partial<typeof bound> | Record<string, number>, SourceReading, Baseline | null, object]>([
    ['above its limit', { above: 2 }, values(2.1), null, { is: 'bad', value: 2.1, limit: 2 }],
    ['at its limit', { above: 2 }, values(2), null, { is: 'well' }],
    ['below the least', { below: 0.9 }, values(0.5), null, { is: 'bad', limit: 0.9 }],
    ['at the least', { below: 0.9 }, values(0.9), null, { is: 'well' }],
    ['nothing there', { above: 2 }, values(), null, { ...blind, why: 'empty' }],
    ['no number', { above: 2 }, values(NaN), null, { ...blind, why: 'notANumber' }],
    ['without end', { above: 2 }, values(Infinity), null, { ...blind, why: 'notANumber' }],
    ['without end downwards', { below: 2 }, values(-Infinity), null, { ...blind, why: 'notANumber' }],
    ['two series', { above: 2 }, values(9, 9), null, { ...blind, why: 'severalSeries' }],
    [
      'a source that is down',
      { above: 2 },
      { says: 'nothing', reason: 'down' },
      null,
      { is: 'cannotTell', why: 'source', detail: 'down' },
    ],
    ['nothing to compare with', { worseThanBefore: 1.5 }, values(9), null, { ...blind, why: 'noBaseline' }],
    [
      'nothing known of before',
      { worseThanBefore: 1.5 },
      values(9),
      before(null, null),
      { ...blind, why: 'noBaseline' },
    ],
    ['worse than both', { worseThanBefore: 1.5 }, values(7), before(2, 4), { is: 'bad', limit: 6 }],
    [
      'worse than the hour before alone',
      { worseThanBefore: 1.5 },
      values(5),
      before(2, 4),
      { is: 'well', limit: 6 },
    ],
    [
      'worse than the only one known',
      { worseThanBefore: 1.5 },
      values(5),
      before(2, null),
      { is: 'bad', limit: 3 },
    ],
    [
      'where there was nothing before',
      { worseThanBefore: 1.5 },
      values(0.1),
      before(0, 0),
      { is: 'bad', limit: 0 },
    ],
    [
      'worse, and still little',
      { worseThanBefore: 1.5, above: 1 },
      values(0.1),
      before(0, 0),
      { is: 'well', limit: 1 },
    ],
  ])('%s', (_, limits, reading, baseline, verdict) => {
    expect(verdictOf({ ...check, bound: { ...bound, ...limits } }, reading, baseline)).toMatchObject(verdict);
  });

  it('counts what a source lists', () => {
    const zabbix = {
      kind: 'zabbix',
      name: 'problems',
      source: 'zbx',
      times: 1,
      group: 'Billing',
      severity: 'high',
    } as const;
    const sentry = {
      ...check,
      kind: 'sentry',
      project: 'billing',
      environment: null,
      bound: { ...bound, above: 5 },
    } as const;
    const found = (count: number): SourceReading => ({ says: 'found', count, named: [] });
    expect(verdictOf(zabbix, found(0), null).is).toBe('well');
    expect(verdictOf(zabbix, found(1), null).is).toBe('bad');
    expect(verdictOf(sentry, found(5), null).is).toBe('well');
    expect(verdictOf(sentry, found(6), null)).toMatchObject({ is: 'bad', value: 6, limit: 5 });
  });

  it('takes the mean of what is a number', () => {
    expect(
      meanOf([
        [1, 2],
        [2, NaN],
        [3, 4],
      ]),
    ).toBe(3);
    expect(meanOf([[1, NaN]])).toBeNull();
  });
});

const bad: Verdict = { is: 'bad', value: 3, limit: 2, named: [] };
const well: Verdict = { is: 'well', value: 1, limit: 2, named: [] };
const dark: Verdict = { is: 'cannotTell', why: 'empty', detail: null };

/** One look for each verdict, a second apart. In between the state goes through JSON, as it does from worker to worker. */
function lookAll(
  verdicts: readonly Verdict[],
  first: Omit<CheckReading, 'verdict'> = {},
  state = beginWatch(plan),
) {
  return verdicts.reduce<{ state: WatchState; news: WatchEvent[] }>(
    (before, verdict, index) => {
      const kept = JSON.parse(JSON.stringify(before.state)) as WatchState;
      const looks = new Map([[planned.id, { ...(index === 0 ? first : {}), verdict }]]);
      const { state: next, news } = applyPoll(plan, kept, looks, (kept.lookedAt ?? 0) + 1000);
      return { state: next, news: [...before.news, ...news] };
    },
    { state, news: [] },
  );
}
const told = (verdicts: readonly Verdict[], first?: Omit<CheckReading, 'verdict'>) =>
  lookAll(verdicts, first).news.map(({ type }) => type);

describe('what many looks say', () => {
  it('is bad after so many looks in a row, and told once', () => {
    expect(told([bad, bad])).toEqual([]);
    expect(told([bad, bad, well, bad, bad])).toEqual([]);
    expect(told([bad, bad, bad, bad, bad])).toEqual(['bad']);
  });

  it('becomes well again, and bad again', () => {
    expect(told([bad, bad, bad, well, well, bad, well, well, well, bad, bad, bad])).toEqual([
      'bad',
      'well',
      'bad',
    ]);
  });

  it('does not see for some looks: that is told, and is neither bad nor well', () => {
    expect(told([well, dark, dark])).toEqual([]);
    expect(told([well, dark, dark, dark, dark])).toEqual(['blind']);
    expect(told([dark, dark, dark, well])).toEqual(['blind', 'sees']);
    expect(told([bad, dark, bad, dark, bad])).toEqual(['bad']);
    expect(told([bad, bad, bad, dark, dark, dark, well, well])).toEqual(['bad', 'blind', 'sees']);
  });

  it('says why it does not see anew when that has become another reason, and not for each number in it', () => {
    const by = (detail: string): Verdict => ({ is: 'cannotTell', why: 'source', detail });
    const reasons = [by('HTTP 500'), by('HTTP 500'), by('HTTP 503'), by('no token'), by('HTTP 500')];
    const { news } = lookAll([...reasons, by('no token'), by('no token'), dark, dark, dark]);
    const said = news.map((one) => (one.type === 'blind' ? (one.blind.detail ?? one.blind.why) : one.type));
    expect(said).toEqual(['HTTP 503', 'no token', 'empty']);
  });

  it('does not hold against a release what was bad before, until it has been well', () => {
    expect(told([bad, bad, bad, bad], { atStart: bad })).toEqual(['badBefore']);
    const again = [bad, bad, bad, well, well, well, bad, bad, bad];
    expect(told(again, { atStart: bad })).toEqual(['badBefore', 'well', 'bad']);
    expect(told([bad, bad, bad], { atStart: well })).toEqual(['bad']);
    expect(told([bad, bad, bad], { atStart: dark })).toEqual(['bad']);
  });

  it('is bad anew when something is listed that was not, and whoever said that it is not ours did not mean that', () => {
    const zabbix = {
      kind: 'zabbix',
      name: 'problems',
      source: 'zbx',
      times: 1,
      group: 'B',
      severity: 'high',
    } as const;
    const listing: WatchPlan = { ...plan, checks: [{ ...planned, check: zabbix }] };
    const looks: readonly (readonly string[] | null)[] = [['1'], ['1'], null, ['2', '1'], ['2'], ['2', '1']];
    let state = beginWatch(listing);
    const said = looks.map((ids, index) => {
      const seen: CheckReading = ids === null ? { verdict: dark } : { verdict: bad, ids };
      const taken = applyPoll(listing, state, new Map([[planned.id, seen]]), index);
      state = JSON.parse(JSON.stringify(taken.state)) as WatchState;
      const notOurs = { [planned.id]: { actor: 'U_ANN', badSince: 0 } };
      const excused = shownOf(listing, state, notOurs, null).bad.map((one) => one.notOurs);
      return [taken.news.map(({ type }) => type), excused];
    });
    const [old, fresh] = [
      [[], ['U_ANN']],
      [['bad'], [null]],
    ];
    const known = [[], [null]];
    expect(said).toEqual([[['bad'], ['U_ANN']], old, old, fresh, known, known]);
    expect(state.checks[0]?.bad).toMatchObject({ at: 3, since: 0 });
  });

  it('is bad anew also where it takes several looks to be bad', () => {
    const twice: WatchPlan = {
      ...plan,
      checks: [{ ...planned, check: { ...planned.check, times: 2 } }],
    };
    let state = beginWatch(twice);
    const said = [['1'], ['1'], null, ['2'], ['2'], ['2']].map((ids, index) => {
      const seen: CheckReading = ids === null ? { verdict: well, ids: [] } : { verdict: bad, ids };
      const taken = applyPoll(twice, state, new Map([[planned.id, seen]]), index);
      ({ state } = taken);
      return taken.news.map(({ type }) => type);
    });
    expect(said).toEqual([[], ['bad'], [], [], ['bad'], []]);
  });

  it('goes on with what a version before knew, which had no list', () => {
    const { state } = lookAll([bad, bad, bad]);
    expect(lookAll([bad], { ids: ['1'] }, state).news).toEqual([]);
  });

  const anyVerdicts = fc.array(fc.constantFrom(bad, well, dark), { maxLength: 40 });

  it('never tells of bad without so many bad looks since the last good one, whatever could not be told', () => {
    fc.assert(
      fc.property(anyVerdicts, (verdicts) => {
        const { state, news } = lookAll(verdicts);
        const seen = verdicts.filter(({ is }) => is !== 'cannotTell');
        const tail = (is: string) => seen.length - 1 - seen.findLastIndex((one) => one.is !== is);
        expect(state.checks[0]?.inARow).toMatchObject({ bad: tail('bad'), well: tail('well') });
        if (tail('bad') >= 3) expect(state.checks[0]?.bad).not.toBeNull();
        if (tail('well') >= 3) expect(state.checks[0]?.bad).toBeNull();
        // `bad` and `well` alternate.
        const turns = news.map(({ type }) => type).filter((type) => type === 'bad' || type === 'well');
        expect(turns.every((type, index) => type === (index % 2 === 0 ? 'bad' : 'well'))).toBe(true);
      }),
    );
  });

  it('what cannot be told changes nothing that is known', () => {
    fc.assert(
      fc.property(anyVerdicts, (verdicts) => {
        const seen = verdicts.filter(({ is }) => is !== 'cannotTell');
        expect(lookAll(verdicts).state.checks[0]?.bad?.value).toBe(lookAll(seen).state.checks[0]?.bad?.value);
      }),
    );
  });
});

describe('how it ends', () => {
  const finished = (verdicts: readonly Verdict[], held = false) => {
    const { state } = lookAll(verdicts);
    return (now: number) => endOf(plan, { ...state, finishedAt: 1000, held }, now);
  };

  it('goes on while it is on production, and for so long after', () => {
    expect(endOf(plan, lookAll([well]).state, 1e9)).toBeNull();
    expect(finished([well])(10_999)).toBeNull();
    expect(finished([well])(11_000)).toEqual({ type: 'passed' });
  });

  it('never passes by what it has not seen', () => {
    expect(finished([])(1e9)).toBeNull();
    expect(finished([dark])(1e9)).toBeNull();
    expect(finished([dark, dark, dark])(1e9)).toEqual({ type: 'over', bad: [], blind: [planned.id] });
    expect(finished([well, dark, dark, dark], true)(1e9)).toBeNull();
  });

  it('does not pass while it is bad, or may be', () => {
    expect(finished([bad, bad, bad])(1e9)).toEqual({ type: 'over', bad: [planned.id], blind: [] });
    expect(finished([well, bad])(1e9)).toBeNull();
    expect(finished([bad, bad, bad], true)(1e9)).toBeNull();
    expect(finished([bad, bad, bad, well, well, well], true)(1e9)).toEqual({ type: 'passed' });
  });

  it('passes with what was bad before the release', () => {
    const { state } = lookAll([bad, bad, bad, bad], { atStart: bad });
    expect(endOf(plan, { ...state, finishedAt: 0 }, 1e9)).toEqual({ type: 'passed' });
  });
});
