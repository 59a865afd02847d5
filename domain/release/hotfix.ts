import { refused } from './answers.ts';
import type { Refusal } from './answers.ts';
import type { CommandContext } from './command-context.ts';
import { askAgain } from './locking.ts';
import { priorityOf, record, remindRoundTheClock } from './state.ts';
import type { ReleaseState } from './state.ts';

export const hotfixPrecondition = ({ state }: CommandContext): Refusal | null =>
  priorityOf(state) === 'hotfix' ? refused('alreadyHotfix', {}) : null;

/** Makes it a hotfix: it goes ahead of normal releases that wait, and keeps its approvals. */
export function makeHotfix({ state, command, now }: CommandContext): ReleaseState {
  const facts = { reason: command.reason ?? '' };
  const hotfix = { ...state, options: { ...state.options, hotfix: true } };
  return askAgain(remindRoundTheClock(record(hotfix, now, command, 'madeHotfix', facts), now));
}

/** Whether an approver made it a hotfix: its requester cannot take that back. */
export const wasMadeHotfix = ({ events }: ReleaseState): boolean =>
  events.some(({ type }) => type === 'madeHotfix');
