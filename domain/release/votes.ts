import type { Stage } from './stage.ts';
import { record } from './state.ts';
import type { EventFacts } from './events.ts';
import type { ReleaseState } from './state.ts';
import type { Origin } from '../messages/origin.ts';

/** How many approvers have to give the "good" for a component. */
export interface NeededApprovals {
  readonly component: string;
  readonly needed: number;
}

/** Somebody's "good", for the components for which they were an approver when they gave it. */
export interface Vote {
  readonly user: string;
  readonly components: readonly string[];
}

export interface Approvals extends NeededApprovals {
  readonly given: number;
}

/** The open stages of a release that has its "good". */
export const afterGood: readonly Stage[] = ['queued', 'awaiting_admin', 'ready', 'deploying'];

type Voted = Pick<ReleaseState, 'votes' | 'neededApprovals'>;

/** How far the "good" is, component by component. */
export const approvalsOf = ({ votes, neededApprovals }: Voted): readonly Approvals[] =>
  neededApprovals.map(({ component, needed }) => ({
    component,
    needed,
    given: votes.filter((vote) => vote.components.includes(component)).length,
  }));

/** Whose "good" cannot count: those who gave theirs, and everyone whose release it ever was unless its rules allow that. */
export const cannotVote = ({
  votes,
  rules,
  requesters,
}: Pick<ReleaseState, 'votes' | 'rules' | 'requesters'>): readonly string[] => [
  ...new Set([...votes.map(({ user }) => user), ...(rules.selfAccept ? [] : requesters)]),
];

/** The components for which approvals are still missing. */
export const lackingGood = (approvals: readonly Approvals[]): readonly string[] =>
  approvals.filter(({ needed, given }) => given < needed).map(({ component }) => component);

export const goodIsComplete = (state: Voted): boolean => lackingGood(approvalsOf(state)).length === 0;

/** The votes so far count no more, if there are any. */
export function voidVotes(
  state: ReleaseState,
  now: number,
  origin: Origin,
  why: Pick<EventFacts['votesVoided'], 'cause' | 'changes'>,
): ReleaseState {
  if (state.votes.length === 0) return state;
  const voters = state.votes.map(({ user }) => user);
  return record({ ...state, votes: [] }, now, origin, 'votesVoided', { ...why, voters });
}
