import { setTimeout as sleep } from 'node:timers/promises';
import { withTimeout } from '../client/in-time.ts';
import type { CheckInput } from '../domain/messages/activities.ts';
import type { RequestOptions } from '../domain/command/command.ts';
import { readWikiLink } from '../domain/command/wiki-link.ts';
import { oneLine } from '../domain/one-line.ts';
import {
  criticalOf,
  locksOf,
  maybeLingering,
  namesNowOf,
  needsAdmin,
  renamedIn,
} from '../domain/components.ts';
import { touchedBy } from '../domain/named-components.ts';
import type { CheckReport, ReleaseScope } from '../domain/release/check-report.ts';
import { isMissing, isUnclear, isWarning, toJudge } from '../domain/release/evidence.ts';
import type { Evidence, SignFinding } from '../domain/release/evidence.ts';
import { pageTitle } from '../domain/release/page.ts';
import { asOne } from '../domain/release/snapshot.ts';
import type { CheckedItem } from '../domain/release/snapshot.ts';
import { longestReleaseText, ticketsOf } from '../domain/release/subject.ts';
import type { Item, Subject } from '../domain/release/subject.ts';
import type { Settings, Sign } from '../domain/settings.ts';
import { reasonOf } from '../domain/reason-of.ts';
import { requiredSigns, partsOfRule } from '../domain/signs/required-signs.ts';
import type { RequiredSign } from '../domain/signs/required-signs.ts';
import { presetOf } from '../domain/signs/presets.ts';
import { blocking } from '../domain/signs/rule.ts';
import type { SignRule } from '../domain/signs/rule.ts';
import type { Ticket, TicketQuery } from '../domain/signs/ticket.ts';
import { planFor } from '../domain/watch/plan.ts';
import { linkOfKey, trackerOf } from '../domain/trackers.ts';
import { shorten } from '../texts/mrkdwn.ts';
import { touchesText, unclearText } from '../texts/unclear.ts';
import { evidenceOf } from './tickets/evidence-of.ts';
import type { PageSource } from './tickets/evidence-of.ts';
import type { TicketReading, Tracker } from './tickets/tracker.ts';

/** Where the checks read from. */
export interface CheckSources extends Tracker, PageSource {
  /** Which of these components still have a lock, though the configuration gives them none. Absent: none of them. */
  readonly lingering?: (components: readonly string[]) => Promise<readonly string[]>;
}

type Tickets = ReadonlyMap<string, Ticket>;

/** Options of the checks of a ticket. */
export type CheckWishes = Pick<CheckInput, 'components' | 'readWithinMs'>;

/**
 * Runs the formal checks of a release. If a tracker cannot be read, the report says
 * so and still contains what the configuration says. Throws what `lingering` throws.
 */
export async function checkTicket(
  subject: Subject,
  options: RequestOptions,
  settings: Settings,
  sources: CheckSources,
  wishes: CheckWishes = {},
): Promise<CheckReport> {
  const { components = [], readWithinMs } = wishes;
  const reading = readAll(subject, options, settings, sources);
  const found = await (readWithinMs === undefined ? reading : withTimeout(reading, readWithinMs)).catch(
    (error: unknown): Unread => ({ outcome: 'unread', message: reasonOf(error) }),
  );
  const isRead = found.outcome !== 'unread';
  const scope = scopeOf(options.components ?? components, [], settings);
  return withLingering(isRead ? found : { ...found, outcome: 'unavailable', scope }, settings, sources);
}

/** The tickets could not be read. */
interface Unread {
  readonly outcome: 'unread';
  readonly message: string;
  readonly pauseMs?: number;
}

async function readAll(
  subject: Subject,
  options: RequestOptions,
  settings: Settings,
  sources: CheckSources,
): Promise<CheckReport | Unread> {
  const parts = partsAsked(settings);
  const keys = ticketsOf(subject);
  const readings = await Promise.all(keys.map((key) => sources.find(key, parts)));
  const unread = unreadIn(keys, readings);
  if (unread !== null) return unread;
  const tickets = new Map(
    readings.flatMap((reading, index) =>
      reading.outcome === 'found' ? [[keys[index] ?? '', reading.ticket] as const] : [],
    ),
  );
  return report(subject, tickets, options, settings, sources);
}

/** Adds the locks that still exist although the configuration has removed them or renamed their components. */
async function withLingering(
  found: CheckReport,
  { components }: Settings,
  { lingering }: CheckSources,
): Promise<CheckReport> {
  if (!('scope' in found) || lingering === undefined) return found;
  const { scope } = found;
  const open = await lingering(maybeLingering(scope.components, components));
  return { ...found, scope: { ...scope, locks: locksOf(scope.components, components, open) } };
}

/** Everything that the rules of any component may look at: the components are known only once the ticket has been read. */
function partsAsked(settings: Settings): ReadonlySet<TicketQuery> {
  const signs = [[], ...Object.keys(settings.components).map((name) => [name])].flatMap((names) =>
    requiredSigns(names, settings),
  );
  const rules = signs.flatMap(({ sign, settings: ways }) =>
    ways.flatMap((way) => (way === true ? presetsOf(sign, settings) : [way])),
  );
  const hasPaths = Object.values(settings.components).some(({ paths }) => paths !== undefined);
  return new Set([...rules.flatMap(partsOfRule), ...(hasPaths ? (['changes', 'paths'] as const) : [])]);
}

