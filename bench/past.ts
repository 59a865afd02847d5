/** The history of an invented company, for the benchmark of the log. */
import type { ComponentSettings } from '../domain/settings.ts';
import { everyComponent, ofNothing } from '../domain/log/event-row.ts';
import type { EventRow } from '../domain/log/event-row.ts';
import type { EventType } from '../domain/release/events.ts';
import { Chance } from './chance.ts';

const minute = 60_000;
const day = 24 * 60 * minute;
const weeks = 156;

/** A Monday. The history ends where this week begins. */
export const pastEnd = Date.UTC(2026, 0, 5);
export const pastStart = pastEnd - weeks * 7 * day;

const componentCount = 100;
export const componentOf = (n: number): string => `component-${n}`;
/** A component that was released often in the first year and never since. */
export const retired = 'retired';

const dependencyOf = (n: number): readonly string[] => (n === 0 ? [] : [componentOf(Math.floor(n / 3))]);
const critical = { critical: true, admin: true, approvers: null, admins: null, approvals: 1 };
/** Each depends on one that is released more often, and all on the first in the end. */
export const components: Readonly<Record<string, ComponentSettings>> = {
  [retired]: { ...critical, dependsOn: [] },
  ...Object.fromEntries(
    Array.from({ length: componentCount }, (_, n) => [
      componentOf(n),
      { ...critical, dependsOn: dependencyOf(n) },
    ]),
  ),
};

const projects = ['PAY', 'CART', 'WEB', 'CORE', 'DATA'] as const;
const deeds = ['New', 'Faster', 'Safer', 'Simpler', 'Fixed', 'Wider', 'Renamed', 'Removed'] as const;
const things = [
  'refund',
  'basket',
  'invoice',
  'search',
  'login',
  'report',
  'price',
  'stock',
  'mail',
] as const;
/** A word in every tenth title of the first year, and in none since. */
export const retiredWord = 'fax';
const places = ['screen', 'service', 'table', 'index', 'job', 'page', 'form', 'cache', 'client'] as const;

const good = Array.from({ length: 17 }, () => 'finished' as const);
const ends = ['rolledBack', 'rejected', 'cancelled', ...good] as const;

/** `count` events over 156 weeks, the same in every run. The events of a release are consecutive. */
export function* past(count: number): Generator<EventRow> {
  const chance = new Chance();
  for (let n = 0; n < count;) {
    const askedAt = inOfficeHours(n / count, chance);
    for (const row of [...release(askedAt, n, chance), ...besides(askedAt, n, chance)]) {
      if (n === count) return;
      n += 1;
      yield row;
    }
  }
}

/** One in forty, a hotfix, comes at any hour of any day. */
function inOfficeHours(part: number, chance: Chance): number {
  if (chance.of(1 / 40)) return pastStart + part * (pastEnd - pastStart - day) + chance.below(day);
  const workday = Math.floor(part * weeks * 5);
  const midnight = pastStart + (Math.floor(workday / 5) * 7 + (workday % 5)) * day;
  return midnight + 10 * 60 * minute + chance.below(9 * 60 * minute);
}

const isFirstYear = (at: number): boolean => at < pastStart + 52 * 7 * day;

function componentsOf(askedAt: number, chance: Chance): readonly string[] {
  if (isFirstYear(askedAt) && chance.of(0.05)) return [retired];
  const wanted = chance.of(0.7) ? 1 : chance.of(0.8) ? 2 : 3;
  // The first component is in every seventh release, the last in one of hundreds.
  const some = Array.from({ length: wanted }, () =>
    componentOf(Math.floor(componentCount ** chance.below(1)) - 1),
  );
  return [...new Set(some)].sort();
}

/** The components and everything they depend on. */
function locksOf(changed: readonly string[]): readonly string[] {
  const locks = new Set(changed);
  for (const name of locks) for (const dependency of components[name]?.dependsOn ?? []) locks.add(dependency);
  return [...locks].sort();
}

const person = (chance: Chance): string => `U_${Math.floor(chance.below(200))}`;

/** A third of the titles names a customer: the first one often, the thousandth in one of ten thousand releases. */
function title(at: number, chance: Chance): string {
  const thing = isFirstYear(at) && chance.of(0.1) ? retiredWord : chance.oneOf(things);
  const customer = chance.of(1 / 3) ? ` for ${customerOf(Math.floor(1000 ** chance.below(1)))}` : '';
  return `${chance.oneOf(deeds)} ${thing} ${chance.oneOf(places)}${customer}`;
}

