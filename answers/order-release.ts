import { dispatch } from '../client/dispatch.ts';
import type { Dispatched } from '../client/dispatch.ts';
import type { LastRelease, Releases } from '../client/releases.ts';
import type { Command } from '../domain/command/command.ts';
import type { CommandSignal } from '../domain/command/commands.ts';
import type { LockView } from '../domain/lock/lock-view.ts';
import type { ReleaseAnswer } from '../domain/release/answers.ts';
import { blankStatus } from '../domain/release/status.ts';
import type { ReleaseSummary } from '../domain/release/status.ts';
import { surroundings } from '../texts/index.ts';
import { holdersOf } from '../texts/role-holders.ts';
import type { Caller, Desk } from './desk.ts';
import { onceChecked, unknownTicketOf } from './once-checked.ts';
import { done, problem, refusalStatus } from './outcome.ts';
import type { Outcome, Worded } from './outcome.ts';
import { callersSender } from './sender.ts';
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
  const dispatched = await dispatch(desk.client, desk.settings, command, callersSender(caller), caller.claim);
  if (dispatched.about !== 'release') return unreachedBy(dispatched, desk);
  const { answer } = dispatched;
  if (answer.done && command.type === 'request') {
    const { ticket, release } = dispatched;
    const last = await onceChecked(ticket, release?.since ?? null, desk.releases);
    if (last !== null) return asked(last, desk);
  }
  const standing = await standingOf(dispatched, desk.releases);
  const { release } = standing;
  const words = wordsOf(standing, answer, desk);
  if (answer.done) {
    const started = command.type === 'depStart' ? { tokens: tokensOf(release) } : {};
    return done({ done: true, ticket: release.ticket, stage: answer.stage, ...started }, words);
  }
  const { code, facts } = answer;
  return { ok: false, status: refusalStatus(code), code, facts, words };
}

/** The outcome of a request, from the state of its release after the checks. */
function asked({ status, locks }: LastRelease, desk: Desk): Outcome {
  const { ticket, stage } = status;
  const unknown = unknownTicketOf(status);
  if (unknown !== null) {
    return problem(404, 'unknownTicket', (words) => words.unknownTicket(unknown), { ticket: unknown });
  }
  const standing = wordsOf({ release: status, locks }, { done: true, stage }, desk);
  return done({ done: true, ticket, stage }, (words) =>
    [standing(words), words.texts.lacking(status) ?? []].flat().join('\n'),
  );
}

const wordsOf =
  ({ release, locks }: Standing, answer: ReleaseAnswer, { settings }: Desk): Worded =>
  ({ texts }) =>
    texts.answer(release, answer, surroundings(settings, holdersOf(release, settings), locks));

const unreachedBy = (dispatched: Dispatched, desk: Desk): Promise<Outcome> => {
  if (dispatched.about === 'unreached') return unreached(dispatched.unreached, desk);
  throw new Error('A lock answered for a release');
};

/** The fencing tokens of the locks that it holds, by component. */
const tokensOf = ({ locks }: ReleaseSummary): Readonly<Record<string, number>> =>
  Object.fromEntries(
    locks.flatMap(({ component, token }) => (token === null ? [] : [[component, token] as const])),
  );

type Answered = Extract<Dispatched, { about: 'release' }>;

interface Standing {
  readonly release: ReleaseSummary;
  /** The locks that it waits for. */
  readonly locks: readonly LockView[];
}

/** What the words mention beyond the answer. The answer is valid even if this cannot be looked up. */
async function standingOf({ ticket, answer, release }: Answered, releases: Releases): Promise<Standing> {
  const awaited = release?.locks.filter(({ state }) => state === 'waiting') ?? [];
  // The command may have sent it to locks that have not heard of it yet.
  if (release === null || (answer.done && awaited.length > 0)) {
    const last = await releases.last(ticket).catch(() => null);
    return { release: last?.status ?? release ?? blankStatus(ticket, Date.now()), locks: last?.locks ?? [] };
  }
  return { release, locks: await releases.locks(awaited.map(({ component }) => component)) };
}
