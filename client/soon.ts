import type { Client } from '@temporalio/client';

/** Slack waits three seconds for the answer to a form, which may take more than one call. */
export const soonMs = 1500;

/** For people who are filling in a form. Throws if there is no answer within `soonMs`. */
export const withinFormTime = <T>(client: Client, ask: () => Promise<T>): Promise<T> =>
  client.withDeadline(Date.now() + soonMs, ask);
