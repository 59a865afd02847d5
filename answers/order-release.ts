import { dispatch } from '../client/dispatch.ts';
import type { Dispatched } from '../client/dispatch.ts';
import type { LastRelease } from '../client/releases.ts';
import type { Command } from '../domain/command/command.ts';
import type { CommandSignal } from '../domain/command/commands.ts';
import type { ReleaseAnswer } from '../domain/release/answers.ts';
import { blankStatus } from '../domain/release/status.ts';
import { surroundings } from '../texts/index.ts';
import { holdersOf } from '../texts/role-holders.ts';
import type { Caller, Desk } from './desk.ts';
import { done, problem, refusalStatus } from './outcome.ts';
import type { Outcome, Worded } from './outcome.ts';
import { senderOf } from './sender.ts';
import { unreached } from './unreached.ts';

/** Throws Temporal's errors. */
export async function orderRelease(
  command: Command<CommandSignal>,
  caller: Caller,
  desk: Desk,
): Promise<Outcome> {
  if (command.type === 'handover' && !(await desk.isPerson(command.user))) {
    const { user } = command;
    return problem(409, 'notAPerson', ({ notAPerson }) => notAPerson(user), { user });
  }
  const dispatched = await dispatch(desk.client, desk.settings, command, senderOf(caller), caller.claim);
  if (dispatched.about !== 'release') return unreachedBy(dispatched, desk);
  const { ticket, answer } = dispatched;
  // What the words tell besides the answer; the answer stands though it cannot be told.
  const last = await desk.releases.last(ticket).catch(() => null);
  const words = wordsOf(ticket, answer, last, desk);
  if (answer.done) {
    const started = command.type === 'depStart' ? { tokens: tokensOf(last) } : {};
    return done(
      { done: true, ticket: last?.status.ticket ?? ticket, stage: answer.stage, ...started },
      words,
    );
  }
  const { code, facts } = answer;
  return { ok: false, status: refusalStatus(code), code, facts, words };
}

const unreachedBy = (dispatched: Dispatched, desk: Desk): Promise<Outcome> => {
  if (dispatched.about === 'unreached') return unreached(dispatched.unreached, desk);
  throw new Error('A lock answered for a release');
};

/** The fencing token of each lock that it holds. */
export const tokensOf = (last: LastRelease | null): Readonly<Record<string, number>> =>
  Object.fromEntries(
    (last?.status.locks ?? []).flatMap(({ component, token }) =>
      token === null ? [] : [[component, token] as const],
    ),
  );

function wordsOf(
  ticket: string,
  answer: ReleaseAnswer,
  last: LastRelease | null,
  { settings }: Desk,
): Worded {
  const status = last?.status ?? blankStatus(ticket, Date.now());
  const around = surroundings(settings, holdersOf(status, settings), last?.locks ?? []);
  return ({ texts }) => texts.answer(status, answer, around);
}
