import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { rankSuspects, suspectMs } from '../../../domain/log/blame.ts';
import type { LoggedRelease } from '../../../domain/log/logged-release.ts';
import type { ComponentSettings } from '../../../domain/settings.ts';
import type { Unlocking } from '../../../domain/log/unlocking.ts';

const minute = 60_000;
const hour = 60 * minute;
/** When the incident began. */
const at = Date.parse('2026-03-02T14:00:00Z');

const release = (ticket: string, more: Partial<LoggedRelease> = {}): LoggedRelease => ({
  releaseKey: `key-${ticket}`,
  ticket,
  tickets: [ticket],
  title: null,
  url: null,
  wikiLink: null,
  requester: 'U_ANN',
  admin: null,
  components: ['shop'],
  stage: 'deploying',
  stageSince: null,
  askedAt: null,
  announcedAt: null,
  goodAt: null,
  turnAt: null,
  startedAt: at - 10 * minute,
  endedAt: null,
  endedAs: null,
  overriddenAt: null,
  overrideReason: null,
  nudges: 0,
  commit: null,
  ...more,
});
const ended = (as: string, ago: number): Partial<LoggedRelease> => ({
  startedAt: at - ago - 5 * minute,
  endedAt: at - ago,
  endedAs: as,
});
const dependsOn = (...names: string[]): ComponentSettings => ({
  critical: true,
  admin: true,
  dependsOn: names,
  approvers: null,
  admins: null,
  approvals: 1,
});
/** `shop` depends on `db` through `billing`. `mail` and `loop` are unrelated to them and depend on each other. */
const components = {
  shop: dependsOn('billing'),
  billing: dependsOn('db'),
  db: dependsOn(),
  mail: dependsOn('loop'),
  loop: dependsOn('mail'),
};

const ranked = (
  releases: readonly LoggedRelease[],
  component: string | null = null,
  unlockings: readonly Unlocking[] = [],
) => rankSuspects(releases, unlockings, { at, component }, components);
const tickets = (...asked: Parameters<typeof ranked>) =>
  ranked(...asked).map(({ release: { ticket } }) => ticket);
const codes = (...asked: Parameters<typeof ranked>) =>
  ranked(...asked).map(({ reasons }) => reasons.map(({ code }) => code));

describe('a release is suspected', () => {
  it.each<[string, Partial<LoggedRelease>, readonly string[] | null]>([
    ['on production at that moment', {}, ['onProduction']],
    ['that started in that very moment', { startedAt: at }, ['onProduction']],
    ['on production for days', { startedAt: at - 9 * 24 * hour }, ['onProduction']],
    ['that finished just before', ended('finished', minute), ['ended']],
    ['that finished a day before', ended('finished', suspectMs), ['ended']],
    ['that finished longer ago', ended('finished', suspectMs + 1), null],
    ['that started later', { startedAt: at + 1 }, null],
    ['that never started', { startedAt: null }, null],
    [
      'that was rolled back later',
      { endedAt: at + hour, endedAs: 'rolledBack' },
      ['onProduction', 'rolledBackLater'],
    ],
    ['that finished later', { endedAt: at + hour, endedAs: 'finished' }, ['onProduction']],
    ['overridden before', { overriddenAt: at - hour, overrideReason: 'x' }, ['onProduction', 'overridden']],
    ['overridden later', { overriddenAt: at + hour, overrideReason: 'x' }, ['onProduction']],
  ])('%s', (_, more, reasons) => {
    expect(codes([release('A-1', more)])).toEqual(reasons === null ? [] : [reasons]);
  });

  it('on the component and on all that it depends on, and no other', () => {
    const all = Object.keys(components).map((name) => release(name, { components: [name] }));
    expect(tickets(all, 'shop')).toEqual(['shop', 'billing', 'db']);
    expect(codes(all, 'shop')).toEqual([
      ['onProduction'],
      ['onProduction', 'dependency'],
      ['onProduction', 'dependency'],
    ]);
    expect(tickets(all, 'db')).toEqual(['db']);
    expect(tickets(all, 'loop')).toEqual(['loop', 'mail']);
  });
});

