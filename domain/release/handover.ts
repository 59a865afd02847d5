import { refused } from './answers.ts';
import type { Refusal } from './answers.ts';
import { isService } from '../service.ts';
import { lifecycle } from './lifecycle.ts';
import { freeLocks } from './locking.ts';
import type { CommandContext } from './command-context.ts';
import { enter, record } from './state.ts';
import type { ReleaseState } from './state.ts';
import { isApproved } from './approvals.ts';
import type { Vote } from './approvals.ts';

/**
 * The votes after a handover: without that of the new requester. Where the rules allow one person both, it counts on, but only on
 * production, and in version 1.1 everywhere.
 */
function votesAfter({ state, command, rulesOf }: CommandContext): readonly Vote[] {
  const mayBoth = state.rules.selfAccept && (lifecycle[state.stage].onProduction || rulesOf === '1.1');
  return mayBoth ? state.votes : state.votes.filter(({ user }) => user !== command.user);
}

/** Whether the new requester voted, and the other votes are not enough. */
function voidsGood({ state, ...request }: CommandContext): boolean {
  const votes = votesAfter({ state, ...request });
  return votes.length < state.votes.length && !isApproved({ ...state, votes });
}

export function handoverPrecondition(context: CommandContext): Refusal | null {
  const { state, command, roles } = context;
  // Only a person can take it over.
  if (command.user === null || isService(command.user)) return refused('missingUser', {});
  if (roles.handsToPerson === false) return refused('notAPerson', { user: command.user });
  if (command.user === state.requester) return refused('alreadyRequester', { requester: state.requester });
  return lifecycle[state.stage].onProduction && voidsGood(context)
    ? refused('goodIsTheirs', { user: command.user })
    : null;
}

/** Makes somebody else the requester. */
export function handOver(context: CommandContext): ReleaseState {
  const { state, command, now } = context;
  const to = command.user ?? state.requester;
  const voided = voidsGood(context);
  const facts = { from: state.requester, to, goodVoided: voided };
  const requesters = [...new Set([...state.requesters, to])];
  const handed = record(
    { ...state, requester: to, requesters, votes: votesAfter(context) },
    now,
    command,
    'handedOver',
    facts,
  );
  return voided && lifecycle[state.stage].approved
    ? enter(freeLocks(handed), 'awaiting_approval', now)
    : handed;
}
