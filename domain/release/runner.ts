/**
 * The life of the pipeline that deploys a release: a program that declares itself with `dep start` and then keeps sending signs of life. If
 * they cease, the release keeps its locks. Another program can take it up with new fencing tokens, so that the first, should it wake up,
 * can change nothing.
 */
import { nobody } from '../messages/origin.ts';
import type { RunnerStatus } from '../messages/runner.ts';
import type { CommandContext } from './command-context.ts';
import { refused } from './answers.ts';
import type { Refusal } from './answers.ts';
import { lifecycle } from './lifecycle.ts';
import { toHeld } from './locking.ts';
import { record } from './state.ts';
import type { ReleaseState } from './state.ts';

/** Whether this program deploys the release. Not once another has asked for new tokens: its own may be void. */
const isOf = ({ runner, renewal }: ReleaseState, id: string): boolean =>
  runner?.id === id && (renewal === null || renewal.runner === id);

/** What a program is to a release now. */
export function runnerStatus(state: ReleaseState, id: string): RunnerStatus {
  const { stage, locks, runner } = state;
  if (!lifecycle[stage].onProduction) return 'ended';
  if (isOf(state, id)) return runner?.lost === true ? 'lost' : 'yours';
  return locks.some(({ state }) => state === 'lost') ? 'unlocked' : 'taken';
}

/** Whether a program wants to take up a release that is on production already. */
export const takesUp = ({ state, command }: CommandContext): boolean =>
  command.signal === 'depStart' && Boolean(command.runner) && state.stage === 'deploying';

/** Why a program may not take it up, or null. */
export function takingUpBarred({ state, command }: CommandContext): Refusal | null {
  const { runner, locks } = state;
  const lost = locks.filter(({ state }) => state !== 'held').map(({ component }) => component);
  if (lost.length > 0) return refused('locksLost', { components: lost });
  if (runner?.id === command.runner?.id) return runnerBarred({ state, command });
  return runner && !runner.lost ? refused('pipelineRuns', {}) : null;
}

/** A program that was replaced may not end the release; a person may. */
export const runnerBarred = ({
  state,
  command: { runner },
}: Pick<CommandContext, 'state' | 'command'>): Refusal | null =>
  runner && !isOf(state, runner.id)
    ? refused('notYourPipeline', { why: runnerStatus(state, runner.id) })
    : null;

/** Notes the program that deploys it, if one gave the command. */
export const withRunner = (state: ReleaseState, { command }: CommandContext): ReleaseState =>
  command.runner ? { ...state, renewal: null, runner: { ...command.runner, lost: false } } : state;

/** Whether the program that takes it up has tokens that no other program ever had. */
export const isRenewed = ({ state, command: { runner } }: CommandContext): boolean =>
  state.runner?.id === runner?.id || (state.renewal?.runner === runner?.id && !isRenewing(state));

/** Whether it waits for new tokens. */
export const isRenewing = ({ renewal }: Pick<ReleaseState, 'renewal'>): boolean =>
  (renewal?.left.length ?? 0) > 0;

/** Asks each of its locks for a new token. */
export function renewTokens({ state, command: { runner } }: CommandContext): ReleaseState {
  const orders = toHeld(state, 'renew');
  const left = orders.map(({ component }) => component);
  return {
    ...state,
    renewal: { runner: runner?.id ?? '', left },
    pendingOrders: [...state.pendingOrders, ...orders],
  };
}

export function takeUp(context: CommandContext): ReleaseState {
  const { state, command, now } = context;
  const isBack = state.runner?.id === command.runner?.id;
  const taken = withRunner(state, context);
  return isBack && state.runner?.lost === false
    ? taken
    : record(taken, now, command, 'pipelineTaken', { back: isBack });
}

/** A program gave no sign of life for too long, or the activity that watched it has ended. */
export function fallenSilent(state: ReleaseState, id: string, now: number): ReleaseState {
  const { stage, runner } = state;
  if (!lifecycle[stage].onProduction || runner?.id !== id || runner.lost) return state;
  const lost = { ...state, runner: { ...runner, lost: true } };
  return record(lost, now, nobody, 'pipelineLost', { afterSeconds: runner.deadAfter });
}
