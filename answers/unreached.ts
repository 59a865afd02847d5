import type { Unreached } from '../domain/messages/unreached.ts';
import { answerQuestion } from '../questions/answer-question.ts';
import { wordQuestion } from '../texts/word-question.ts';
import type { Desk } from './desk.ts';
import { problem } from './outcome.ts';
import type { Problem, ProblemStatus } from './outcome.ts';
import { sourcesOf } from './sources.ts';

const statuses: Readonly<Record<Unreached['code'], ProblemStatus>> = {
  nothingOpen: 409,
  needsTicket: 409,
  noTicket: 409,
  noLock: 404,
  lockAway: 503,
};

/** The problem of a command that reached no workflow. Throws Temporal's errors. */
export async function unreached(why: Unreached, desk: Desk): Promise<Problem> {
  const found = await answerQuestion({ type: 'unreached', unreached: why }, '', sourcesOf(desk, ''));
  const never = found.type === 'status' && found.release === null;
  const status = never ? 404 : statuses[why.code];
  return {
    ...problem(status, never ? 'noRelease' : why.code, () => '', why.facts),
    words: ({ texts }) => wordQuestion(found, texts, desk.settings) ?? '',
  };
}
