import type { Sign } from '../../domain/settings.ts';

/** A task as its tracker has it. */
export interface Ticket {
  /** Upper-case. */
  readonly key: string;
  readonly title: string;
  readonly url: string | null;
  readonly components: readonly string[];
  /** A text is the evidence, such as a link; true is a sign without one; null is a missing sign. */
  readonly signs: Readonly<Record<Sign, string | true | null>>;
}

export interface Tracker {
  /** Null if there is no such ticket. The key's case does not matter. Throws `TrackerError`. */
  find(key: string): Promise<Ticket | null>;
}

/** The tracker cannot answer. The message is one line for people. */
export class TrackerError extends Error {
  override readonly name = 'TrackerError';
}
