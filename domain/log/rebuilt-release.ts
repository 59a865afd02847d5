import { locksOf } from '../components.ts';
import type { LockMode } from '../components.ts';
import type { Origin } from '../messages/origin.ts';
import { originOf } from '../messages/origin.ts';
import type { ReleaseEvent } from '../release/events.ts';
import { askForLacking } from '../release/locking.ts';
import { blankRelease, enter, record } from '../release/state.ts';
import type { ReleaseLock, ReleaseState } from '../release/state.ts';
import type { Subject } from '../release/subject.ts';
import { subjectOf, oneTicket } from '../release/subject.ts';
import type { Settings } from '../settings.ts';
import type { EventRow } from './event-row.ts';
import type { LoggedRelease } from './logged-release.ts';
import { unlockingIn } from './unlocking.ts';
import { isOfWatch } from './watch-row.ts';

/** A release on production, as the log has it. */
export interface KeptRelease {
  readonly release: LoggedRelease;
  /** Its own rows, and the unlockings of its components since it began, in any order. */
  readonly rows: readonly EventRow[];
}

/**
 * The release as it was, for a Temporal that has lost it: on production, with all its events. It requests its locks again, ahead of all
 * releases that are not on production. `now` in epoch ms.
 */
export function rebuiltRelease(
  { release, rows }: KeptRelease,
  { components, release: rules }: Pick<Settings, 'components' | 'release'>,
  by: Origin,
  now: number,
): ReleaseState {
  const own = rows
    .filter((row) => row.releaseKey === release.releaseKey && row.type !== 'terminated' && !isOfWatch(row))
    .sort((a, b) => (a.n ?? 0) - (b.n ?? 0));
  const requesters = [release.requester, ...own.map(({ requester }) => requester)].filter(
    (user) => user !== null,
  );
  const modes = new Map(
    locksOf(release.components, components).map(({ component, mode }) => [component, mode]),
  );
  const modeOf = (component: string): LockMode =>
    modes.get(component) ?? (release.components.includes(component) ? 'exclusive' : 'shared');
  const locks = locksAfter(own, rows).map(([component, state]): ReleaseLock => {
    return { component, mode: modeOf(component), state, token: null };
  });
  const options = { wikiLink: release.wikiLink, noNeedAdmin: false, hotfix: false, components: null };
  const before: ReleaseState = {
    ...blankRelease(subjectIn(release), release.releaseKey, rules, release.requester ?? '', options, now),
    requesters: [...new Set(requesters)],
    title: release.title,
    url: release.url,
    components: release.components,
    admin: release.admin,
    adminNeeded: release.admin !== null,
    votes: votersIn(own).map((user) => ({ user, components: release.components })),
    neededLocks: locks.map(({ component, mode }) => ({ component, mode })),
    locks,
    announced: true,
    // A number that no request of the lost release had.
    turn: own.length,
    events: own.map(eventIn),
  };
  const again = { ...enter(before, 'deploying', now), since: release.stageSince ?? now };
  const asked = locks.filter(({ state }) => state === 'waiting').map(({ component }) => component);
  return askForLacking(record(again, now, by, 'rebuilt', { components: asked }));
}

/** What the release is for. A page has an address, a text has none. */
function subjectIn({ ticket, tickets, title, url, wikiLink }: LoggedRelease): Subject {
  const named =
    tickets.length > 0
      ? { tickets, text: null, wikiLink }
      : { tickets: [], text: url === null ? title : null, wikiLink };
  return subjectOf(ticket, named) ?? oneTicket(ticket);
}

/** The locks of its last turn in the order in which it took them, and whether it lost them. */
function locksAfter(
  own: readonly EventRow[],
  rows: readonly EventRow[],
): readonly (readonly [component: string, state: 'waiting' | 'lost'])[] {
  const granted = new Map<string, number | null>();
  for (const { type, component, at } of own) {
    if (type === 'accepted' || type === 'turnLost') granted.clear();
    if (component === null) continue;
    if (type === 'lockGranted') granted.set(component, at);
    if (type === 'lockLost') granted.set(component, null);
  }
  const [key] = own.map(({ releaseKey }) => releaseKey);
  const unlockings = rows.flatMap((row) => unlockingIn(row) ?? []);
  return [...granted].map(([component, grantedAt]) => {
    const isTaken = unlockings.some(
      (taken) =>
        taken.component === component &&
        taken.at >= (grantedAt ?? 0) &&
        taken.releaseKeys.some((releaseKey) => releaseKey === key),
    );
    return [component, grantedAt === null || isTaken ? 'lost' : 'waiting'];
  });
}

/** Who gave the approvals with which it went to production. */
function votersIn(own: readonly EventRow[]): readonly string[] {
  const given = own.slice(own.findLastIndex(({ type }) => type === 'votesVoided') + 1);
  const voted = given.filter(({ type }) => type === 'voted' || type === 'accepted');
  return [...new Set(voted.flatMap(({ actor }) => actor ?? []))];
}

/** Reads back an event that `releaseRow` wrote. */
function eventIn({ n, at, type, facts, ...row }: EventRow, index: number): ReleaseEvent {
  const told = Object.entries(facts).filter(([name]) => name !== 'stage' && name !== 'since');
  return { n: n ?? index + 1, at, type, ...originOf(row), facts: Object.fromEntries(told) } as ReleaseEvent;
}
