import type { Stage } from './stage.ts';
import type { CommandSignal } from '../messages/payload.ts';
import type { ReleaseSummary } from './status.ts';

/** The commands that have buttons: what brings a release on or ends it. What else people may say takes words. */
export const steps = [
  'accept',
  'reject',
  'adminHere',
  'depStart',
  'depFinish',
  'depRollback',
  'recheck',
  'cancel',
] as const satisfies CommandSignal[];
export type Step = (typeof steps)[number];

/** Those that take a reason. */
export const reasonedSteps = ['reject', 'depRollback', 'cancel'] as const satisfies Step[];
export type ReasonedStep = (typeof reasonedSteps)[number];

export const takesReason = (step: Step): step is ReasonedStep =>
  (reasonedSteps as readonly Step[]).includes(step);

/** The parts that people play in a release. */
export type Part = 'approver' | 'admin' | 'requester';

/** What the steps follow from. */
export type StepFacts = Pick<ReleaseSummary, 'stage' | 'admin' | 'waitingFor'>;

export const stepsOfStage: Readonly<Record<Stage, readonly Step[]>> = {
  checking: ['cancel'],
  needs_work: ['recheck', 'cancel'],
  awaiting_approval: ['accept', 'reject', 'recheck', 'cancel'],
  queued: ['adminHere', 'cancel'],
  awaiting_admin: ['adminHere', 'cancel'],
  ready: ['depStart', 'cancel'],
  deploying: ['depFinish', 'depRollback'],
  finished: [],
  rejected: [],
  rolled_back: [],
  cancelled: [],
  expired: [],
};

/** Whoever brings a release on in a part; to withdraw one or to look again settles nothing that others wait for. */
export const brings: Readonly<Record<Part, readonly Step[]>> = {
  approver: ['accept', 'reject'],
  admin: ['adminHere'],
  requester: ['recheck', 'depStart', 'depFinish', 'depRollback'],
};

/** What can be done with a release now, whoever does it, in the order of the buttons. */
export function stepsOf({ stage, admin, waitingFor }: StepFacts): readonly Step[] {
  const hindered: readonly Step[] = [
    ...(admin.needed && admin.user === null ? [] : (['adminHere'] as const)),
    ...(waitingFor === 'freeze' ? (['depStart'] as const) : []),
  ];
  return stepsOfStage[stage].filter((step) => !hindered.includes(step));
}

/** With what somebody who plays that part brings it on. */
export const stepsOfPart = (part: Part, release: StepFacts): readonly Step[] =>
  stepsOf(release).filter((step) => brings[part].includes(step));