function presetsOf(sign: Sign, { tickets }: Settings): readonly SignRule[] {
  return tickets.flatMap(({ tracker }) => {
    const condition = presetOf(sign, tracker);
    return condition === null ? [] : [blocking(condition)];
  });
}

function unreadIn(
  keys: readonly string[],
  readings: readonly TicketReading[],
): Extract<CheckReport, { outcome: 'unknownTicket' }> | Unread | null {
  const unknown = readings.findIndex(({ outcome }) => outcome === 'unknown');
  const ticket = keys[unknown];
  if (ticket !== undefined) return { outcome: 'unknownTicket', ticket };
  const failed = readings.find((reading) => 'reason' in reading);
  if (failed === undefined) return null;
  const pauseMs = 'retryAfterMs' in failed ? failed.retryAfterMs : undefined;
  return { outcome: 'unread', message: failed.reason, ...(pauseMs === undefined ? {} : { pauseMs }) };
}

async function report(
  subject: Subject,
  tickets: Tickets,
  options: RequestOptions,
  settings: Settings,
  pages: PageSource,
): Promise<CheckReport | Unread> {
  const touched = [...tickets.values()].map((ticket) => touchedBy(ticket, settings.components));
  const untold = options.components === null ? touched.find(({ unread }) => unread !== null)?.unread : null;
  if (untold) return { outcome: 'unread', message: touchesText(settings.language, untold) };
  const named = [...new Set(touched.flatMap(({ names }) => names))];
  const scope = scopeOf(options.components ?? named, named, settings);
  const signs = requiredSigns(scope.components, settings);
  const items = await Promise.all(
    subject.items.map((item) => checkedItem(item, tickets, signs, options, settings, pages)),
  );
  const unclear = unclearText(settings.language, items);
  if (unclear !== null) return { outcome: 'unavailable', message: unclear, scope, items };
  return { outcome: 'checked', ...asOne(items), items, scope, rules: settings.release };
}

async function checkedItem(
  item: Item,
  tickets: Tickets,
  signs: readonly RequiredSign[],
  { wikiLink }: RequestOptions,
  settings: Settings,
  pages: PageSource,
): Promise<CheckedItem> {
  const docs = (sign: Sign) => (sign === 'releaseDocs' ? wikiLink : null);
  const judged = (given: (sign: Sign) => string | null): Evidence =>
    Object.fromEntries(signs.map(({ sign }) => [sign, given(sign) ?? toJudge]));
  switch (item.kind) {
    case 'ticket': {
      const ticket = tickets.get(item.key);
      const tracker = trackerOf(item.key, settings.tickets);
      if (ticket === undefined || tracker === null) throw new Error(`${item.key} was not read`);
      const found = await evidenceOf(ticket, tracker.tracker, signs, pages);
      const evidence = Object.fromEntries(
        Object.entries(found).map(([sign, one]) => [sign, given(one, docs(sign))]),
      );
      const own = ticket.url === null ? null : readWikiLink(ticket.url);
      const url = own ?? linkOfKey(item.key, settings.tickets);
      const title = shorten(oneLine(ticket.title), longestReleaseText);
      return { item, title: title === '' ? item.key : title, url, evidence };
    }
    case 'page': {
      const { url } = item;
      const evidence = judged((sign) => (sign === 'releaseDocs' ? url : null));
      return { item, title: await titleOf(url, pages), url, evidence };
    }
    case 'text':
      return { item, title: oneLine(item.text), url: null, evidence: judged(docs) };
  }
}

/** How long to wait for a page of which only the title is needed. */
const titleWithinMs = 1000;

/** The title of a page if it can be read in time; otherwise a title made from its address. */
async function titleOf(url: string, pages: PageSource): Promise<string> {
  const late = sleep(titleWithinMs, null, { ref: false });
  // A failure is ignored: only the title depends on it.
  const reading = await Promise.race([pages.readPage(url).catch(() => null), late]);
  const told = reading?.outcome === 'found' ? reading.page.title : '';
  const title = shorten(oneLine(told), longestReleaseText);
  return title === '' ? pageTitle(url) : title;
}

/** A link given with the command counts if the ticket has no evidence. */
const given = (found: SignFinding, link: string | null): SignFinding =>
  link !== null && (isMissing(found) || isWarning(found) || isUnclear(found)) ? link : found;

/** `ofTickets`: the components that the tickets name. A renamed component matches by any of its names. */
function scopeOf(asked: readonly string[], ofTickets: readonly string[], settings: Settings): ReleaseScope {
  const named = namesNowOf(asked, settings.components);
  const critical = criticalOf(settings.components);
  const components = named.filter((name) => Object.hasOwn(settings.components, name));
  const renamed = renamedIn(components, settings.components);
  return {
    components,
    leftOut: critical.filter(
      (name) => namesNowOf(ofTickets, settings.components).includes(name) && !named.includes(name),
    ),
    unknownComponents: named.filter((name) => !components.includes(name)),
    locks: locksOf(components, settings.components),
    adminNeeded: needsAdmin(components, settings.components),
    approvals: components.map((component) => ({
      component,
      needed: settings.components[component]?.approvals ?? 1,
    })),
    ...(Object.keys(renamed).length === 0 ? {} : { renamed }),
    ...(planFor(components, settings.components)?.holdLock === true ? { heldByWatch: true } : {}),
  };
}
