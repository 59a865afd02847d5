import type { LastRelease, Releases } from '../client/releases.ts';
import type { ListedRelease } from '../domain/messages/memo.ts';
import { criticalOf } from '../domain/components.ts';
import type { LockView } from '../domain/lock/lock-view.ts';
import type { Question } from '../domain/messages/question.ts';
import { mostOthers } from '../domain/messages/question-answer.ts';
import type { LastFinished, QuestionAnswer, StatusAnswer } from '../domain/messages/question-answer.ts';
import type { Unreached } from '../domain/messages/unreached.ts';
import { lifecycle } from '../domain/release/lifecycle.ts';
import { isEnd } from '../domain/release/stage.ts';
import type { ReleaseStatus } from '../domain/release/status.ts';
import type { Settings } from '../domain/settings.ts';
import { planFor } from '../domain/watch/plan.ts';
import type { WatchShown } from '../domain/watch/shown.ts';
import { logAnswer } from './log-answer.ts';
import type { AnswerSources } from './sources.ts';
import { unknownComponentAnswer } from './unknown-component.ts';
import { lastFinishedFromLog } from './last-finished.ts';
import { usualTimesFromLog } from './usual-times.ts';

/** How many terms Temporal's filter accepts. For releases further back, the queue shows only the ticket. */
const namedAtMost = 50;

/** The answer to a question. `commandId` is the question's, or that of the command that reached no workflow. Throws Temporal's errors. */
export async function answerQuestion(
  question: Question,
  commandId: string,
  sources: AnswerSources,
): Promise<QuestionAnswer> {
  switch (question.type) {
    case 'help':
      return question.topic === null ? guide(sources) : { type: 'help', topic: question.topic };
    case 'mistake':
      return question.mistake.code === 'empty' ? guide(sources) : question;
    case 'meant':
    case 'timeAhead':
    case 'notYours':
    case 'otherWorkspace':
      return question;
    case 'queue':
      return queue(question.component, sources);
    case 'status':
      return status(question.ticket, sources);
    case 'mine':
      return { type: 'mine', ...(await sources.ownOf(question.user)) };
    case 'prod':
      return production(question.component, sources);
    case 'who':
      return who(question.component, sources);
    case 'log':
    case 'blame':
    case 'incident':
    case 'stats':
      return logAnswer(question, sources);
    case 'unreached':
      return unreached(question.unreached, commandId, sources);
  }
}

/** Somebody who cannot be looked up is told what everyone can do. */
async function guide({ settings, rolesOfAsker }: AnswerSources): Promise<QuestionAnswer> {
  const { approver, admin } = await rolesOfAsker().catch(() => ({ approver: false, admin: false }));
  const [component = null] = [...criticalOf(settings.components), ...Object.keys(settings.components)];
  return { type: 'guide', approver, admin, component };
}

async function unreached(
  { code, facts }: Unreached,
  commandId: string,
  sources: AnswerSources,
): Promise<QuestionAnswer> {
  switch (code) {
    case 'nothingOpen': {
      const { ticket } = facts;
      const answer = await sources.releases.answerOf(ticket, commandId);
      return answer === null ? status(ticket, sources) : { type: 'carriedOut' };
    }
    case 'noTicket':
      return { type: code, ...facts };
    case 'needsTicket':
      return { type: code };
    case 'noLock': {
      const { component } = facts;
      return unknownComponentAnswer(component, sources.settings) ?? { type: 'noLock', component };
    }
    case 'lockAway':
      return { type: 'trouble' };
  }
}

async function status(
  ticket: string,
  sources: AnswerSources,
): Promise<{ readonly type: 'status' } & StatusAnswer> {
  const last = await sources.releases.last(ticket);
  // A request whose ticket is unknown or whose key is taken ended before it became a release.
  if (last === null || wasNone(last.status)) return { type: 'status', ticket, release: null };
  const { key, status: found, locks } = last;
  const needed = found.locks.map(({ component }) => component);
  const workflow = workflowOf(last);
  const usual =
    workflow === 'open'
      ? await usualTimesFromLog([...new Set([...found.components, ...needed])], sources)
      : {};
  const watched = key === null ? null : await watchedOf({ key, components: found.components }, sources);
  return { type: 'status', ticket, release: { status: found, workflow, locks, usual, watched } };
}

