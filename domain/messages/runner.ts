/** What a program that deploys a release says of itself with `dep start`. */
export interface Runner {
  /** Names it for ever, and is known to itself alone. */
  readonly id: string;
  /** After so many seconds without a sign of life it is taken for dead. */
  readonly deadAfter: number;
}

/** The same as a command may bring it: without `deadAfter` it is `longestSilence`. */
export type GivenRunner = Pick<Runner, 'id'> & Partial<Runner>;

/** The most that it may ask for, and what it has without asking. */
export const longestSilence = 60;

/** What it is to a release now. */
export type RunnerStanding =
  | 'yours'
  /** It was silent for too long, and nobody has taken its place: it may start again. */
  | 'lost'
  /** Another one has taken its place. */
  | 'taken'
  /** Somebody took a lock from the release. */
  | 'unlocked'
  | 'ended'
  /** Its workflow was ended in Temporal, and tells nobody anything any more. */
  | 'died';

/** Names the activity in which a release waits for its signs of life. */
export const runnerActivityId = (id: string): string => `pipeline:${id}`;
