import { isLockCommand, isQuestion } from '../domain/command/command.ts';
import type { Command } from '../domain/command/command.ts';
import { questionOf } from '../domain/messages/question-of.ts';
import { attempt } from './attempt.ts';
import { answer } from './answer.ts';
import type { Caller, Desk } from './desk.ts';
import { orderLock } from './order-lock.ts';
import { orderRelease } from './order-release.ts';
import type { Outcome } from './outcome.ts';
import { withOnCall } from './with-on-call.ts';

/** How long to wait for the answer to a command, in ms. It is long because a start runs the checks first. */
const answerWithinMs = 30_000;

/** Carries out or answers a command of a program. Throws unexpected errors. */
export async function carryOut(command: Command, caller: Caller, desk: Desk): Promise<Outcome> {
  if (isQuestion(command)) {
    const question = questionOf(command, caller.actor, Date.now(), desk.settings);
    return answer(question, caller, await withOnCall(desk));
  }
  const order = () =>
    isLockCommand(command) ? orderLock(command, caller, desk) : orderRelease(command, caller, desk);
  return attempt(() => desk.client.withDeadline(Date.now() + answerWithinMs, order), true);
}
