import { buttonStyles, commandSignals, releaseCommands } from '../command/commands.ts';
import type { CommandSignal } from '../command/commands.ts';
import { roles } from '../command/roles.ts';
import type { Part } from '../command/roles.ts';
import { isAmong } from './stage.ts';
import type { ReleaseSummary } from './status.ts';

type Rows = typeof releaseCommands;

/** The commands that have buttons: those that bring a release on or end it. All others are typed. */
export type Step = { [S in CommandSignal]: Rows[S]['button'] extends null ? never : S }[CommandSignal];

/** The steps whose buttons ask for a reason. */
export type ReasonedStep = { [S in Step]: Rows[S]['reason'] extends 'none' | 'note' ? never : S }[Step];

const isStep = (signal: CommandSignal): signal is Step => releaseCommands[signal].button !== null;

export const takesReason = (step: Step): step is ReasonedStep => {
  const { reason } = releaseCommands[step];
  return reason === 'optional' || reason === 'required';
};

/** In the order of the buttons. */
export const steps = buttonStyles.flatMap((style) =>
  commandSignals.filter(isStep).filter((step) => releaseCommands[step].button.style === style),
);
export const reasonedSteps = steps.filter(takesReason);

/** What the steps are derived from. */
export type StepFacts = Pick<ReleaseSummary, 'stage' | 'admin' | 'waitingFor'>;

/** What anybody can do with a release now, in the order of the buttons. */
export function stepsOf({ stage, admin, waitingFor }: StepFacts): readonly Step[] {
  const hindered: readonly Step[] = [
    ...(admin.needed && admin.user === null ? [] : (['adminHere'] as const)),
    ...(waitingFor === 'freeze' ? (['depStart'] as const) : []),
  ];
  return steps.filter(
    (step) => isAmong(stage, releaseCommands[step].button.stages) && !hindered.includes(step),
  );
}

/** The steps by which somebody with this part brings it on. Cancelling is none: it settles nothing that others wait for. */
export const stepsOfPart = (part: Part, release: StepFacts): readonly Step[] =>
  stepsOf(release).filter((step) => roles[releaseCommands[step].who].part === part);
