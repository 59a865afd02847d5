/** Names and types shared by the benchmark and its workflows. The signals have the names of the real ones. */
export const acquireSignal = 'acquire';
export const startedSignal = 'started';
export const releaseSignal = 'release';
export const grantedSignal = 'lockGranted';
export const successorSignal = 'successor';
/** Lets the first holder go once all others are in the queue. */
export const goSignal = 'go';

/** The part of the answer to the query `state` that the benchmark needs; the floor's locks answer just this. */
export interface Line {
  readonly holders: readonly string[];
  readonly queue: readonly string[];
}

export interface HolderInput {
  readonly lockId: string;
  /** Keeps the lock until the signal `go`. */
  readonly gated: boolean;
  /** Whether it tells the lock that it goes to production. */
  readonly starts: boolean;
}

/** A message that the chat floor answers, by channel and timestamp. */
export interface Heard {
  readonly channel: string;
  readonly ts: string;
}
export const hearSignal = 'hear';

export interface ChatFloorActivities {
  /** Answers in the thread. */
  answer(heard: Heard): Promise<void>;
}
