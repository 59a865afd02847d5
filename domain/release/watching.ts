/** A release that is deployed and keeps its locks until its charts have been good for long enough. */
import { nobody } from '../messages/origin.ts';
import type { Origin } from '../messages/origin.ts';
import { refused } from './answers.ts';
import type { Refusal } from './answers.ts';
import type { CommandContext } from './command-context.ts';
import { freeLocks } from './locking.ts';
import { enter, record } from './state.ts';
import type { ReleaseState } from './state.ts';

/** Finishes the release, or lets its charts decide first if they have to (`heldByWatch`). */
export function finish({ state, command, now }: CommandContext): ReleaseState {
  const noted = command.reason === null ? {} : { reason: command.reason };
  if (state.heldByWatch !== true) return finishedBy(state, command, noted, now);
  // No program deploys it any longer.
  const deployed = { ...enter(state, 'watching', now), runner: null, renewal: null };
  return record(deployed, now, command, 'deployed', noted);
}

export const finishedBy = (
  state: ReleaseState,
  by: Origin,
  facts: { readonly reason?: string },
  now: number,
): ReleaseState => freeLocks(record(enter(state, 'finished', now), now, by, 'finished', facts));

/** The watch of the release with this key has passed. */
export const watchPassed = (state: ReleaseState, release: unknown, now: number): ReleaseState =>
  state.stage === 'watching' && state.key === release ? finishedBy(state, nobody, {}, now) : state;

/** Tells whoever finishes it that it is still being watched. */
export const stillWatched = ({ state }: CommandContext): Refusal | null =>
  state.stage === 'watching' ? refused('stillWatched', {}) : null;
