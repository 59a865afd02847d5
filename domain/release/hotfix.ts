import { refused } from './answers.ts';
import type { Refusal } from './answers.ts';
import type { CommandContext } from './command-context.ts';
import { askAgain, hasAllLocks } from './locking.ts';
import { priorityOf, record, remindRoundTheClock } from './state.ts';
import type { ReleaseState } from './state.ts';

export function hotfixPrecondition({ state, rulesOf }: CommandContext): Refusal | null {
  if (priorityOf(state) === 'hotfix') return refused('alreadyHotfix', {});
  // It waits for its checks alone, so there is nobody to overtake.
  return hasAllLocks(state) && rulesOf === 'today'
    ? refused('wrongStage', { command: 'hotfix', stage: state.stage })
    : null;
}

/** Makes it a hotfix: it goes ahead of normal releases that wait, and keeps its approvals. */
export function makeHotfix({ state, command, now }: CommandContext): ReleaseState {
  const facts = { reason: command.reason ?? '' };
  const hotfix = { ...state, options: { ...state.options, hotfix: true } };
  return askAgain(remindRoundTheClock(record(hotfix, now, command, 'madeHotfix', facts), now));
}

/** Whether an approver made it a hotfix: its requester cannot take that back. */
export const wasMadeHotfix = ({ events }: ReleaseState): boolean =>
  events.some(({ type }) => type === 'madeHotfix');