const wasNone = ({ stage, history }: ReleaseStatus): boolean =>
  isEnd(stage) && [undefined, 'ticketUnknown', 'keyTaken'].includes(history.at(-1)?.type);

function workflowOf({ status: { stage }, execution }: LastRelease): 'open' | 'ended' | 'brokenOff' {
  if (isEnd(stage)) return 'ended';
  return execution === 'RUNNING' ? 'open' : 'brokenOff';
}

async function queue(component: string | null, sources: AnswerSources): Promise<QuestionAnswer> {
  const { releases, settings } = sources;
  const stranger = component === null ? null : unknownComponentAnswer(component, sources.settings);
  if (stranger !== null) return stranger;
  const asked = component === null ? Object.keys(settings.components) : [component];
  const critical = criticalOf(settings.components).filter((name) => asked.includes(name));
  const [usual, queued, locks] = await Promise.all([
    usualTimesFromLog(critical, sources),
    releases.queued(component, mostOthers),
    releases.locks(critical),
  ]);
  const more = await inLocks(locks, queued.releases, releases);
  const { unlisted } = queued;
  return {
    type: 'queue',
    component,
    critical,
    releases: [...queued.releases, ...more],
    unlisted,
    locks,
    usual,
  };
}

async function production(component: string | null, sources: AnswerSources): Promise<QuestionAnswer> {
  const { releases, settings } = sources;
  const stranger = component === null ? null : unknownComponentAnswer(component, settings);
  if (stranger !== null) return stranger;
  const components = component === null ? Object.keys(settings.components) : [component];
  const [open, last] = await Promise.all([
    releases.open(component === null ? undefined : { component }),
    lastFinishedFromLog(components, sources),
  ]);
  const now = open.filter(({ stage }) => lifecycle[stage].onProduction);
  const since = Date.now() - longestWatchMs(settings);
  const recent = (last ?? []).filter(({ endedAt }) => endedAt > since);
  const watched = await watchedAmong([...now, ...recent.map(asWatched)], sources);
  return { type: 'prod', component, now, last, watched };
}

const dayMs = 24 * 3_600_000;

/** For how long after its end a release's watch is looked up: for a day, or as long as a release of several components may be watched. */
const longestWatchMs = ({ components }: Settings): number =>
  Math.max(dayMs, planFor(Object.keys(components), components)?.forMs ?? 0);

const asWatched = ({ releaseKey: key, ticket, component }: LastFinished) => ({
  ...{ key, ticket, components: [component] },
});

/** The watches of these releases, by ticket. */
async function watchedAmong(
  releases: readonly {
    readonly key: string;
    readonly ticket: string;
    readonly components: readonly string[];
  }[],
  sources: AnswerSources,
): Promise<Readonly<Record<string, WatchShown>>> {
  const all = await Promise.all(
    releases.map(async (release) => [release.ticket, await watchedOf(release, sources)] as const),
  );
  return Object.fromEntries(
    all.flatMap(([ticket, watched]) => (watched === null ? [] : [[ticket, watched]])),
  );
}

async function watchedOf(
  { key, components }: { readonly key: string; readonly components: readonly string[] },
  { releases, settings }: AnswerSources,
): Promise<WatchShown | null> {
  return planFor(components, settings.components) === null ? null : releases.watched(key);
}

async function who(component: string | null, { releases, settings }: AnswerSources): Promise<QuestionAnswer> {
  const stranger = component === null ? null : unknownComponentAnswer(component, settings);
  if (stranger !== null) return stranger;
  const critical = criticalOf(settings.components);
  const locks = await releases.locks(critical.filter((name) => component === null || name === component));
  const held = locks.filter(({ holders }) => holders.length > 0);
  return { type: 'who', component, locks: held, releases: await inLocks(held, [], releases) };
}

/** The releases in these locks that are not in `known`: they touch only what depends on the component, or the list lags. */
async function inLocks(
  locks: readonly LockView[],
  known: readonly ListedRelease[],
  releases: Releases,
): Promise<readonly ListedRelease[]> {
  const tickets = locks
    .flatMap(({ holders, queue: waiters }) => [...holders, ...waiters])
    .map(({ ticket }) => ticket)
    .filter((ticket) => known.every((release) => release.ticket !== ticket));
  return tickets.length === 0 ? [] : releases.open({ tickets: tickets.slice(0, namedAtMost) });
}
