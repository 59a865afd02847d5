/** The names and shapes by which the benchmark speaks with its workflows. The signals are named as the real ones are. */
export const acquireSignal = 'acquire';
export const startedSignal = 'started';
export const releaseSignal = 'release';
export const grantedSignal = 'lockGranted';
export const successorSignal = 'successor';
/** Lets the first holder go, when all others are in line. */
export const goSignal = 'go';

/** What the locks that are none of ours answer to the query `state`: as much of it as the benchmark needs. */
export interface Line {
  readonly holders: readonly string[];
  readonly queue: readonly string[];
}

export interface HolderInput {
  readonly lockId: string;
  /** Keeps the lock until `go`. */
  readonly gated: boolean;
  /** Tells the lock that it goes to production. */
  readonly starts: boolean;
}

/** What the floor of the chat hears: somebody's words, and where they stand. */
export interface Heard {
  readonly channel: string;
  readonly ts: string;
}
export const hearSignal = 'hear';

export interface ChatFloorActivities {
  /** Answers in the thread. */
  answer(heard: Heard): Promise<void>;
}
