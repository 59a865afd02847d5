/** Answers as JSON of the API: instants are ISO 8601 in UTC, what is absent is null. */
import { iso } from '../domain/iso.ts';
import type { SuspicionReason, Suspect } from '../domain/log/blame.ts';
import type { EventRow } from '../domain/log/event-row.ts';
import type { LoggedRelease } from '../domain/log/logged-release.ts';
import type { QuestionAnswer, QueuedRelease } from '../domain/messages/question-answer.ts';
import type { CheckReport } from '../domain/release/check-report.ts';
import type { WatchShown } from '../domain/watch/shown.ts';
import type { BadValue } from '../domain/watch/watch.ts';
import { cursorAfter } from './log-cursor.ts';

const isoOrNull = (instant: number | null): string | null => (instant === null ? null : iso(instant));

/** An open release in a list. */
export function listedJson(release: QueuedRelease) {
  const { ticket, tickets, title, url, requester, admin, components, stage, since, locks } = release;
  return { ticket, tickets, title, url, stage, requester, admin, components, locks, since: iso(since) };
}

export const eventJson = <Row extends EventRow>(event: Row) => ({
  ...event,
  at: iso(event.at),
  saidAt: isoOrNull(event.saidAt),
  facts: factsJson(event.facts),
});

/** The names of instants in the facts of events and of refusals. */
const instants = /^(?:at|since|until|from)$|(?:At|Since)$/;

/** Facts with their instants, epoch ms, as ISO 8601. */
export const factsJson = (facts: object): object =>
  Object.fromEntries(Object.entries(facts).map(([name, fact]) => [name, factJson(name, fact)]));

function factJson(name: string, fact: unknown): unknown {
  if (typeof fact === 'number') return instants.test(name) ? iso(fact) : fact;
  if (Array.isArray(fact)) return fact.map((one) => factJson('', one));
  return typeof fact === 'object' && fact !== null ? factsJson(fact) : fact;
}

const loggedJson = (release: LoggedRelease) => ({
  ...release,
  stageSince: isoOrNull(release.stageSince),
  askedAt: isoOrNull(release.askedAt),
  announcedAt: isoOrNull(release.announcedAt),
  goodAt: isoOrNull(release.goodAt),
  turnAt: isoOrNull(release.turnAt),
  startedAt: isoOrNull(release.startedAt),
  endedAt: isoOrNull(release.endedAt),
  overriddenAt: isoOrNull(release.overriddenAt),
});

const foundJson = ({ at, since, ...found }: BadValue) => ({
  ...found,
  at: iso(at),
  ...(since === undefined ? {} : { since: iso(since) }),
});

const reasonJson = (reason: SuspicionReason) => ({
  ...reason,
  ...('at' in reason ? { at: iso(reason.at) } : {}),
  ...('since' in reason ? { since: iso(reason.since) } : {}),
  ...('found' in reason ? { found: foundJson(reason.found) } : {}),
  ...('lock' in reason ? { lock: { ...reason.lock, at: iso(reason.lock.at) } } : {}),
});

export const reportJson = (report: CheckReport) =>
  'badAlready' in report
    ? { ...report, badAlready: report.badAlready.map((one) => ({ ...one, since: isoOrNull(one.since) })) }
    : report;

const suspectJson = ({ release, reasons, compare = null }: Suspect) => ({
  release: loggedJson(release),
  reasons: reasons.map(reasonJson),
  compare,
});

const watchJson = ({ checks, bad, badBefore, blind, until, ended }: WatchShown) => ({
  checks,
  bad: bad.map(({ check, found, notOurs }) => ({ check, ...foundJson(found), notOurs })),
  badBefore: badBefore.map(({ check, found }) => ({ check, ...foundJson(found) })),
  blind: blind.map(({ check, blind: { since, why, detail } }) => ({ check, since: iso(since), why, detail })),
  until: isoOrNull(until),
  ended,
});

const watchesJson = (watched: Readonly<Record<string, WatchShown>>): object =>
  Object.fromEntries(Object.entries(watched).map(([ticket, one]) => [ticket, watchJson(one)]));

export function jsonOf(answer: QuestionAnswer): object {
  switch (answer.type) {
    case 'status': {
      if (answer.release === null) return {};
      const { status, workflow, watched } = answer.release;
      return { ...status, workflow, watch: watched && watchJson(watched) };
    }
    case 'queue': {
      const { component, releases, locks, unlisted } = answer;
      return { component, releases: releases.map(listedJson), unlisted, locks };
    }
    case 'mine':
      return { waiting: answer.waiting.map(listedJson), releases: answer.releases.map(listedJson) };
    case 'prod': {
      const last = answer.last?.map((one) => ({ ...one, endedAt: iso(one.endedAt) })) ?? null;
      return {
        component: answer.component,
        now: answer.now.map(listedJson),
        last,
        watch: watchesJson(answer.watched),
      };
    }
    case 'who': {
      const { component, locks, releases } = answer;
      return { component, locks, releases: releases.map(listedJson) };
    }
    case 'log': {
      const { subject, since, events, more } = answer;
      const last = more === 0 ? undefined : events.at(-1);
      const cursor =
        last !== undefined && 'seq' in last ? cursorAfter({ at: last.at, seq: Number(last.seq) }) : null;
      return { subject, since: isoOrNull(since), events: events.map(eventJson), more, cursor };
    }
    case 'blame': {
      const { at, component, suspects, more } = answer;
      return { at: iso(at), component, suspects: suspects.map(suspectJson), more };
    }
    case 'stats': {
      const { component, statistics } = answer;
      const { since, until, ...figures } = statistics;
      return { component, since: iso(since), until: iso(until), ...figures };
    }
    default:
      return answer;
  }
}
