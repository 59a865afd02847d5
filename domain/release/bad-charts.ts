/** Charts that are bad before a release has started: whoever starts it is asked once to confirm. */
import { iso } from '../iso.ts';
import type { ReleaseCommand } from '../messages/payload.ts';
import { isService } from '../service.ts';
import type { BadAlready } from '../watch/bad-already.ts';
import { refused } from './answers.ts';
import type { Refusal } from './answers.ts';
import type { CommandContext } from './command-context.ts';
import type { ReleaseState } from './state.ts';

/** How long the question "start it anyway?" can be confirmed by starting again, in ms. */
const askedForMs = 10 * 60_000;

const badIn = ({ checks }: ReleaseState): readonly BadAlready[] => checks.badAlready ?? [];

/** Whether a program gave the command, be it with a person's token. A program that retries has not decided anything. */
const isProgram = ({ actor, runner, pipeline }: ReleaseCommand): boolean =>
  isService(actor) || Boolean(runner) || Boolean(pipeline?.run ?? pipeline?.repository);

/** Whether the actor was asked about exactly these charts. A command repeated before the answer came does not confirm. */
function isConfirmed({ state, command, now }: CommandContext): boolean {
  const asked = state.startAsked?.[command.actor];
  if (asked === undefined || isProgram(command)) return false;
  if (state.checks.begunAt <= asked.at || now - asked.at > askedForMs) return false;
  return badIn(state).every((bad) => asked.about.some((before) => isNoWorse(bad, before)));
}

/** Whether a bad check is no worse than before. One that names problems must not name new ones; a value alone may change. */
const isNoWorse = (bad: BadAlready, before: Pick<BadAlready, 'check' | 'value' | 'named'>): boolean =>
  bad.check === before.check &&
  (bad.named.length === 0 ||
    (bad.value <= before.value && bad.named.every((one) => before.named.includes(one))));

/** Why a start has to be confirmed first, or null. A hook is not asked: what it reports is already under way. */
export function unconfirmedCharts(context: CommandContext): Refusal | null {
  const { state, command, looked } = context;
  const bad = badIn(state);
  if (!looked || bad.length === 0 || command.via === 'hook' || isConfirmed(context)) return null;
  const found = bad.map((one) => ({ ...one, since: one.since === null ? null : iso(one.since) }));
  return refused('badAlready', { found, confirmable: !isProgram(command) });
}

/** Notes that the actor of the command was asked. */
export function confirmationAsked(state: ReleaseState, command: ReleaseCommand, now: number): ReleaseState {
  if (isProgram(command)) return state;
  const about = badIn(state).map(({ check, value, named }) => ({ check, value, named }));
  return { ...state, startAsked: { ...state.startAsked, [command.actor]: { at: now, about } } };
}

/** The release as if nobody had looked at its charts. */
export const withoutCharts = (state: ReleaseState): ReleaseState => ({
  ...state,
  checks: { ...state.checks, badAlready: [] },
});

/** The bad charts of a release that starts anyway: they are not held against it later. */
export const badAtStart = (state: ReleaseState) =>
  badIn(state).length === 0
    ? {}
    : { badAlready: badIn(state).map(({ check, value, limit, named }) => ({ check, value, limit, named })) };