export const customerOf = (n: number): string => `customer${n}`;

/** The events of one release, numbered and in order. */
function release(askedAt: number, serial: number, chance: Chance): readonly EventRow[] {
  const releaseKey = `${serial.toString(16).padStart(8, '0')}${Math.floor(chance.below(2 ** 32)).toString(16)}`;
  const ticket = `${chance.oneOf(projects)}-${serial}`;
  const about = {
    about: 'release',
    releaseKey,
    ticket,
    title: title(askedAt, chance),
    url: `https://tracker.example.com/browse/${ticket}`,
    wikiLink: chance.of(0.3) ? `https://wiki.example.com/${ticket}` : null,
    requester: person(chance),
    components: componentsOf(askedAt, chance),
  } as const;
  const rows: EventRow[] = [];
  let at = Math.round(askedAt);
  const tell = (type: EventType, after: number, more: Partial<EventRow> = {}) => {
    at += Math.round(after);
    const n = rows.length + 1;
    rows.push({ ...bare, ...about, ...more, key: `${releaseKey}:${n}`, at, n, type });
  };
  const by = () => ({ actor: person(chance), via: 'slack' });
  const nudge = (reminder: string, most: number) => {
    for (let count = Math.floor(chance.below(most + 1)); count > 0; count -= 1) {
      tell('nudged', chance.about(10 * minute), { facts: { reminder, count, waitingSince: at } });
    }
  };
  const end = chance.oneOf(ends);
  const because = { facts: { reason: title(askedAt, chance) } };

  tell('requested', 0, by());
  if (chance.of(0.15)) {
    tell('checksFailed', 5000, {
      facts: { missingSigns: ['qa'], unknownComponents: [], noComponent: false },
    });
    if (chance.of(0.2)) tell('overridden', chance.about(60 * minute), { ...by(), ...because });
    else tell('rechecked', chance.about(60 * minute), by());
  }
  tell('checksPassed', 5000, { facts: { ignoredComponents: [] } });
  nudge('approvers', 5);
  if (end === 'rejected' || end === 'cancelled') {
    tell(end, chance.about(60 * minute), { ...by(), ...because });
    return rows;
  }
  tell('accepted', chance.about(40 * minute), by());
  for (const component of locksOf(about.components)) {
    tell('lockGranted', chance.about(3 * minute), { component, token: at, facts: { component, token: at } });
  }
  tell('turnCame', 0, { facts: { components: about.components, adminNeeded: true } });
  nudge('admins', 2);
  tell('adminFound', chance.about(10 * minute), { ...by(), facts: { before: null, ready: true } });
  nudge('requester', 2);
  tell('started', chance.about(10 * minute), { ...by(), facts: { components: about.components } });
  nudge('deploying', 2);
  // One in thousands was terminated in Temporal and has no event for its end.
  if (!chance.of(1 / 5000)) tell(end, chance.about(20 * minute), { ...by(), ...because });
  return rows;
}

const bare: EventRow = {
  ...ofNothing,
  key: '',
  at: 0,
  about: 'release',
  type: '',
  actor: null,
  via: null,
  pipeline: null,
  commandId: null,
  channel: null,
  saidAt: null,
  components: [],
  facts: {},
};

/** Other events meanwhile: about one incident a day, one freeze a week, and an occasional unlock. */
function besides(now: number, serial: number, chance: Chance): readonly EventRow[] {
  const component = componentsOf(now, chance)[0] ?? retired;
  const row = (type: string, after: number, more: Partial<EventRow>): EventRow => ({
    ...bare,
    about: 'lock',
    key: `${type}:${serial}`,
    at: Math.round(now + after),
    type,
    actor: person(chance),
    via: 'slack',
    components: [component],
    ...more,
  });
  const reason = title(now, chance);
  if (chance.of(1 / 80)) {
    const where = chance.of(0.3) ? { components: [everyComponent] } : {};
    return [row('incident', chance.about(30 * minute), { about: 'incident', ...where, facts: { reason } })];
  }
  if (chance.of(1 / 400)) {
    const all = chance.of(0.2);
    const where = all ? { components: [everyComponent] } : { component };
    return [
      row('frozen', 0, { ...where, facts: { reason, until: null, all } }),
      row('unfrozen', chance.about(120 * minute), { ...where, facts: { all, window: false } }),
    ];
  }
  if (chance.of(1 / 400)) return [row('unlocked', 0, { component, facts: { reason, holders: [] } })];
  return [];
}
