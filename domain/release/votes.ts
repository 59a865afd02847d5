import { record } from './state.ts';
import type { EventFacts } from './events.ts';
import type { ReleaseState } from './state.ts';
import type { Origin } from '../messages/origin.ts';

/** Whose approval cannot count: those who have given theirs, and everyone who ever was the requester, unless the rules allow that. */
export const cannotVote = ({
  votes,
  rules,
  requesters,
}: Pick<ReleaseState, 'votes' | 'rules' | 'requesters'>): readonly string[] => [
  ...new Set([...votes.map(({ user }) => user), ...(rules.selfAccept ? [] : requesters)]),
];

/** Voids the votes so far, if there are any. */
export function voidVotes(
  state: ReleaseState,
  now: number,
  origin: Origin,
  why: Pick<EventFacts['votesVoided'], 'cause' | 'differences'>,
): ReleaseState {
  if (state.votes.length === 0) return state;
  const voters = state.votes.map(({ user }) => user);
  return record({ ...state, votes: [] }, now, origin, 'votesVoided', { ...why, voters });
}
