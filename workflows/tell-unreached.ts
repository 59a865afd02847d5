import { startChild, uuid4 } from '@temporalio/workflow';
import type { AskedQuestion } from '../domain/messages/asked-question.ts';
import type { ReleaseCommand } from '../domain/messages/payload.ts';
import type { Received } from '../domain/messages/runs.ts';
import { questionIdOf, questionSummary, questionWorkflow } from '../domain/messages/workflows.ts';
import { unlessTaken } from '../domain/messages/unless-taken.ts';
import { isService } from '../domain/service.ts';
import type { question } from './question.ts';

/** Tells the senders of commands that no release is open, as a door does that finds none. Skips updates, which their callers send again. */
export async function tellUnreached(
  ticket: string,
  missed: readonly Received<ReleaseCommand>[],
): Promise<void> {
  const question = { type: 'unreached', unreached: { code: 'nothingOpen', facts: { ticket } } } as const;
  for (const { command, posted } of missed) {
    const { actor, via, channel, saidAt, commandId } = command;
    const replyTo = command.replyTo ?? actor;
    if (!posted || isService(replyTo)) continue;
    await ask({ question, actor, via, channel, saidAt, commandId: commandId ?? uuid4(), replyTo });
  }
}

const ask = (asked: AskedQuestion): Promise<boolean> =>
  unlessTaken(
    startChild<typeof question>(questionWorkflow, {
      workflowId: questionIdOf(asked.commandId),
      args: [asked],
      parentClosePolicy: 'ABANDON',
      workflowIdReusePolicy: 'REJECT_DUPLICATE',
      staticSummary: questionSummary(asked),
    }),
  );
