import { WebAPIRateLimitedError } from '@slack/web-api';
import { activityInfo, ApplicationFailure, cancelled, heartbeat } from '@temporalio/activity';

const heartbeatEveryMs = 2000;

/** How long before its timeout an attempt stops posting, or the next one could post the same. Longer than a call takes. */
const endsBeforeMs = 15_000;

/**
 * Runs an attempt of an activity that posts to Slack. Sends heartbeats with its progress, aborts
 * `signal` when the attempt has to end, and delays the next attempt as long as Slack demands.
 */
export async function withHeartbeats<T>(
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
    // Passes everything that this attempt knew on to the next one.
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
