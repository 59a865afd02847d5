/** What may arrive in Temporal: signals, updates, queries and starts of every kind, from almost right to complete nonsense. */
import fc from 'fast-check';
import { commandSignals, lockCommandSignals } from '../../domain/command/commands.ts';
import { homeReasons } from '../../domain/messages/home.ts';
import { lockNews, lockOrders } from '../../domain/messages/lock-messages.ts';
import * as definitions from '../../domain/messages/definitions.ts';
import * as workflows from '../../domain/messages/workflows.ts';
import { anyText } from './any-text.ts';

export const targets = ['release', 'alias', 'lock', 'counter'] as const;
export type Target = (typeof targets)[number];

export type Arrival =
  | { readonly kind: 'signal'; readonly to: Target; readonly name: string; readonly json: string }
  | {
      readonly kind: 'update' | 'query';
      readonly to: Target;
      readonly name: string;
      readonly args: readonly unknown[];
    }
  | { readonly kind: 'start'; readonly type: string; readonly args: readonly unknown[] };

/** The names of everything defined as this type. */
const defined = (type: 'signal' | 'query' | 'update') =>
  Object.values(definitions).flatMap((one) =>
    typeof one === 'object' && 'type' in one && one.type === type ? [one.name] : [],
  );
const signals = [
  ...[...commandSignals, ...lockCommandSignals, ...lockOrders, ...lockNews, ...homeReasons],
  ...defined('signal'),
];
const queries = [...defined('query'), '__stack_trace', '__temporal_workflow_metadata'];
const types = Object.entries(workflows).flatMap(([name, value]) =>
  name.endsWith('Workflow') && typeof value === 'string' ? [value] : [],
);

const odd = fc.oneof(
  fc.jsonValue(),
  anyText,
  fc.constantFrom<unknown>(null, true, -1, 0.5, 1e308, 8.64e15, 'U_ANN', 'service:ci', [], {}, '__proto__'),
);
/** The fields of a payload, each possibly replaced by something else. */
const fields = fc.record(
  {
    actor: fc.oneof(
      { weight: 4, arbitrary: fc.constantFrom('U_ANN', 'U_VERA', 'service:ci') },
      { weight: 1, arbitrary: odd },
    ),
    ...Object.fromEntries(
      [
        'commandId',
        'reason',
        'user',
        'until',
        'via',
        'replyTo',
        'channel',
        'saidAt',
        'release',
        'all',
        'tickets',
        'text',
      ].map((name) => [name, odd]),
    ),
    ...Object.fromEntries(
      [
        'wikiLink',
        'components',
        'component',
        'locks',
        'requestId',
        'releaseId',
        'releaseKey',
        'token',
        'epoch',
        'claim',
        'pipeline',
        'runner',
      ].map((name) => [name, odd]),
    ),
    ...Object.fromEntries(
      ['version', 'windows', 'freezes', 'result', 'row', 'hook', 'ticket', 'state', 'signal'].map((name) => [
        name,
        odd,
      ]),
    ),
  },
  { requiredKeys: [] },
);
const nested = fc.integer({ min: 2, max: 20_000 }).map((depth) => '['.repeat(depth) + ']'.repeat(depth));
const large = fc
  .tuple(fc.integer({ min: 60_000, max: 1_000_000 }), fc.constantFrom('x', 'я', '"', '\u0000'))
  .map(([length, char]) => ({
    ...{ actor: 'U_ANN', reason: char.repeat(length / JSON.stringify(char).length) },
  }));
const value = fc.oneof(
  { weight: 8, arbitrary: fields },
  { weight: 3, arbitrary: odd },
  { weight: 1, arbitrary: large },
);
const json = fc.oneof(
  { weight: 10, arbitrary: value.map((one) => JSON.stringify(one)) },
  { weight: 1, arbitrary: nested },
  { weight: 1, arbitrary: nested.map((inner) => `{"actor":"U_ANN","other":${inner}}`) },
  {
    weight: 1,
    arbitrary: fc.tuple(value, fc.nat(40)).map(([one, cut]) => JSON.stringify(one).slice(0, -cut)),
  },
);

const to = fc.constantFrom(...targets);
const args = fc.array(value, { maxLength: 3 });
const named = (names: readonly string[]) =>
  fc.oneof(
    { weight: 9, arbitrary: fc.constantFrom(...names) },
    { weight: 1, arbitrary: fc.string({ minLength: 1, maxLength: 20 }) },
  );
const command = fc
  .tuple(fields, named([...commandSignals, ...lockCommandSignals]))
  .map(([given, signal]) => [{ ...given, signal }]);

export const anyArrival: fc.Arbitrary<Arrival> = fc.oneof(
  {
    weight: 5,
    arbitrary: fc.record({ kind: fc.constant('signal' as const), to, name: named(signals), json }),
  },
  {
    weight: 2,
    arbitrary: fc.record({
      ...{
        kind: fc.constant('update' as const),
        to,
        name: named(defined('update')),
        args: fc.oneof(args, command),
      },
    }),
  },
  {
    weight: 1,
    arbitrary: fc.record({ kind: fc.constant('query' as const), to, name: named(queries), args }),
  },
  { weight: 2, arbitrary: fc.record({ kind: fc.constant('start' as const), type: named(types), args }) },
);
