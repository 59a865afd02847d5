import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { locksOf, needsAdmin } from '../../domain/components.ts';
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
