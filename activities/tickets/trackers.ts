import { readTicketKey } from '../../domain/command/ticket-key.ts';
import { isChangeAddress } from '../../domain/signs/ticket.ts';
import type { Change, Ticket, TicketQuery } from '../../domain/signs/ticket.ts';
import type { Settings } from '../../domain/settings.ts';
import { trackerOf } from '../../domain/trackers.ts';
import type { TrackerSettings } from '../../domain/trackers.ts';
import { knowsPage, readPage } from '../pages/read-page.ts';
import type { CheckSources } from '../check-ticket.ts';
import { reading } from './api.ts';
import { toTracker } from './to-tracker.ts';
import type { TrackerWorld } from './tracker-api.ts';
import { mostChanges } from './tracker.ts';
import type { ChangeReading, TicketReading } from './tracker.ts';

/** Reads from the configured trackers and pages. */
export function sourcesOf(
  { tickets, pages }: Pick<Settings, 'tickets' | 'pages'>,
  world: TrackerWorld,
): CheckSources {
  return {
    async find(key, parts) {
      const settings = trackerOf(key, tickets);
      if (settings === null) return { outcome: 'unknown' };
      const found = await reading<TicketReading>(async () =>
        (await toTracker(settings, world)).find(key, parts),
      );
      if (found.outcome === 'badCredentials') world.onRefused?.(settings.name, found.reason);
      if ('reason' in found) world.onUnread?.(settings.name, found.outcome);
      if (found.outcome !== 'found' || !parts.has('changes')) return found;
      return { outcome: 'found', ticket: await withCode(found.ticket, settings, parts, tickets, world) };
    },
    readPage: (address) => readPage(address, { pages, tickets }, world),
    knowsPage: (address) => knowsPage(address, { pages, tickets }),
  };
}

/** Adds details to a ticket that only links its pull or merge requests: reads these from the tracker that hosts the code. */
async function withCode(
  ticket: Ticket,
  own: TrackerSettings,
  parts: ReadonlySet<TicketQuery>,
  all: readonly TrackerSettings[],
  world: TrackerWorld,
): Promise<Ticket> {
  const whole = ticket.changes.filter(({ approvals }) => approvals !== null);
  const named = ticket.changes.filter(({ approvals }) => approvals === null).flatMap(({ url }) => url ?? []);
  const addresses = new Set([...named, ...ticket.pages.filter(isChangeAddress)]);
  const places = [...addresses].flatMap((address) => placeOf(address, all) ?? []);
  const elsewhere = new Map(
    places.filter(({ tracker }) => tracker !== own).map((place) => [place.key, place]),
  );
  if (elsewhere.size === 0) return ticket;
  const read = await Promise.all(
    [...elsewhere.values()].slice(0, mostChanges).map((place) => changeAt(place, parts, world)),
  );
  const found = read.flatMap((one) => (one.outcome === 'found' ? [one.change] : []));
  const failed = read.find((one) => one.outcome !== 'found' && one.outcome !== 'unknown');
  const reason = failed !== undefined && 'reason' in failed ? failed.reason : null;
  const more = elsewhere.size > mostChanges ? `more than ${mostChanges} belong to it` : null;
  const unread = reason ?? more;
  return {
    ...ticket,
    changes: [...whole, ...found, ...unplaced(ticket.changes, all)],
    unread: unread === null ? ticket.unread : { ...ticket.unread, changes: unread },
  };
}

/** Changes on servers that are not configured. */
const unplaced = (changes: readonly Change[], all: readonly TrackerSettings[]): readonly Change[] =>
  changes.filter(({ approvals, url }) => approvals === null && (url === null || placeOf(url, all) === null));

interface TicketPlace {
  readonly tracker: TrackerSettings;
  readonly key: string;
}

function placeOf(address: string, all: readonly TrackerSettings[]): TicketPlace | null {
  for (const tracker of all) {
    if (!['github', 'gitlab', 'gitea'].includes(tracker.tracker)) continue;
    const key = readTicketKey(address, tracker.addresses.filter(isCodeForm));
    if (key !== null) return { tracker, key };
  }
  return null;
}

const isCodeForm = (template: string): boolean => isChangeAddress(template.replace('{number}', '1'));

const changeAt = (
  { tracker, key }: TicketPlace,
  parts: ReadonlySet<TicketQuery>,
  world: TrackerWorld,
): Promise<ChangeReading> =>
  reading<ChangeReading>(async () => {
    const found = await (await toTracker(tracker, world)).change?.(key, parts);
    if (found?.outcome === 'badCredentials') world.onRefused?.(tracker.name, found.reason);
    return found ?? { outcome: 'unknown' };
  });
