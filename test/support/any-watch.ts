import fc from 'fast-check';
import type { WatchHappened, WatchTold } from '../../domain/messages/watch.ts';
import type { WatchShown } from '../../domain/watch/shown.ts';
import type { Given } from './anything.ts';

/** Checks that were bad before a release started: as told at the start, and as the reason for a refusal. */
export function anyBadAlready({ words, component }: Pick<Given, 'words' | 'component'>) {
  const number = fc.integer().map((thousands) => thousands / 1000);
  const found = {
    check: fc.tuple(component, words(200)).map(([name, own]) => `${name}/${own}`),
    ...{ value: number, limit: number, named: fc.array(words(300), { maxLength: 5 }) },
  };
  const since = fc.option(fc.constant('2026-11-29T13:02:00.000Z'), { nil: null });
  return {
    atStart: fc.array(fc.record(found), { maxLength: 3 }),
    refusal: fc.record({
      found: fc.array(fc.record({ ...found, since }), { minLength: 1, maxLength: 3 }),
      confirmable: fc.boolean(),
    }),
  };
}

/** Anything a watch may report. */
export function anyWatch({ words, component }: Given) {
  const user = fc.constantFrom('U_ANN', 'U_NORA');
  const at = fc.nat({ max: 2e12 });
  // None small enough for exponent notation.
  const number = fc.integer().map((thousands) => thousands / 1000);
  const check = fc.tuple(component, words(200)).map(([name, own]) => `${name}/${own}`);
  const found = fc.record({
    at,
    value: number,
    limit: number,
    named: fc.array(words(300), { maxLength: 5 }),
  });
  const blind = fc.oneof(
    fc.record({
      why: fc.constantFrom('empty', 'notANumber', 'severalSeries', 'noBaseline'),
      detail: fc.constant(null),
      since: at,
    }),
    fc.record({ why: fc.constant('source' as const), detail: words(300), since: at }),
  );
  const several = <T>(one: fc.Arbitrary<T>) => fc.array(one, { maxLength: 3 });
  const ended = fc.constantFrom(null, 'passed', 'over', 'left');
  const shown: fc.Arbitrary<WatchShown> = fc.record({
    checks: fc.nat({ max: 10 }),
    bad: several(fc.record({ check, found, notOurs: fc.option(user, { nil: null }) })),
    badBefore: several(fc.record({ check, found })),
    blind: several(fc.record({ check, blind })),
    until: fc.option(at, { nil: null }),
    ended,
  });
  const happened: Readonly<Record<WatchHappened['type'], fc.Arbitrary<WatchHappened>>> = {
    bad: fc.record({ type: fc.constant('bad'), check, found }),
    well: fc.record({ type: fc.constant('well'), check, found }),
    badBefore: fc.record({ type: fc.constant('badBefore'), check, found }),
    sees: fc.record({ type: fc.constant('sees'), check, found }),
    blind: fc.record({ type: fc.constant('blind'), check, blind }),
    notOurs: fc.record({ type: fc.constant('notOurs'), check, actor: user }),
    passed: fc.constant({ type: 'passed' }),
    over: fc.record({ type: fc.constant('over'), bad: several(check), blind: several(check) }),
    left: fc.constant({ type: 'left' }),
  };
  const told: fc.Arbitrary<WatchTold> = fc.record({
    ...{ id: fc.uuid(), at, shown, isFirst: fc.boolean(), settles: fc.constant([]) },
    what: fc.oneof(...Object.values(happened)),
  });
  return { shown, told };
}