describe('most likely first', () => {
  it.each<[string, readonly [Partial<LoggedRelease>, Partial<LoggedRelease>]]>([
    ['on production, before what ended', [{ startedAt: at - 9 * hour }, ended('rolledBack', minute)]],
    [
      'just before, before what is on production for weeks, as if forgotten',
      [ended('finished', minute), { startedAt: at - 21 * 24 * hour }],
    ],
    [
      'on production for weeks and rolled back afterwards, before what ended',
      [
        { startedAt: at - 21 * 24 * hour, endedAt: at + minute, endedAs: 'rolledBack' },
        ended('finished', minute),
      ],
    ],
    [
      'on production for weeks, before what ended hours ago',
      [{ startedAt: at - 21 * 24 * hour }, ended('finished', 9 * hour)],
    ],
    ['what started last', [{ startedAt: at - minute }, { startedAt: at - hour }]],
    ['what Temporal ended, before the rest', [ended('terminated', 3 * hour), ended('finished', 2 * hour)]],
    ['what ended last', [ended('finished', 2 * hour), ended('finished', 3 * hour)]],
    [
      'just before, before what was rolled back long ago',
      [ended('finished', minute), ended('rolledBack', 20 * hour)],
    ],
    ['rolled back, before finished', [ended('rolledBack', 50 * minute), ended('finished', minute)]],
    [
      'overridden, before the rest',
      [{ startedAt: at - hour, overriddenAt: at - hour }, { startedAt: at - minute }],
    ],
    [
      'the component itself, before what it depends on',
      [{ startedAt: at - hour }, { startedAt: at - minute, components: ['db'] }],
    ],
    [
      'what is near, before what is far',
      [
        { startedAt: at - hour, components: ['billing'] },
        { startedAt: at - minute, components: ['db'] },
      ],
    ],
    [
      'what somebody rolled back afterwards, though it is far',
      [{ components: ['db'], endedAt: at + minute, endedAs: 'rolledBack' }, {}],
    ],
  ])('%s', (_, [first, second]) => {
    const [one, other] = [release('A-1', first), release('A-2', second)];
    expect(tickets([one, other], 'shop')).toEqual(['A-1', 'A-2']);
    expect(tickets([other, one], 'shop')).toEqual(['A-1', 'A-2']);
  });

  it('in one order, whatever order they come in', () => {
    const near = fc.integer({ min: -30 * 60, max: 60 }).map((minutes) => at + minutes * minute);
    const any = fc
      .record({
        startedAt: fc.option(near),
        endedAt: fc.option(near),
        endedAs: fc.constantFrom('finished', 'rolledBack'),
        overriddenAt: fc.option(near),
        components: fc.subarray(Object.keys(components)),
      })
      .map((more) => more);
    fc.assert(
      fc.property(fc.array(any, { maxLength: 8 }), fc.constantFrom(null, 'shop'), (some, component) => {
        const all = some.map((more, n) => release(`A-${n}`, more));
        expect(tickets(all, component)).toEqual(tickets([...all].reverse(), component));
      }),
    );
  });
});

describe('a lock that was taken', () => {
  const taken = (more: Partial<Unlocking> = {}): Unlocking => ({
    ...{
      at: at - 5 * minute,
      component: 'shop',
      by: 'U_SAM',
      reason: 'it hangs',
      releaseKeys: ['key-A-1'],
      orphans: [],
    },
    ...more,
  });
  const holder = release('A-1', { startedAt: at - hour });
  const next = release('A-2', { startedAt: at - 2 * minute });

  it('makes suspicious whom it was taken from, and who started beside it', () => {
    expect(
      ranked([holder, next, release('A-3', { startedAt: at - minute })], 'shop', [taken()]),
    ).toMatchObject([
      { release: { ticket: 'A-3' }, reasons: [{ code: 'onProduction' }, { code: 'beside', ticket: 'A-1' }] },
      { release: { ticket: 'A-2' }, reasons: [{ code: 'onProduction' }, { code: 'beside', ticket: 'A-1' }] },
      { release: { ticket: 'A-1' }, reasons: [{ code: 'onProduction' }, { code: 'lockTaken' }] },
    ]);
  });

  it('but not who had ended by then, who touches something else, or what was taken later', () => {
    const gone = { ...holder, endedAt: at - 4 * minute, endedAs: 'finished' };
    expect(codes([gone, next], 'shop', [taken()])).toEqual([['onProduction'], ['ended', 'lockTaken']]);
    expect(codes([holder, { ...next, components: ['billing'] }], null, [taken()])).toEqual([
      ['onProduction', 'lockTaken'],
      ['onProduction'],
    ]);
    expect(codes([holder], 'shop', [taken({ at: at + 1 })])).toEqual([['onProduction']]);
    expect(codes([{ ...holder, startedAt: at - minute }], 'shop', [taken()])).toEqual([['onProduction']]);
  });
});

describe('a release of which something turned bad while it was watched', () => {
  const findingOf = (ticket: string, found: number) => ({
    ...{ releaseKey: `key-${ticket}`, check: 'shop/errors' },
    found: { at: found, value: 0.05, limit: 0.02, named: [] },
  });
  const older = release('OLD-1', { startedAt: at - 3 * hour });
  const newer = release('NEW-1', { startedAt: at - minute });
  const rankedWith = (finding: ReturnType<typeof findingOf>) =>
    rankSuspects([older, newer], [], { at, component: null }, components, [finding]);

  it('comes before one that started later, and it says why', () => {
    const [first, second] = rankedWith(findingOf('OLD-1', at - hour));
    expect(first?.release.ticket).toBe('OLD-1');
    expect(first?.reasons).toContainEqual({
      ...{ code: 'turnedBad', check: 'shop/errors' },
      found: { at: at - hour, value: 0.05, limit: 0.02, named: [] },
    });
    expect(second?.reasons.map(({ code }) => code)).toEqual(['onProduction']);
  });

  it('does not, where that came after the trouble', () => {
    expect(rankedWith(findingOf('OLD-1', at + hour)).map(({ release: { ticket } }) => ticket)).toEqual([
      'NEW-1',
      'OLD-1',
    ]);
  });
});
