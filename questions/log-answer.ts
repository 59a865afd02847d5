import type { Suspect } from '../domain/log/blame.ts';
import { compareLink } from '../domain/log/commit.ts';
import type { Commit } from '../domain/log/commit.ts';
import type { Question } from '../domain/messages/question.ts';
import type { QuestionAnswer } from '../domain/messages/question-answer.ts';
import type { Settings } from '../domain/settings.ts';
import type { EventFilter, ReleaseLog } from '../log/release-log.ts';
import { suspectsOf } from '../log/suspects.ts';
import { fromLog } from './from-log.ts';
import type { AnswerSources } from './sources.ts';
import { unknownComponentAnswer } from './unknown-component.ts';

type LogQuestion = Extract<Question, { type: 'log' | 'blame' | 'incident' | 'stats' }>;

/** Nobody is kept waiting by a database that is down. */
const answerWithinMs = 5000;

/** The answer from the release log; says so if there is none, or if it does not answer. */
export async function logAnswer(
  question: LogQuestion,
  { releaseLog, settings, onLogAway }: AnswerSources,
): Promise<QuestionAnswer> {
  if (releaseLog === null) return { type: 'noLog' };
  if (question.type === 'incident') return question;
  const ask = (log: ReleaseLog) => found(question, log, settings);
  return fromLog({ releaseLog, onLogAway }, answerWithinMs, ask, { type: 'logAway' } as const);
}

async function found(
  question: Exclude<LogQuestion, { type: 'incident' }>,
  releaseLog: ReleaseLog,
  settings: Settings,
): Promise<QuestionAnswer> {
  if (question.type === 'log') return page(question, releaseLog, settings);
  const { component } = question;
  const stranger = component === null ? null : unknownComponentAnswer(component, settings);
  if (stranger !== null) return stranger;
  return question.type === 'blame'
    ? suspects(question, releaseLog, settings)
    : figures(question, releaseLog, settings);
}

/** How many events are shown at once. */
const pageSize = 20;
/** How far older events are counted. */
const countedTo = 1000;

async function page(
  { subject: named, since }: Extract<LogQuestion, { type: 'log' }>,
  releaseLog: ReleaseLog,
  settings: Settings,
): Promise<QuestionAnswer> {
  const component = named !== null && Object.hasOwn(settings.components, named.name) ? named.name : null;
  const ticket = component === null ? (named?.ticket ?? null) : null;
  if (named !== null && component === null && ticket === null) {
    const { components } = settings;
    return { type: 'unknownComponent', component: named.name, known: Object.keys(components) };
  }
  const filter: EventFilter = {
    ...(component === null ? {} : { component }),
    ...(ticket === null ? {} : { ticket }),
    ...(since === null ? {} : { since }),
  };
  const [events, count, workspace] = await Promise.all([
    releaseLog.events(filter, pageSize),
    releaseLog.count(filter, pageSize + countedTo + 1),
    releaseLog.workspace(),
  ]);
  const more = Math.max(0, count - events.length);
  return { type: 'log', subject: component ?? ticket, since, events, more, countedTo, workspace };
}

/** How many suspects are named. */
const mostSuspects = 10;

async function suspects(
  { at, component }: Extract<LogQuestion, { type: 'blame' }>,
  releaseLog: ReleaseLog,
  { components }: Settings,
): Promise<QuestionAnswer> {
  const ranked = await suspectsOf(releaseLog, { at, component }, components);
  const first = ranked.slice(0, mostSuspects);
  const keys = first.map(({ release }) => release.releaseKey);
  const before =
    keys.length === 0 ? new Map<string, Commit>() : await releaseLog.commitsBefore(keys, component);
  const named = first.map((suspect): Suspect => {
    const { commit, releaseKey } = suspect.release;
    return { ...suspect, compare: compareLink(before.get(releaseKey) ?? null, commit) };
  });
  return { type: 'blame', at, component, suspects: named, more: ranked.length - named.length };
}

const usualPeriodMs = 30 * 24 * 3_600_000;

async function figures(
  { component, forMs }: Extract<LogQuestion, { type: 'stats' }>,
  releaseLog: ReleaseLog,
  { release: { calendar } }: Settings,
): Promise<QuestionAnswer> {
  const until = Date.now();
  const since = until - (forMs ?? usualPeriodMs);
  const { timezone } = calendar;
  const statistics = await releaseLog.statistics({ component, since, until, timezone });
  return { type: 'stats', component, statistics };
}
