/** What may arrive in Temporal: signals, updates, queries and starts of every kind, from almost right to complete nonsense. */
import fc from 'fast-check';
import { commandSignals, lockCommandSignals } from '../../domain/command/commands.ts';
import { homeReasons } from '../../domain/messages/home.ts';
import { lockNews, lockOrders } from '../../domain/messages/lock-messages.ts';
import * as definitions from '../../domain/messages/definitions.ts';
import * as workflows from '../../domain/messages/workflows.ts';
import { lockRequest } from '../support/lock-requests.ts';
import { bentFrom, emptyOrOdd, jsonOf, odd } from './bent.ts';
import { validStarts } from './valid-starts.ts';

export const targets = [
  ...(['release', 'alias', 'lock', 'heldLock', 'counter', 'watch'] as const),
  ...(['configuration', 'alerts', 'home', 'writeBack', 'ticketChanged'] as const),
] as const;
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
      ['commands', 'notices', 'left', 'rows', 'answered', 'asks', 'messages', 'lock'].map((name) => [
        name,
        emptyOrOdd,
      ]),
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
/** What senders do send, each a signal and its payload; the releases and grants are those of `heldLock`. */
const now = Date.now();
const grant = { requestId: 'F-1:1', token: 1 };
const held = { ...grant, releaseId: 'release:F-1' };
const alert = {
  ...{ fingerprint: 'f', group: 'g', at: now, endedAt: null, components: ['fuzz'] },
  words: { name: 'Errors', summary: null, url: 'https://a.example.com/1' },
};
const window = {
  ...{ start: '2026-01-02T16:00', timezone: 'Europe/Berlin', rule: 'FREQ=DAILY;BYSETPOS=1;BYDAY=FR,SA' },
  ...{ forMs: 3_600_000, reason: 'r' },
};
const row = { key: 'k', at: now, type: 'finished', ticket: 'T-1', facts: {} };
type Sent = readonly [signal: string, payload: unknown];
const orders: readonly Sent[] = [
  ['acquire', lockRequest('F-1', now)],
  ['acquire', lockRequest('F-4', now, { mode: 'shared' })],
  ['acquire', lockRequest('F-5', now, { priority: 'hotfix', onProduction: true, startedAt: now })],
  ...['started', 'askForWaiters', 'confirm', 'renew'].map((signal): Sent => [signal, held]),
  ['release', grant],
  ['release', { ...grant, token: null }],
  ['claim', { releaseId: held.releaseId, epoch: now, claim: null }],
  [
    'claim',
    {
      ...{ releaseId: held.releaseId, epoch: now },
      claim: { request: lockRequest('F-1', now), token: 1, started: true },
    },
  ],
  ['releaseGone', { releaseKey: 'F-1', deploying: true }],
  ['releaseGone', { releaseKey: 'F-2', deploying: null }],
  ['configure', { version: 'v', windows: [] }],
  ['configure', { version: 'w', windows: [window] }],
  ['retire', {}],
  ['unlock', { actor: 'U_VERA', reason: 'r' }],
  ['freeze', { actor: 'U_VERA', reason: 'r', until: new Date(now + 1000).toISOString() }],
  ['unfreeze', { actor: 'U_VERA' }],
];
const letGo: Sent = ['letGo', { release: 'fuzz', result: null }];
const sent: Readonly<Record<Target, readonly Sent[]>> = {
  release: [
    ...['lockGranted', 'turnAwaited'].map((signal): Sent => [signal, { ...grant, component: 'fuzz' }]),
    [
      'lockLost',
      {
        ...grant,
        component: 'fuzz',
        actor: 'U_VERA',
        via: null,
        commandId: null,
        channel: null,
        saidAt: null,
        reason: null,
      },
    ],
    ['freezesTold', { component: 'fuzz', freezes: [{ reason: 'r', by: 'U_VERA', from: null, until: null }] }],
    ['locksNeeded', { locks: [{ component: 'fuzz', mode: 'shared' }] }],
    ['claimLocks', { component: 'fuzz', epoch: now }],
    ['watchPassed', 'FUZZ-1'],
  ],
  alias: [letGo],
  lock: orders,
  heldLock: orders,
  counter: [letGo],
  watch: [['notOurs', { check: 'billing/errors', actor: 'U_ANN' }]],
  configuration: [
    ['read', { place: 'host:/d.yaml', version: '2', values: {} }],
    ['left', ['host:/d.yaml']],
  ],
  alerts: [
    ['alerts', [alert, { ...alert, fingerprint: 'other', words: null }]],
    ['alerts', [{ ...alert, endedAt: now }]],
  ],
  home: [
    ['preference', { change: { type: 'snooze', until: now }, answer: null }],
    [
      'preference',
      { change: { type: 'follows', components: ['fuzz'] }, answer: { commandId: 'c', replyTo: 'D1' } },
    ],
    ['opened', null],
  ],
  writeBack: [['ticketNews', { ticket: 'T-1', row }]],
  ticketChanged: [['changed', null]],
};
/** The same with something else at a place or two. */
const bent = fc
  // A release hears most from others.
  .constantFrom(...targets, 'release' as const, 'release' as const)
  .chain((to) => fc.constantFrom(...sent[to]).map(([name, payload]) => ({ to, name, payload })))
  .chain(({ to, name, payload }) =>
    bentFrom(payload).map((changed) => ({
      ...{ kind: 'signal' as const, to, name },
      json: jsonOf(changed),
    })),
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
  { weight: 10, arbitrary: value.map((one) => jsonOf(one)) },
  { weight: 1, arbitrary: nested },
  { weight: 1, arbitrary: nested.map((inner) => `{"actor":"U_ANN","other":${inner}}`) },
  {
    weight: 1,
    arbitrary: fc.tuple(value, fc.nat(40)).map(([one, cut]) => jsonOf(one).slice(0, -cut)),
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

/** What a workflow was started with or handed on in a recorded history, with something else at a place or two. */
const bentStart = fc
  .constantFrom(...(await validStarts()))
  .chain(({ type, input }) =>
    bentFrom(input).map((changed) => ({ kind: 'start' as const, type, args: [changed] })),
  );

export const anyArrival: fc.Arbitrary<Arrival> = fc.oneof(
  { weight: 5, arbitrary: bent },
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
  { weight: 4, arbitrary: bentStart },
);
