import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { locksOf, maybeLingering, namesNow, needsAdmin } from '../../domain/components.ts';
import type { ComponentSettings } from '../../domain/settings.ts';

const component = (settings: Partial<ComponentSettings> = {}): ComponentSettings => ({
  critical: true,
  admin: true,
  dependsOn: [],
  approvers: null,
  admins: null,
  approvals: 1,
  ...settings,
});

const shop = {
  db: component(),
  auth: component({ dependsOn: ['db'] }),
  gateway: component({ critical: false, dependsOn: ['auth'] }),
  billing: component({ dependsOn: ['gateway'] }),
  app: component({ critical: false, admin: false, dependsOn: ['gateway'] }),
  site: component({ critical: false, admin: false }),
};

const written = (released: string[]) =>
  locksOf(released, shop).map(({ component, mode }) => `${component} ${mode}`);

describe('locksOf', () => {
  it.each([
    { released: ['db'], locks: ['db exclusive'], why: 'what is released' },
    { released: ['auth'], locks: ['auth exclusive', 'db shared'], why: 'what it depends on' },
    {
      released: ['billing'],
      locks: ['auth shared', 'billing exclusive', 'db shared'],
      why: 'through what is not critical',
    },
    { released: ['app'], locks: ['auth shared', 'db shared'], why: 'for a release that is not critical' },
    {
      released: ['db', 'auth'],
      locks: ['auth exclusive', 'db exclusive'],
      why: 'exclusive wins over shared',
    },
    {
      released: ['auth', 'db', 'auth'],
      locks: ['auth exclusive', 'db exclusive'],
      why: 'each once, in one order',
    },
    { released: ['site'], locks: [], why: 'nothing critical' },
    { released: [], locks: [], why: 'nothing at all' },
    { released: ['constructor', 'nothing', 'db'], locks: ['db exclusive'], why: 'nothing for unknown names' },
  ])('$released takes $locks: $why', ({ released, locks }) => {
    expect(written(released)).toEqual(locks);
  });

  it('takes the locks of any two releases in the same order, exclusive exactly for what is released', () => {
    const names = Object.keys(shop);
    fc.assert(
      fc.property(fc.subarray(names, { minLength: 1 }), fc.subarray(names), (one, other) => {
        const locks = locksOf(
          fc.sample(fc.shuffledSubarray(one, { minLength: one.length }), 1)[0] ?? [],
          shop,
        );
        const order = locks.map((lock) => lock.component);
        const common = (all: string[]) => all.filter((name) => order.includes(name));
        const otherOrder = locksOf(other, shop).map((lock) => lock.component);
        expect(common(otherOrder)).toEqual(order.filter((name) => otherOrder.includes(name)));
        for (const { component, mode } of locks) expect(mode === 'exclusive').toBe(one.includes(component));
      }),
    );
  });

  it('ends though the dependencies form a circle', () => {
    const circle = { a: component({ dependsOn: ['b'] }), b: component({ dependsOn: ['a'] }) };
    expect(locksOf(['b'], circle)).toEqual([
      { component: 'a', mode: 'shared' },
      { component: 'b', mode: 'exclusive' },
    ]);
  });
});

describe('needsAdmin', () => {
  it.each([
    { released: ['app'], needed: false },
    { released: ['app', 'site'], needed: false },
    { released: ['app', 'db'], needed: true },
    { released: ['db'], needed: true },
    { released: ['app', 'constructor'], needed: true },
  ])('$released: $needed', ({ released, needed }) => {
    expect(needsAdmin(released, shop)).toBe(needed);
  });
});

describe('a component that was renamed, or is not critical any more', () => {
  const standing = ['old', 'older', 'site'];
  const all = {
    pay: component({ renamedFrom: ['old', 'older'] }),
    site: component({ critical: false }),
    shop: component({ dependsOn: ['pay', 'site'] }),
  };
  const locks = (released: string[], open = standing) =>
    locksOf(released, all, open).map((lock) => `${lock.component} ${lock.mode}`);

  it.each([
    { released: ['pay'], taken: ['old exclusive', 'older exclusive', 'pay exclusive'] },
    { released: ['old'], taken: ['old exclusive', 'older exclusive', 'pay exclusive'] },
    { released: ['site'], taken: ['site exclusive'] },
    {
      released: ['shop'],
      taken: ['old shared', 'older shared', 'pay shared', 'shop exclusive', 'site shared'],
    },
  ])('has a release of $released take what stands still: $taken', ({ released, taken }) => {
    expect(locks(released)).toEqual(taken);
    expect(maybeLingering(released, all)).toEqual(
      expect.arrayContaining(taken.map((it) => it.split(' ')[0]).filter((it) => standing.includes(it ?? ''))),
    );
  });

  it('takes nothing of what is gone', () => {
    expect(locks(['pay'], [])).toEqual(['pay exclusive']);
    expect(locks(['site'], [])).toEqual([]);
  });

  it('may have become several', () => {
    const parts = { a: component({ renamedFrom: ['old'] }), b: component({ renamedFrom: ['old'] }) };
    expect(namesNow('old', parts)).toEqual(['a', 'b']);
    expect(locksOf(['old'], parts, ['old']).map((lock) => lock.component)).toEqual(['a', 'b', 'old']);
  });
});
