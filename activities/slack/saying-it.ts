import { WebAPIRateLimitedError } from '@slack/web-api';
import { activityInfo, ApplicationFailure, cancelled, heartbeat } from '@temporalio/activity';

const heartbeatEveryMs = 2000;

/** So long before its time is up an attempt says nothing more, or the next one could say it besides. Longer than a call takes. */
const endsBeforeMs = 15_000;

/**
 * An attempt of an activity that speaks to Slack: its heart beats meanwhile with how far it has come, `signal` aborts when it is to end, and the
 * next attempt waits as long as Slack wants.
 */
export async function sayingIt<T>(
  say: (signal: AbortSignal) => Promise<T>,
  progress: () => unknown = () => undefined,
): Promise<T> {
  const beat = () => {
    heartbeat(progress());
  };
  const beating = setInterval(beat, heartbeatEveryMs);
  const ending = new AbortController();
  const timeUp = setTimeout(() => {
    ending.abort(new Error('Its time is up; the next attempt says the rest'));
  }, activityInfo().startToCloseTimeoutMs - endsBeforeMs);
  cancelled().catch((reason: unknown) => {
    ending.abort(reason);
  });
  try {
    return await say(ending.signal);
  } catch (error) {
    // The next attempt is to know all that this one knew.
    beat();
    if (!(error instanceof WebAPIRateLimitedError)) throw error;
    throw ApplicationFailure.create({
      message: error.message,
      cause: error,
      nextRetryDelay: error.retryAfter * 1000,
    });
  } finally {
    clearInterval(beating);
    clearTimeout(timeUp);
  }
}
