/** Former names that only earlier configurations gave, and the locks that releases take for them. */
import { describe, expect, it } from 'vitest';
import { locksOf } from '../../domain/components.ts';
import { introduce, leave, noConfigurations } from '../../domain/configurations.ts';
import type { Configurations } from '../../domain/configurations.ts';
import { formerNames, namesLeftOut, withNamesKept } from '../../domain/former-names.ts';
import { whyStaying } from '../../domain/lock/staying.ts';
import type { ComponentSettings, Settings } from '../../domain/settings.ts';

type Components = Readonly<Record<string, { readonly renamedFrom?: string | readonly string[] }>>;

const after = (...all: readonly Components[]) =>
  all.reduce<ReturnType<typeof formerNames>>((names, components) => formerNames(names, { components }), {});

/** As the last one says, with the names that are left out in force. */
function settingsAfter(...all: readonly Components[]): Settings {
  const plain = { critical: true, admin: true, dependsOn: [], approvers: null, admins: null, approvals: 1 };
  const components = Object.fromEntries(
    Object.entries(all.at(-1) ?? {}).map(([name, { renamedFrom }]): [string, ComponentSettings] => [
      name,
      { ...plain, ...(renamedFrom === undefined ? {} : { renamedFrom: [renamedFrom].flat() }) },
    ]),
  );
  const said = { components } as unknown as Settings;
  return withNamesKept(said, namesLeftOut(after(...all), said));
}

const billing = { billing: {} };
const pay = { pay: { renamedFrom: 'billing' } };

describe('a release takes the lock of a former name as long as it stands', () => {
  it.each<[string, string, readonly Components[], readonly string[], Settings['namesKept']]>([
    ['said', 'pay', [billing, pay], ['billing', 'pay'], undefined],
    ['removed', 'pay', [billing, pay, { pay: {} }], ['billing', 'pay'], ['billing']],
    ['removed, and read again', 'pay', [pay, { pay: {} }, { pay: {}, db: {} }], ['billing', 'pay'], ['billing']],
    ['a chain', 'payments', [pay, { payments: { renamedFrom: 'pay' } }], ['billing', 'pay', 'payments'], ['billing']],
    ['a chain said in full', 'payments', [pay, { payments: { renamedFrom: ['pay', 'billing'] } }], ['billing', 'pay', 'payments'], undefined],
    ['a list that became shorter', 'pay', [{ pay: { renamedFrom: ['billing', 'bills'] } }, { pay: { renamedFrom: ['bills'] } }], ['billing', 'bills', 'pay'], ['billing']],
    ['given to another', 'pay', [pay, { pay: {}, other: { renamedFrom: 'billing' } }], ['billing', 'pay'], ['billing']],
    ['given to another', 'other', [pay, { pay: {}, other: { renamedFrom: 'billing' } }], ['billing', 'other'], ['billing']],
    ['given back', 'billing', [pay, billing], ['billing', 'pay'], ['pay']],
    ['given back, after a chain', 'billing', [pay, { payments: { renamedFrom: 'pay' } }, billing], ['billing', 'pay', 'payments'], ['pay', 'payments']],
    ['a component of its own', 'pay', [pay, { pay: {}, billing: {} }, { pay: {} }], ['pay'], undefined],
    ['with a successor of its own', 'billing', [pay, { billing: {}, payments: { renamedFrom: 'pay' } }], ['billing'], undefined],
    ['names of objects', 'pay', [{ pay: { renamedFrom: ['constructor', '__proto__'] } }, { pay: {} }], ['__proto__', 'constructor', 'pay'], ['constructor', '__proto__']],
  ])('%s: %s', (_, component, all, locks, kept) => {
    const { components, namesKept } = settingsAfter(...all);
    const standing = ['billing', 'bills', 'pay', 'payments', 'constructor', '__proto__'];
    expect(locksOf([component], components, standing).map((lock) => lock.component)).toEqual(locks);
    expect(namesKept).toEqual(kept);
  }); // prettier-ignore
});

it('the admins are told that such a name is left out, not that it is gone', () => {
  const why = (...all: readonly Components[]) => whyStaying('billing', settingsAfter(...all));
  expect(why(pay)).toEqual({ why: 'renamed', now: ['pay'] });
  expect(why(pay, { pay: {} })).toEqual({ why: 'nameLeftOut', now: ['pay'] });
  expect(why(pay, { payments: { renamedFrom: 'pay' } })).toEqual({ why: 'nameLeftOut', now: ['payments'] });
  expect(why(pay, { other: {} })).toEqual({ why: 'gone', now: [] });
});

describe('the configurations that have run', () => {
  const report = (version: string, components: object, place = 'a') => ({
    place,
    version,
    values: { components },
  });
  const first = introduce(noConfigurations, report('v1', pay), 1);

  it('give them, also if they were noted by 1.1', () => {
    const { formerNames: names, ...of11 } = first;
    expect(names).toEqual({ billing: ['pay'] });
    expect(introduce(of11, report('v2', { pay: {} }), 2).formerNames).toEqual(names);
  });

  it('give them while their values are not known', () => {
    const known: Configurations = leave(
      introduce(introduce(noConfigurations, report('v0', { pay: {} }), 1), report('v1', pay, 'b'), 2),
      ['b'],
    );
    expect(known).toMatchObject({
      running: { version: 'v0', values: null },
      formerNames: { billing: ['pay'] },
    });
  });

  it('give few', () => {
    const many = (prefix: string) => Array.from({ length: 10_000 }, (_, n) => `${prefix}${n}`);
    const names = after(
      { pay: { renamedFrom: many('a') } },
      { pay: { renamedFrom: [...many('b'), 'x'.repeat(201)] } },
    );
    expect(Object.keys(names)).toEqual(many('b').slice(0, 200));
    const split = after(Object.fromEntries(many('c').map((name) => [name, { renamedFrom: 'old' }])));
    expect(split['old']).toHaveLength(100);
  });

  it.each([undefined, null, 7, {}, { components: 7 }, { components: { pay: null, db: { renamedFrom: 7 } } }])(
    'may be anything: %j',
    (values) => {
      expect(formerNames({ billing: ['pay'] }, values)).toEqual({ billing: ['pay'] });
    },
  );
});
