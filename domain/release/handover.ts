import type { Refusal } from './answers.ts';
import { freeLocks } from './locking.ts';
import type { Request } from './request.ts';
import { enter, record } from './state.ts';
import type { ReleaseState } from './state.ts';

/** Four eyes: who gave the good cannot be its requester too. */
const voidsGood = ({ state, command }: Request): boolean =>
  !state.rules.selfAccept && command.user !== null && state.acceptedBy.includes(command.user);

export function handoverHindrance(request: Request): Refusal | null {
  const { state, command } = request;
  if (command.user === null) return { code: 'missingUser' };
  if (command.user === state.requester) return { code: 'alreadyRequester', requester: state.requester };
  return state.stage === 'deploying' && voidsGood(request)
    ? { code: 'goodIsTheirs', user: command.user }
    : null;
}

/** Someone else takes the requester's part. */
export function handOver(request: Request): ReleaseState {
  const { state, command, now } = request;
  const to = command.user ?? state.requester;
  const voided = voidsGood(request);
  const facts = { from: state.requester, to, goodVoided: voided };
  const handed = record(
    { ...state, requester: to, requesters: [...new Set([...state.requesters, to])] },
    now,
    command,
    'handedOver',
    facts,
  );
  if (!voided) return handed;
  return { ...enter(freeLocks(handed), 'awaiting_approval', now), acceptedBy: [] };
}
