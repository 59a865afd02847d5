import { log } from '@temporalio/activity';
import type { Question } from '../../domain/messages/question.ts';
import type { Settings } from '../../domain/settings.ts';
import type { EventFilter, ReleaseLog } from '../../log/release-log.ts';
import { suspectsOf } from '../../log/suspects.ts';
import type { Texts } from '../../texts/index.ts';
import { logSurroundings } from '../surroundings.ts';
import { inTime } from '../../client/in-time.ts';

export type LogQuestion = Extract<Question, { type: 'log' | 'blame' | 'incident' | 'stats' }>;

interface Means {
  readonly releaseLog: ReleaseLog;
  readonly settings: Settings;
  readonly texts: Texts;
}

/** Who asks is not kept waiting by a database that is away. */
const answerWithinMs = 5000;

/** The answer that the release log gives; says so where there is none, and where it does not answer. */
export async function logAnswer(
  question: LogQuestion,
  releaseLog: ReleaseLog | null,
  settings: Settings,
  texts: Texts,
): Promise<string> {
  if (releaseLog === null) return texts.releaseLog.none;
  if (question.type === 'incident') return texts.releaseLog.marked(question, logSurroundings(settings));
  try {
    return await inTime(found(question, { releaseLog, settings, texts }), answerWithinMs);
  } catch (error) {
    log.error('The release log does not answer', { error });
    return texts.releaseLog.away;
  }
}

function found(question: Exclude<LogQuestion, { type: 'incident' }>, means: Means): Promise<string> {
  switch (question.type) {
    case 'log':
      return page(question, means);
    case 'blame':
      return unlessUnknown(question.component, means, () => suspects(question, means));
    case 'stats':
      return unlessUnknown(question.component, means, () => figures(question, means));
  }
}

async function unlessUnknown(
  component: string | null,
  { settings: { components }, texts }: Means,
  answer: () => Promise<string>,
): Promise<string> {
  if (component === null || Object.hasOwn(components, component)) return answer();
  return texts.noSuchComponent(component, Object.keys(components));
}

/** So many events are shown at once. */
const pageSize = 20;
/** How many there are besides is counted so far. */
const countedTo = 1000;

async function page(
  { subject, since }: Extract<LogQuestion, { type: 'log' }>,
  { releaseLog, settings, texts }: Means,
): Promise<string> {
  const known = Object.keys(settings.components);
  const component = subject !== null && known.includes(subject.name) ? subject.name : null;
  const ticket = component === null ? (subject?.ticket ?? null) : null;
  if (subject !== null && component === null && ticket === null) {
    return texts.noSuchComponent(subject.name, known);
  }
  const filter: EventFilter = {
    ...(component === null ? {} : { component }),
    ...(ticket === null ? {} : { ticket }),
    ...(since === null ? {} : { since }),
  };
  const [events, count] = await Promise.all([
    releaseLog.events(filter, pageSize),
    releaseLog.count(filter, pageSize + countedTo + 1),
  ]);
  const more = Math.max(0, count - events.length);
  return texts.releaseLog.page(
    { subject: component ?? ticket, since, events, more, countedTo },
    logSurroundings(settings),
  );
}

/** So many suspects are named. */
const mostSuspects = 10;

async function suspects(
  { at, component }: Extract<LogQuestion, { type: 'blame' }>,
  { releaseLog, settings, texts }: Means,
): Promise<string> {
  const ranked = await suspectsOf(releaseLog, { at, component }, settings.components);
  const named = ranked.slice(0, mostSuspects);
  return texts.releaseLog.suspects(
    { at, component, suspects: named, more: ranked.length - named.length },
    logSurroundings(settings),
  );
}

const usualPeriodMs = 30 * 24 * 3_600_000;

async function figures(
  { component, forMs }: Extract<LogQuestion, { type: 'stats' }>,
  { releaseLog, settings, texts }: Means,
): Promise<string> {
  const around = logSurroundings(settings);
  const { now: until, timezone } = around;
  const since = until - (forMs ?? usualPeriodMs);
  const statistics = await releaseLog.statistics({ component, since, until, timezone });
  return texts.releaseLog.statistics({ component, statistics }, around);
}
