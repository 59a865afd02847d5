import type { LockView } from '../domain/lock/lock-view.ts';
import type { QueuedRelease } from '../domain/messages/question-answer.ts';
import type { Surroundings } from './facts.ts';

/** The parts of the App Home, in the order in which they stand there. */
export const homeParts = ['waiting', 'mine', 'queue', 'freezes'] as const;
export type HomePart = (typeof homeParts)[number];

/** One freeze of several components. */
export type SharedFreeze = LockView['freezes'][number] & { readonly components: readonly string[] };

/** What the App Home says. */
export interface HomeTexts {
  /** Of the button that opens the form for a request; plain text. */
  readonly ask: string;
  /** Plain text. */
  readonly headings: Readonly<Record<HomePart, string>>;
  /** Instead of a part in which there is nothing. */
  readonly nothing: Readonly<Record<HomePart, string>>;
  /** Instead of what a part has no room for. */
  readonly more: (part: HomePart, count: number) => string;
  readonly release: (release: QueuedRelease, around: Surroundings) => string;
  /** Who holds a lock and who waits for it. */
  readonly lock: (lock: LockView, releases: readonly QueuedRelease[], around: Surroundings) => string;
  /** The locks that nobody holds or waits for. */
  readonly free: (components: readonly string[]) => string;
  /** The locks that do not answer. */
  readonly silent: (components: readonly string[]) => string;
  readonly freeze: (freeze: SharedFreeze, around: Surroundings) => string;
}
