import { commitIn } from './commit.ts';
import type { EventRow } from './event-row.ts';
import type { LoggedRelease } from './logged-release.ts';
import { isEnd, onProduction } from '../release/stage.ts';
import { stageAfter, stageByType } from './stage-after.ts';
import { unlockingIn } from './unlocking.ts';
import type { Unlocking } from './unlocking.ts';
import { isOfWatch } from './watch-row.ts';

/** Everything that the log keeps of a release apart from its events. */
export interface ProjectedRelease extends LoggedRelease {
  /** When its turn last came with an admin still missing. */
  readonly adminCalledAt: number | null;
  /** When an admin last showed up and it became ready to start. */
  readonly adminFoundAt: number | null;
}

/** The keys of the releases that rows concern, including those that an unlocking took a lock from. */
export function releasesIn(rows: readonly EventRow[]): readonly string[] {
  const own = rows.flatMap(({ releaseKey }) => releaseKey ?? []);
  const held = rows.flatMap((row) => unlockingIn(row)?.releaseKeys ?? []);
  return [...new Set([...own, ...held])];
}

/**
 * Computes the releases that rows concern; the order of the rows does not matter. Needs all events of these releases, and all unlockings of
 * locks that they held.
 */
export function project(rows: readonly EventRow[]): readonly ProjectedRelease[] {
  const unlockings = rows.flatMap((row) => unlockingIn(row) ?? []);
  const events = new Map<string, EventRow[]>();
  for (const row of rows) {
    if (row.releaseKey === null || isOfWatch(row)) continue;
    const others = events.get(row.releaseKey);
    if (others === undefined) events.set(row.releaseKey, [row]);
    else others.push(row);
  }
  return [...events].flatMap(([releaseKey, told]) => projected(releaseKey, told, unlockings) ?? []);
}

function projected(
  releaseKey: string,
  rows: readonly EventRow[],
  unlockings: readonly Unlocking[],
): ProjectedRelease | null {
  const events = rows.toSorted((a, b) => (a.n ?? 0) - (b.n ?? 0) || a.at - b.at);
  const [first] = events;
  const last = events.at(-1);
  if (first === undefined || last === undefined || last.ticket === null) return null;
  const { ticket, tickets, title, url, wikiLink, requester, components } = last;
  const firstOf = (type: string) => atOf(events.find((event) => event.type === type));
  const lastOf = (type: string) => events.findLast((event) => event.type === type);
  const overridden = lastOf('overridden');
  const startedAt = firstOf('started');
  const takings = unlockings.filter(({ releaseKeys }) => releaseKeys.includes(releaseKey));
  return {
    ...{ releaseKey, ticket, tickets, title, url, wikiLink, requester, components },
    admin: lastOf('adminFound')?.actor ?? null,
    ...stageOf(events),
    askedAt: first.at,
    announcedAt: firstOf('checksPassed'),
    goodAt: atOf(lastOf('accepted')),
    turnAt: atOf(lastOf('turnCame')),
    adminCalledAt: atOf(events.findLast(callsAdmin)),
    adminFoundAt: atOf(events.findLast(findsAdmin)),
    startedAt,
    ...(endTold(events) ??
      endByTemporal(events, startedAt, takings) ??
      endOfOrphan(releaseKey, events, takings) ??
      noEnd),
    overriddenAt: atOf(overridden),
    overrideReason: overridden === undefined ? null : reasonIn(overridden),
    commit: commitIn(lastOf('started')?.facts ?? {}),
    nudges: events.filter(({ type }) => type === 'nudged' || type === 'escalated').length,
  };
}

const atOf = (event: EventRow | undefined): number | null => event?.at ?? null;

const callsAdmin = ({ type, facts }: EventRow): boolean =>
  type === 'turnCame' && 'adminNeeded' in facts && facts.adminNeeded === true;

const findsAdmin = ({ type, facts }: EventRow): boolean =>
  type === 'adminFound' && 'ready' in facts && facts.ready === true;

const reasonIn = ({ facts }: EventRow): string | null =>
  'reason' in facts && typeof facts.reason === 'string' ? facts.reason : null;

/** Whether the release itself recorded the event. Its termination in Temporal says nothing about how it went on. */
const isTold = ({ type }: EventRow): boolean => type !== 'terminated';

/** The stage after the last event that tells it. */
function stageOf(events: readonly EventRow[]): Pick<LoggedRelease, 'stage' | 'stageSince'> {
  const known = events.filter(isTold).flatMap((event) => {
    const stage = stageAfter(event);
    return stage === null ? [] : [{ stage, stageSince: sinceIn(event) ?? event.at }];
  });
  return known.at(-1) ?? { stage: 'checking', stageSince: null };
}

const sinceIn = ({ facts }: EventRow): number | null =>
  'since' in facts && typeof facts.since === 'number' ? facts.since : null;

type End = Pick<LoggedRelease, 'endedAt' | 'endedAs'>;

const noEnd: End = { endedAt: null, endedAs: null };

/** A ticket that its tracker once knew has a title: losing it later does not end the release. */
function endsRelease(event: EventRow): boolean {
  const stage = stageByType(event);
  return stage !== null && isEnd(stage);
}

function endTold(events: readonly EventRow[]): End | null {
  const end = events.findLast(endsRelease);
  return end === undefined ? null : { endedAt: end.at, endedAs: end.type };
}

/** When the release last recorded an event. One that does so after its termination was reset, and goes on. */
const lastToldAt = (events: readonly EventRow[]): number => events.findLast(isTold)?.at ?? -Infinity;

/**
 * A release terminated on production counts as running until one of its locks is taken. The log may show the unlock before the termination.
 */
function endByTemporal(
  events: readonly EventRow[],
  startedAt: number | null,
  unlockings: readonly Unlocking[],
): End | null {
  const end = events.findLast((event) => !isTold(event));
  if (end === undefined || end.at < lastToldAt(events)) return null;
  const terminated = { endedAt: end.at, endedAs: 'terminated' };
  const holds = locksHeldIn(end);
  if (holds.length === 0) return terminated;
  const taken = unlockings.filter(
    ({ at, component }) => startedAt !== null && at >= startedAt && holds.includes(component),
  );
  if (taken.length === 0) return null;
  const takenAt = Math.min(...taken.map(({ at }) => at));
  return takenAt < end.at ? terminated : { endedAt: takenAt, endedAs: 'unlocked' };
}

/** The locks that it held on production when it ended. */
function locksHeldIn({ facts }: EventRow): readonly unknown[] {
  const deploys = 'stage' in facts && onProduction.some((stage) => stage === facts.stage);
  return deploys && 'holds' in facts && Array.isArray(facts.holds) ? facts.holds : [];
}

/** The end of an orphan. Its lock knew that it had ended in Temporal, even if the log does not. */
function endOfOrphan(
  releaseKey: string,
  events: readonly EventRow[],
  unlockings: readonly Unlocking[],
): End | null {
  const since = lastToldAt(events);
  const taken = unlockings.filter(({ at, orphans }) => at >= since && orphans.includes(releaseKey));
  return taken.length === 0 ? null : { endedAt: Math.min(...taken.map(({ at }) => at)), endedAs: 'unlocked' };
}
