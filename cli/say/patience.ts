import { setTimeout as sleep } from 'node:timers/promises';
import { reasonOf } from '../../domain/reason-of.ts';
import type { Answer } from './way.ts';

const betweenTriesMs = 2000;

/** Nobody knows whether it was done, or it was too early: the same may be asked for again. */
export const isAway = ({ status }: Answer): boolean => [429, 500, 502, 503, 504].includes(status);

/** What was answered; that nobody could be reached is an answer, too. */
export async function answerTo(asked: Promise<Answer>): Promise<Answer> {
  try {
    return await asked;
  } catch (error) {
    return { status: 503, body: {}, text: reasonOf(error) };
  }
}

/** Asks again and again as long as nobody answers, so many ms at most, and not once `end` has aborted. */
export async function persist(ask: () => Promise<Answer>, ms: number, end?: AbortSignal): Promise<Answer> {
  const until = Date.now() + ms;
  for (;;) {
    const answer = await answerTo(ask());
    if (!isAway(answer) || Date.now() + betweenTriesMs > until || end?.aborted === true) return answer;
    await sleep(betweenTriesMs, undefined, end === undefined ? {} : { signal: end }).catch(() => undefined);
  }
}
