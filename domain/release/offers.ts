import type { Stage } from '../stage.ts';
import type { CommandSignal } from './payload.ts';
import type { ReleaseSummary } from './status.ts';

/** The commands that people are offered as buttons; what else they may say takes words. */
export const offers = [
  'accept',
  'reject',
  'adminHere',
  'depStart',
  'depFinish',
  'depRollback',
  'recheck',
  'cancel',
] as const satisfies CommandSignal[];
export type Offer = (typeof offers)[number];

/** Those that take a reason. */
export const reasonedOffers = ['reject', 'depRollback', 'cancel'] as const satisfies Offer[];
export type ReasonedOffer = (typeof reasonedOffers)[number];

export const takesReason = (offer: Offer): offer is ReasonedOffer =>
  (reasonedOffers as readonly Offer[]).includes(offer);

/** The parts that people play in a release. */
export type Part = 'approver' | 'admin' | 'requester';

/** What the offers follow from. */
export type Offering = Pick<ReleaseSummary, 'stage' | 'admin' | 'waitingFor'>;

const offersOfStage: Readonly<Record<Stage, readonly Offer[]>> = {
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
const brings: Readonly<Record<Part, readonly Offer[]>> = {
  approver: ['accept', 'reject'],
  admin: ['adminHere'],
  requester: ['recheck', 'depStart', 'depFinish', 'depRollback'],
};

/** What can be done with a release now, whoever does it, in the order of the buttons. */
export function offersOf({ stage, admin, waitingFor }: Offering): readonly Offer[] {
  const hindered: readonly Offer[] = [
    ...(admin.needed && admin.user === null ? [] : (['adminHere'] as const)),
    ...(waitingFor === 'freeze' ? (['depStart'] as const) : []),
  ];
  return offersOfStage[stage].filter((offer) => !hindered.includes(offer));
}

/** With what somebody who plays that part brings it on. */
export const offersTo = (part: Part, release: Offering): readonly Offer[] =>
  offersOf(release).filter((offer) => brings[part].includes(offer));
