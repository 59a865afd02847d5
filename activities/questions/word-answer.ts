import { criticalOf } from '../../domain/components.ts';
import type { LockView } from '../../domain/lock/lock-view.ts';
import { generalRoleHolders } from '../../domain/people.ts';
import type { Question } from '../../domain/messages/question.ts';
import type { ReleaseStatus } from '../../domain/release/status.ts';
import { isEnd } from '../../domain/release/stage.ts';
import type { Settings } from '../../domain/settings.ts';
import type { ReleaseLog } from '../../log/release-log.ts';
import { mostOthers } from '../../texts/index.ts';
import type { Texts } from '../../texts/index.ts';
import { logSurroundings, surroundings } from '../surroundings.ts';
import { logAnswer } from './log-answer.ts';
import { holdersOf } from './role-holders.ts';
import { usualTimes } from './usual-times.ts';
import type { LastRelease, OpenRelease, StandingReleases } from '../../client/releases.ts';

/** So many terms Temporal's filter takes without complaint; of those further back the queue shows the ticket alone. */
const namedAtMost = 50;

interface Context {
  readonly releases: StandingReleases;
  readonly settings: Settings;
  readonly texts: Texts;
  readonly releaseLog: ReleaseLog | null;
}

/**
 * The answer to a question; null where there is nothing to say, since the command was carried out before its release ended and is
 * only delivered again. Throws Temporal's errors.
 */
export async function wordAnswer(
  question: Question,
  commandId: string,
  settings: Settings,
  texts: Texts,
  releases: StandingReleases,
  releaseLog: ReleaseLog | null,
): Promise<string | null> {
  const context = { releases, settings, texts, releaseLog };
  switch (question.type) {
    case 'help':
      return texts.help(question.topic);
    case 'mistake':
      return texts.mistake(question.mistake);
    case 'queue':
      return queue(question.component, context);
    case 'status':
      return standingOf(question.ticket, await releases.last(question.ticket), context);
    case 'log':
    case 'blame':
    case 'incident':
    case 'stats':
      return logAnswer(question, releaseLog, settings, texts);
    case 'timeAhead':
      return texts.releaseLog.timeAhead(question.at, logSurroundings(settings));
    case 'nothingOpen': {
      if (await releases.hasSeen(question.ticket, commandId)) return null;
      return standingOf(question.ticket, await releases.last(question.ticket), context);
    }
    case 'noLock':
      return noLock(question.component, context);
    case 'lockAway':
      return texts.trouble;
    case 'notYours':
      return texts.notYours(question.user);
  }
}

const wasNone = ({ stage, history }: ReleaseStatus): boolean =>
  isEnd(stage) && (history.length === 0 || history.at(-1)?.type === 'ticketUnknown');

async function standingOf(
  ticket: string,
  last: LastRelease | null,
  { texts, settings, releaseLog }: Context,
): Promise<string> {
  const roles = last === null ? generalRoleHolders(settings) : holdersOf(last.status, settings);
  const around = surroundings(settings, roles, []);
  // One of a ticket that no tracker knows ended before anybody could speak of a release.
  if (last === null || wasNone(last.status)) {
    return texts.noRelease(ticket, around.linkOf);
  }
  if (isEnd(last.status.stage)) return texts.ended(last.status, around);
  if (last.execution !== 'RUNNING') return texts.brokenOff(last.status, around);
  const needed = last.status.locks.map(({ component }) => component);
  const usual = await usualTimes([...new Set([...last.status.components, ...needed])], releaseLog);
  return texts.status(last.status, { ...around, locks: last.locks, usual });
}

async function queue(
  component: string | null,
  { releases, texts, settings, releaseLog }: Context,
): Promise<string> {
  const { components } = settings;
  if (component !== null && !Object.hasOwn(components, component)) {
    return texts.noSuchComponent(component, Object.keys(components));
  }
  const asked = component === null ? Object.keys(components) : [component];
  const critical = criticalOf(components).filter((name) => asked.includes(name));
  const [usual, queued, locks] = await Promise.all([
    usualTimes(critical, releaseLog),
    releases.queued(component, mostOthers),
    releases.locks(critical),
  ]);
  const more = await inLocks(locks, queued.releases, releases);
  const around = surroundings(settings, generalRoleHolders(settings), locks);
  const question = { component, critical, unlisted: queued.unlisted };
  return texts.queue([...queued.releases, ...more], { ...around, usual }, question);
}

/** The releases in these locks that are not known: they touch only what depends on the component, or the list lags behind. */
async function inLocks(
  locks: readonly LockView[],
  known: readonly OpenRelease[],
  releases: StandingReleases,
): Promise<readonly OpenRelease[]> {
  const tickets = locks
    .flatMap(({ holders, queue }) => [...holders, ...queue])
    .map(({ ticket }) => ticket)
    .filter((ticket) => known.every((release) => release.ticket !== ticket));
  return tickets.length === 0 ? [] : releases.open({ tickets: tickets.slice(0, namedAtMost) });
}

const noLock = (component: string, { texts, settings: { components } }: Context): string =>
  Object.hasOwn(components, component)
    ? texts.noLock(component)
    : texts.noSuchComponent(component, Object.keys(components));
