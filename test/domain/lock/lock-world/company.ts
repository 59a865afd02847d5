import type { ComponentSettings, ReleaseRules } from '../../../../domain/settings.ts';

/** How long each step of the model takes. */
export const stepMs = 10;
export const minuteMs = 60_000;
export const holdForMs = 60 * minuteMs;

const plain = { critical: false, admin: false, approvers: null, admins: null, approvals: 1 };
const critical = { ...plain, critical: true };

export type Company = Readonly<Record<string, ComponentSettings>>;

/** A release of `app` takes three locks, one of them through `gateway`, which is not critical. */
const usual: Company = {
  app: { ...critical, dependsOn: ['gateway'] },
  billing: { ...critical, dependsOn: ['db'] },
  db: { ...critical, dependsOn: [] },
  gateway: { ...plain, dependsOn: ['db'] },
};
const without = (name: string): Company =>
  Object.fromEntries(Object.entries(usual).filter(([other]) => other !== name));

/** The configurations that may come into force. Each changes what a ticket needs. */
export const configurations: readonly Company[] = [
  usual,
  { ...usual, gateway: { ...critical, dependsOn: ['db'] } },
  { ...usual, billing: { ...critical, dependsOn: [] } },
  { ...usual, billing: { ...critical, dependsOn: ['app'] } },
  { ...usual, db: { ...critical, dependsOn: [], approvals: 2 } },
  { ...usual, billing: { ...plain, dependsOn: ['db'] } },
  without('billing'),
  { ...without('billing'), pay: { ...critical, dependsOn: ['db'], renamedFrom: ['billing'] } },
  { ...without('billing'), pay: { ...critical, dependsOn: ['db'] } },
  { ...without('billing'), payments: { ...critical, dependsOn: ['db'], renamedFrom: ['pay'] } },
  { ...without('billing'), aid: { ...plain, dependsOn: ['db'] } },
  { ...without('billing'), aid: { ...plain, dependsOn: ['db'], renamedFrom: ['billing'] } },
  {
    app: { ...critical, dependsOn: ['gateway'] },
    billing: { ...critical, dependsOn: ['store'] },
    gateway: { ...plain, dependsOn: ['cache', 'store'] },
    store: { ...critical, dependsOn: [], renamedFrom: ['db'] },
    cache: { ...critical, dependsOn: [], renamedFrom: ['db'] },
  },
  { ...without('db'), billing: { ...critical, dependsOn: [] }, gateway: { ...plain, dependsOn: [] } },
];
/** Every component that has a lock in at least one configuration. */
export const lockNames = [
  'aid',
  'app',
  'billing',
  'cache',
  'db',
  'gateway',
  'pay',
  'payments',
  'store',
] as const;

/** The original names of renamed components. */
export const firstNames = {
  aid: ['billing'],
  pay: ['billing'],
  payments: ['billing'],
  store: ['db'],
  cache: ['db'],
} as const;

export const firstNamesOf = (name: string): readonly string[] =>
  Object.entries(firstNames).find(([other]) => other === name)?.[1] ?? [name];

/** The sets of components that a release may touch. */
export const scopes: readonly (readonly string[])[] = [
  ['app'],
  ['billing'],
  ['db'],
  ['gateway'],
  ['app', 'billing'],
  ['pay'],
  ['aid'],
];

const reminder = {
  afterMs: 1000 * holdForMs,
  everyMs: 1000 * holdForMs,
  escalateAfterMs: null,
  escalateTo: [],
};

export const rules: ReleaseRules = {
  calendar: { timezone: 'UTC', days: [1, 2, 3, 4, 5, 6, 7], fromMinute: 0, toMinute: 1440 },
  selfAccept: false,
  expireAfterMs: 1000 * holdForMs,
  checkedWithinMs: 3_600_000,
  holdForMs,
  reminders: { approvers: reminder, admins: reminder, requester: reminder, deploying: reminder },
};

export const people = { requester: 'U_DAN', approver: 'U_VERA', admin: 'U_ADAM' } as const;
export const voters = ['U_OLEG', 'U_EVE', 'U_IDA'] as const;
export const everyRole = {
  approver: true,
  admin: true,
  approves: lockNames,
  general: true,
  here: true,
};
