import { condition, continueAsNew } from '@temporalio/workflow';
import { mustGoOn } from './long-life.ts';
import { Outbox } from './outbox.ts';
import type { Untold } from '../domain/messages/runs.ts';

/** Delivers the messages that a release had not delivered when it had to give its key away. */
export async function lastWords(untold: Untold): Promise<void> {
  const outbox = new Outbox(untold);
  outbox.deliver();
  await condition(() => outbox.isEmpty || mustGoOn(false));
  if (!outbox.isEmpty) await continueAsNew<typeof lastWords>(outbox.untold);
}
