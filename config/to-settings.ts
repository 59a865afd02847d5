import type { HookSettings } from '../domain/hooks/hook-settings.ts';
import type { OnCall } from '../domain/on-call.ts';
import type { CalendarSettings, ComponentSettings, ReminderSettings, Settings } from '../domain/settings.ts';
import type { ConfigFile } from './schema.ts';
import { toTrackerSettings } from './to-tracker-settings.ts';
import { toComponentWatch } from './to-watch-settings.ts';

/** Turns the checked file into settings; relative paths start at `folder`. */
export function toSettings(file: ConfigFile, folder: string): Settings {
  const { workingHours, reminders } = file;
  const critical = Object.keys(file.components).filter((name) => file.components[name]?.critical);
  return {
    language: file.language,
    slack: file.slack,
    people: { ...file.people, onCall: toOnCall(file) },
    releases: file.releases,
    tickets: Object.entries(file.tickets).map(([name, tracker]) => toTrackerSettings(name, tracker, folder)),
    pages: file.pages,
    internalHosts: file.internalHosts,
    checks: file.checks,
    components: Object.fromEntries(
      Object.entries(file.components).map(([name, component]) => [name, toComponent(component, file)]),
    ),
    freezes: file.freezes.map(({ components, start, rule, for: forMs, reason }) => ({
      components: components === 'all' ? critical : components,
      start,
      rule,
      forMs,
      reason,
    })),
    calendars: file.calendars.map((calendar) => toCalendar(calendar, critical)),
    trust: file.trust,
    webhooks: file.webhooks,
    hooks: Object.fromEntries(Object.entries(file.hooks).map(([name, hook]) => [name, toHook(name, hook)])),
    grafana: file.grafana,
    watch: file.watch,
    digest: file.digest && { atMinute: file.digest.at },
    report: file.report && { day: file.report.day, atMinute: file.report.at },
    checkEveryMs: file.locks.checkEvery,
    release: {
      calendar: {
        timezone: file.timezone,
        days: workingHours.days,
        fromMinute: workingHours.from,
        toMinute: workingHours.to,
      },
      selfAccept: file.rules.selfAccept,
      expireAfterMs: file.rules.expireAfter,
      checkedWithinMs: file.rules.checkedWithin,
      holdForMs: file.locks.holdFor,
      reminders: {
        approvers: toReminder(reminders.approvers),
        admins: toReminder(reminders.admins),
        requester: toReminder({ ...reminders.requester, ...notEscalated }),
        deploying: toReminder({ ...reminders.deploying, ...notEscalated }),
      },
      destinations: [
        ...Object.keys(file.webhooks).map((name) => `webhook:${name}` as const),
        ...(file.grafana === null ? [] : (['grafana'] as const)),
      ],
      ...(Object.values(file.tickets).some(({ writeBack }) => writeBack) ? { writesBack: true } : {}),
    },
  };
}

const toComponent = (
  { checks, paths, renamedFrom, watch, ...component }: ConfigFile['components'][string],
  file: ConfigFile,
): ComponentSettings => ({
  ...component,
  ...(checks ? { checks } : {}),
  ...(paths ? { paths } : {}),
  ...(renamedFrom ? { renamedFrom: [renamedFrom].flat() } : {}),
  ...(watch ? { watch: toComponentWatch(watch, file.watch) } : {}),
});

function toCalendar(
  { every, components, ...calendar }: ConfigFile['calendars'][number],
  critical: readonly string[],
): CalendarSettings {
  const choices = Object.entries(components).map(([words, chosen]) => ({
    words: words === '*' ? null : words,
    components: chosen === 'all' ? critical : chosen,
  }));
  return { ...calendar, everyMs: every, components: choices };
}

/** Keys that only some kinds of hook have get neutral values in the others. */
const toHook = (name: string, hook: ConfigFile['hooks'][string]): HookSettings => ({
  ...{ components: null, environments: {}, app: null, labels: [], names: {} },
  ...{ signatureHeader: '', timestampHeader: null },
  ...hook,
  payload: ('payload' in hook ? hook.payload : null) ?? null,
  as: hook.as ?? `service:${name}`,
});

function toOnCall({ timezone, people: { onCall } }: ConfigFile): OnCall | null {
  if (onCall === null) return null;
  const { rotation, every, from, schedule } = onCall;
  const rotating = { rotation: rotation ?? [], daysEach: every, from: from ?? '', timezone };
  return { ...rotating, ...(schedule && { schedule }) };
}

const notEscalated = { escalateAfter: null, escalateTo: [] };

interface Reminder {
  readonly after: number;
  readonly every: number;
  readonly escalateAfter: number | null;
  readonly escalateTo: readonly string[];
}

function toReminder({ after, every, escalateAfter, escalateTo }: Reminder): ReminderSettings {
  return { afterMs: after, everyMs: every, escalateAfterMs: escalateAfter, escalateTo };
}
