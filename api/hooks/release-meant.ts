import type { Desk } from '../../answers/desk.ts';
import { problem } from '../../answers/outcome.ts';
import type { Problem } from '../../answers/outcome.ts';
import { readTicketKey } from '../../domain/command/ticket-key.ts';
import { ticketsSpokenOf } from '../../domain/command/tickets-spoken-of.ts';
import type { HookEvent } from '../../domain/hooks/hook-event.ts';
import { isAmong, isEnd } from '../../domain/release/stage.ts';
import { linkTemplatesOf } from '../../domain/trackers.ts';

type Named = Extract<HookEvent, { ticket: string | null }>;

/** So many keys of one delivery are looked at. */
const mostKeys = 10;

/** The keys of which a delivery speaks, in capitals. In the name of a branch they stand among other words. */
export function keysIn({ ticket, texts }: Named, { settings }: Desk): readonly string[] {
  const templates = linkTemplatesOf(settings.tickets);
  if (ticket !== null) {
    const key = readTicketKey(ticket, templates);
    return key === null ? [] : [key];
  }
  const ofBranches = texts.flatMap((text) =>
    /\s/.test(text) ? [] : [...text.toUpperCase().matchAll(/[A-Z][A-Z0-9_]*-\d+/g)].map(([key]) => key),
  );
  const spoken = ticketsSpokenOf(texts, settings).tickets;
  return [...new Set([...spoken, ...ofBranches])].slice(0, mostKeys);
}

/** The key of the open release that a deploy system means; a problem if it is none, or may be several. Throws Temporal's errors. */
export async function releaseMeant(
  event: Extract<HookEvent, { type: 'deploy' }>,
  desk: Desk,
): Promise<string | Problem> {
  const open = await openOf(keysIn(event, desk), desk);
  if (event.ticket !== null) {
    const { ticket } = event;
    return open[0] ?? problem(404, 'noRelease', ({ noRelease }) => noRelease(ticket), { ticket });
  }
  const { components } = event;
  const found = open.length > 0 ? open : await atTheirTurn(components, desk);
  const [only, ...others] = found;
  if (others.length > 0) {
    return problem(409, 'severalReleases', (words) => words.severalReleases(found), { tickets: found });
  }
  return only ?? problem(409, 'noTurn', (words) => words.noTurn(components), { components });
}

/** The keys of the open releases to which these tickets belong. */
async function openOf(keys: readonly string[], { releases }: Desk): Promise<readonly string[]> {
  const all = await Promise.all(keys.map((key) => releases.last(key)));
  return [
    ...new Set(
      all.flatMap((last) => (last === null || isEnd(last.status.stage) ? [] : [last.status.ticket])),
    ),
  ];
}

/** Those that have the locks of these components to themselves; where there is no lock, those that may go to production or are there. */
async function atTheirTurn(
  components: readonly string[],
  { releases, settings }: Desk,
): Promise<readonly string[]> {
  const critical = components.filter((name) => settings.components[name]?.critical === true);
  const others = components.filter((name) => !critical.includes(name));
  const [locks, ...listed] = await Promise.all([
    releases.locks(critical),
    ...others.map((component) => releases.open({ component })),
  ]);
  const holders = locks.flatMap(({ holders: all }) => all.filter(({ mode }) => mode === 'exclusive'));
  const ready = listed.flat().filter(({ stage }) => isAmong(stage, ['ready', 'deploying']));
  return [...new Set([...holders, ...ready].map(({ ticket }) => ticket))];
}
