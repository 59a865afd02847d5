import { condition, continueAsNew } from '@temporalio/workflow';
import { mustContinueAsNew } from './long-life.ts';
import { Outbox } from './outbox.ts';
import type { UndeliveredNotices } from '../domain/messages/runs.ts';

/** Delivers the messages that a release had not delivered when it had to give its key away. */
export async function lastWords(untold: UndeliveredNotices): Promise<void> {
  const outbox = new Outbox(untold);
  outbox.deliver();
  await condition(() => outbox.isEmpty || mustContinueAsNew(false));
  if (!outbox.isEmpty) await continueAsNew<typeof lastWords>(outbox.untold);
}
