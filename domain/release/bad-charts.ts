/** A release whose charts are bad before it has started: whoever starts it is asked once whether that is meant. */
import { iso } from '../iso.ts';
import type { ReleaseCommand } from '../messages/payload.ts';
import { isService } from '../service.ts';
import { refused } from './answers.ts';
import type { Refusal } from './answers.ts';
import type { CommandContext } from './command-context.ts';
import type { ReleaseState } from './state.ts';

/** What somebody was asked so long ago they do not confirm any more by starting it again, in ms. */
const askedForMs = 10 * 60_000;

const badIn = ({ checks }: ReleaseState) => checks.badAlready ?? [];

/** A program that tries again has decided nothing, and nor has who said it twice before there was an answer. */
function isConfirmed({ state, command: { actor }, now }: CommandContext): boolean {
  const { startAsked, checks } = state;
  if (startAsked === undefined || startAsked.of !== actor || isService(actor)) return false;
  if (checks.begunAt <= startAsked.at) return false;
  const asked = new Set(startAsked.checks);
  return now - startAsked.at <= askedForMs && badIn(state).every(({ check }) => asked.has(check));
}

/** Why a start waits for a word more; null if it does not. */
export function unconfirmedCharts(context: CommandContext): Refusal | null {
  const { state, command, looked } = context;
  const bad = badIn(state);
  if (!looked || bad.length === 0 || isConfirmed(context)) return null;
  const found = bad.map((one) => ({ ...one, since: one.since === null ? null : iso(one.since) }));
  return refused('badAlready', { found, confirmable: !isService(command.actor) });
}

/** They have been asked. */
export const startAsked = (state: ReleaseState, { actor }: ReleaseCommand, now: number): ReleaseState => ({
  ...state,
  startAsked: { of: actor, at: now, checks: badIn(state).map(({ check }) => check) },
});

/** What is not held against a release that starts all the same. */
export const badAtStart = (state: ReleaseState) =>
  badIn(state).length === 0
    ? {}
    : { badAlready: badIn(state).map(({ check, value, limit, named }) => ({ check, value, limit, named })) };
