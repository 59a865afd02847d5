import { setTimeout as sleep } from 'node:timers/promises';
import { reasonOf } from '../../domain/reason-of.ts';
import type { ApiAnswer } from './way.ts';

const betweenTriesMs = 2000;

/** Whether the outcome is unknown or it is too early: the same request may be repeated. */
export const isAway = ({ status }: ApiAnswer): boolean => [429, 500, 502, 503, 504].includes(status);

/** The answer; a failure to reach anybody becomes a 503. */
export async function answerOrUnreachable(asked: Promise<ApiAnswer>): Promise<ApiAnswer> {
  try {
    return await asked;
  } catch (error) {
    return { status: 503, body: {}, text: reasonOf(error) };
  }
}

/** Retries while nobody answers, for at most `ms`, and not once `end` has aborted. */
export async function retryWhileAway(
  ask: () => Promise<ApiAnswer>,
  ms: number,
  end?: AbortSignal,
): Promise<ApiAnswer> {
  const until = Date.now() + ms;
  for (;;) {
    const answer = await answerOrUnreachable(ask());
    if (!isAway(answer) || Date.now() + betweenTriesMs > until || end?.aborted === true) return answer;
    await sleep(betweenTriesMs, undefined, end === undefined ? {} : { signal: end }).catch(() => undefined);
  }
}
