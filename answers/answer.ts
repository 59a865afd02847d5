import { ask, questionWithId } from '../client/ask.ts';
import type { Mistake } from '../domain/command/command.ts';
import type { Question } from '../domain/messages/question.ts';
import type { QuestionAnswer } from '../domain/messages/question-answer.ts';
import { iso } from '../domain/iso.ts';
import { answerQuestion } from '../questions/answer-question.ts';
import { wordQuestion } from '../texts/word-question.ts';
import { attempt } from './attempt.ts';
import type { Caller, Desk } from './desk.ts';
import { factsJson, jsonOf } from './json.ts';
import { done, problem, refusalStatus } from './outcome.ts';
import type { Outcome, Problem, ProblemStatus } from './outcome.ts';
import { callersSender } from './sender.ts';
import { sourcesOf } from './sources.ts';

/** Answers a question; marks an incident. Throws unexpected errors. */
export async function answer(question: Question, caller: Caller, desk: Desk): Promise<Outcome> {
  const sources = sourcesOf(desk, caller.actor);
  const found = await attempt(() => answerQuestion(question, caller.commandId, sources));
  if ('ok' in found) return found;
  const failure = failureIn(found, desk);
  if (failure !== null) return failure;
  if (found.type === 'incident') return mark(found, question, caller, desk);
  return done(jsonOf(found), ({ texts }) => {
    // In Slack, the requester was told what is missing.
    const lack =
      found.type === 'status' && found.release !== null ? texts.lacking(found.release.status) : null;
    return [wordQuestion(found, texts, desk.settings) ?? '', ...(lack === null ? [] : [lack])].join('\n');
  });
}

type Incident = Extract<QuestionAnswer, { type: 'incident' }>;

/** The question's workflow records and announces the incident, and is certain to once it has started. */
const mark = (
  { incident }: Incident,
  question: Question,
  caller: Caller,
  { client }: Desk,
): Promise<Outcome> =>
  attempt(async () => {
    const asked = { ...callersSender(caller), question, commandId: caller.commandId, replyTo: null };
    const first = (await ask(client, asked)) ? asked : await questionWithId(client, caller.commandId);
    const marked = first.question.type === 'incident' ? first.question.incident : null;
    if (marked?.text !== incident.text || first.actor !== caller.actor) {
      return problem(refusalStatus('keyUsed'), 'keyUsed', ({ keyUsed }) => keyUsed);
    }
    return done({ ...incident, at: iso(marked.at) }, ({ api }) => api.incidentMarked);
  }, true);

/** The HTTP status of answers that are problems. */
const statuses: Partial<Record<QuestionAnswer['type'], ProblemStatus>> = {
  mistake: 422,
  timeAhead: 409,
  unknownComponent: 404,
  noLock: 404,
  noTicket: 409,
  needsTicket: 409,
  noLog: 503,
  logAway: 503,
  trouble: 503,
};

const asProblem = ({ code, ...facts }: Mistake) => ({ type: code, ...facts });

/** The problem in an answer; null if it is a real answer. */
export function failureIn(found: QuestionAnswer, { settings }: Desk): Problem | null {
  if (found.type === 'status' && found.release === null) {
    const { ticket } = found;
    return problem(404, 'noRelease', ({ noRelease }) => noRelease(ticket), { ticket });
  }
  const status = statuses[found.type];
  if (status === undefined) return null;
  const { type: code, ...facts } = found.type === 'mistake' ? asProblem(found.mistake) : found;
  return {
    ...problem(status, code, () => '', factsJson(facts)),
    words: ({ texts }) => wordQuestion(found, texts, settings) ?? '',
  };
}
