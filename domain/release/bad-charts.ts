/** A release whose charts are bad before it has started: whoever starts it is asked once whether that is meant. */
import { iso } from '../iso.ts';
import type { ReleaseCommand } from '../messages/payload.ts';
import { isService } from '../service.ts';
import type { BadAlready } from '../watch/bad-already.ts';
import { refused } from './answers.ts';
import type { Refusal } from './answers.ts';
import type { CommandContext } from './command-context.ts';
import type { ReleaseState } from './state.ts';

/** What somebody was asked so long ago they do not confirm any more by starting it again, in ms. */
const askedForMs = 10 * 60_000;

const badIn = ({ checks }: ReleaseState): readonly BadAlready[] => checks.badAlready ?? [];

/** One that tries again has decided nothing, also where it comes with a person's token. */
const isProgram = ({ actor, runner, pipeline }: ReleaseCommand): boolean =>
  isService(actor) || Boolean(runner) || Boolean(pipeline?.run ?? pipeline?.repository);

/** Whether they were asked just that. Who says it twice before there was an answer was not. */
function isConfirmed({ state, command, now }: CommandContext): boolean {
  const asked = state.startAsked?.[command.actor];
  if (asked === undefined || isProgram(command)) return false;
  if (state.checks.begunAt <= asked.at || now - asked.at > askedForMs) return false;
  return badIn(state).every((bad) => asked.about.some((before) => isNoWorse(bad, before)));
}

/** A check of several problems is another one when another problem has come. A value may move. */
const isNoWorse = (bad: BadAlready, before: Pick<BadAlready, 'check' | 'value' | 'named'>): boolean =>
  bad.check === before.check &&
  (bad.named.length === 0 ||
    (bad.value <= before.value && bad.named.every((one) => before.named.includes(one))));

/** Why a start waits for a word more; null if it does not. A hook is not asked: what it tells of is under way. */
export function unconfirmedCharts(context: CommandContext): Refusal | null {
  const { state, command, looked } = context;
  const bad = badIn(state);
  if (!looked || bad.length === 0 || command.via === 'hook' || isConfirmed(context)) return null;
  const found = bad.map((one) => ({ ...one, since: one.since === null ? null : iso(one.since) }));
  return refused('badAlready', { found, confirmable: !isProgram(command) });
}

/** Who gave the command has been asked. */
export function confirmationAsked(state: ReleaseState, command: ReleaseCommand, now: number): ReleaseState {
  if (isProgram(command)) return state;
  const about = badIn(state).map(({ check, value, named }) => ({ check, value, named }));
  return { ...state, startAsked: { ...state.startAsked, [command.actor]: { at: now, about } } };
}

/** As if nobody had looked at the charts. */
export const withoutCharts = (state: ReleaseState): ReleaseState => ({
  ...state,
  checks: { ...state.checks, badAlready: [] },
});

/** What is not held against a release that starts all the same. */
export const badAtStart = (state: ReleaseState) =>
  badIn(state).length === 0
    ? {}
    : { badAlready: badIn(state).map(({ check, value, limit, named }) => ({ check, value, limit, named })) };
