import { WebAPIRateLimitedError } from '@slack/web-api';
import { ApplicationFailure, heartbeat } from '@temporalio/activity';

const heartbeatEveryMs = 2000;

/** An attempt of an activity that speaks to Slack: its heart beats meanwhile, and the next attempt waits as long as Slack wants. */
export async function sayingIt<T>(say: () => Promise<T>): Promise<T> {
  const beat = setInterval(() => {
    heartbeat();
  }, heartbeatEveryMs);
  try {
    return await say();
  } catch (error) {
    if (!(error instanceof WebAPIRateLimitedError)) throw error;
    throw ApplicationFailure.create({
      message: error.message,
      cause: error,
      nextRetryDelay: error.retryAfter * 1000,
    });
  } finally {
    clearInterval(beat);
  }
}
