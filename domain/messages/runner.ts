/** What a deploying program says about itself with `dep start`. */
export interface Runner {
  /** Its permanent ID, a secret that only the program knows. */
  readonly id: string;
  /** After so many seconds without a heartbeat it counts as dead. */
  readonly deadAfter: number;
}

/** As a command may bring it; `deadAfter` defaults to `longestSilence`. */
export type GivenRunner = Pick<Runner, 'id'> & Partial<Runner>;

/** The maximum of `deadAfter`, and its default, in seconds. */
export const longestSilence = 60;

/** What a program is to a release now. */
export type RunnerStatus =
  | 'yours'
  /** It was silent for too long, and nobody has replaced it: it may start again. */
  | 'lost'
  /** Another program has replaced it. */
  | 'taken'
  /** Somebody took a lock from the release. */
  | 'unlocked'
  | 'ended'
  /** The release's workflow was ended in Temporal, without telling anybody. */
  | 'died';

/** The ID of the activity in which a release waits for its heartbeats. */
export const runnerActivityId = (id: string): string => `pipeline:${id}`;
