import { z } from 'zod';
import { languages } from '../domain/settings.ts';
import { windowMistake } from '../domain/lock/freeze-rule.ts';
import { badName, isName, keysThat, mapping, optional, optionalMapping, crossChecked } from './mapping.ts';
import { listOr } from './by-kind.ts';
import { calendars, frozenComponents } from './calendar-schema.ts';
import { hooks } from './hook-schema.ts';
import { onCall } from './on-call-schema.ts';
import { page } from './page-schema.ts';
import { allSigns, signSettings } from './sign-rules.ts';
import { tickets } from './tracker-schema.ts';
import { trust } from './trust-schema.ts';
import * as value from './values.ts';
import { componentWatch, watchSources } from './watch-schema.ts';

const MINUTE = 60_000;
const HOUR = 60 * MINUTE;
const DAY = 24 * HOUR;

const people = z.array(value.person, { error: value.mustBe('a list of Slack IDs') });
const somebody = people.min(1, { error: 'must name at least one person or group' });

const reminder = (afterMs: number, everyMs: number) => ({
  after: optional(value.duration, afterMs),
  every: optional(value.duration, everyMs),
});
const escalatedReminder = (afterMs: number, everyMs: number, escalateAfterMs: number) => ({
  ...reminder(afterMs, everyMs),
  escalateAfter: optional(value.duration, escalateAfterMs),
  escalateTo: optional(people, []),
});

const workingHours = crossChecked(
  mapping({
    days: optional(value.weekdays, [1, 2, 3, 4, 5]),
    from: optional(value.startOfDay, 10 * 60),
    to: optional(value.endOfDay, 19 * 60),
  }),
  ({ from, to }, tell) => {
    if (from >= to) tell('must be later than `from`; hours that go past midnight are not possible', 'to');
  },
  ['from', 'to'],
);

const componentNames = z.array(value.componentName, { error: value.mustBe('a list of components') });

/** Not critical by default: a lock that nobody asked for would hold people up. */
const component = optionalMapping({
  critical: optional(value.flag, false),
  admin: optional(value.flag, true),
  dependsOn: optional(componentNames, []),
  renamedFrom: listOr<string | string[]>(
    componentNames,
    z.union([value.componentName, componentNames], {
      error: value.mustBe('the name that it had, or a list of the names that it had'),
    }),
  ).nullish(),
  approvers: optional(somebody.nullable(), null),
  admins: optional(somebody.nullable(), null),
  approvals: optional(value.count, 1),
  channel: optional(value.channel.nullable(), null),
  checks: signSettings.nullish(),
  paths: z
    .array(value.words, { error: value.mustBe('a list of patterns such as "services/billing/**"') })
    .nullish(),
  watch: componentWatch.nullish(),
});

const freeze = crossChecked(
  mapping({
    components: frozenComponents,
    start: value.localTime,
    rule: value.rule,
    for: value.duration,
    reason: value.reason,
  }),
  ({ start, rule, for: forMs }, tell) => {
    const message = windowMistake({ start, rule, forMs });
    if (message !== null) tell(message, 'rule');
  },
  ['start', 'rule', 'for'],
);

const webhooks = crossChecked(
  z.record(z.string(), mapping({ url: value.httpAddress, secretEnv: value.variable }), {
    error: value.mustBe('a mapping of webhooks by their names'),
  }),
  keysThat(isName, badName),
);
const isApp = (id: string): boolean => /^[AB][A-Z0-9_]+$/.test(id);
const speakers = crossChecked(
  z.record(z.string(), value.service, { error: value.mustBe('a mapping of app IDs to service:NAME') }),
  keysThat(isApp, 'must be the ID of a Slack app, such as A012ABCD0'),
);
/** A single ID may be written without a list. */
const teams = z.preprocess(
  (given) => (typeof given === 'string' ? [given] : given),
  z.array(value.team, { error: value.mustBe('the ID of a Slack workspace, or a list of them') }),
);
const digest = mapping({ at: value.startOfDay });
const report = mapping({ day: value.day, at: value.startOfDay });
const grafana = mapping({ url: value.httpAddress, tokenEnv: value.variable });

/**
 * The shape of `dobrobot.yaml` and its defaults. Durations come out in milliseconds.
 * References between components are checked in `component-mistakes.ts`.
 */
export const schema = mapping({
  language: optional(z.enum(languages, { error: value.mustBe(`one of ${languages.join(', ')}`) }), 'en'),
  timezone: optional(value.timezone, 'UTC'),
  workingHours: optional(workingHours, workingHours.parse({})),
  slack: mapping({
    releaseChannel: optional(value.channel, 'releases'),
    speakers: optional(speakers, {}),
    team: optional(teams, []),
  }),
  people: mapping({ approvers: somebody, admins: somebody, onCall: optional(onCall.nullable(), null) }),
  rules: optionalMapping({
    selfAccept: optional(value.flag, false),
    expireAfter: optional(value.duration, 14 * DAY),
    checkedWithin: optional(value.duration, HOUR),
  }),
  releases: optionalMapping({
    withoutTicket: optional(value.flag, true),
    prefix: optional(value.releasePrefix, 'REL'),
  }),
  tickets,
  pages: optional(z.array(page, { error: value.mustBe('a list') }), []),
  internalHosts: optional(z.array(value.host, { error: value.mustBe('a list of host names') }), []),
  checks: allSigns,
  components: z
    .record(z.string(), component, { error: value.mustBe('a mapping of components') })
    .refine((all) => Object.keys(all).length > 0, { error: 'must name at least one component' }),
  freezes: optional(z.array(freeze, { error: value.mustBe('a list of recurring freezes') }), []),
  calendars: optional(calendars, []),
  trust: optional(trust, []),
  webhooks: optional(webhooks, {}),
  hooks: optional(hooks, {}),
  grafana: optional(grafana.nullable(), null),
  watch: optional(watchSources, {}),
  digest: optional(digest.nullable(), null),
  report: optional(report.nullable(), null),
  reminders: optionalMapping({
    approvers: optionalMapping(escalatedReminder(15 * MINUTE, 30 * MINUTE, 2 * HOUR)),
    admins: optionalMapping(escalatedReminder(5 * MINUTE, 10 * MINUTE, HOUR)),
    requester: optionalMapping(reminder(15 * MINUTE, 30 * MINUTE)),
    deploying: optionalMapping(reminder(HOUR, 30 * MINUTE)),
  }),
  locks: optionalMapping({
    holdFor: optional(value.duration, HOUR),
    checkEvery: optional(value.duration, 15_000),
  }),
});

export type ConfigFile = z.output<typeof schema>;
