import type { Client } from '@temporalio/client';

/** Slack waits three seconds for the answer to a form, and what it waits for is more than one thing. */
export const soonMs = 1500;

/** For whoever fills in a form. Throws if there is no answer soon. */
export const soon = <T>(client: Client, ask: () => Promise<T>): Promise<T> =>
  client.withDeadline(Date.now() + soonMs, ask);
