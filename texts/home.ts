import type { LockView } from '../domain/lock/lock-view.ts';
import type { QueuedRelease } from '../domain/messages/question-answer.ts';
import type { TextContext } from './facts.ts';

/** The parts of the App Home, in their order. */
export const homeParts = ['waiting', 'mine', 'queue', 'freezes'] as const;
export type HomePart = (typeof homeParts)[number];

/** One freeze of several components. */
export type SharedFreeze = LockView['freezes'][number] & { readonly components: readonly string[] };

/** Texts of the App Home. */
export interface HomeTexts {
  /** The button that opens the request form. Plain text. */
  readonly ask: string;
  /** Plain text. */
  readonly headings: Readonly<Record<HomePart, string>>;
  /** Replaces an empty part. */
  readonly nothing: Readonly<Record<HomePart, string>>;
  /** Replaces the items that do not fit. */
  readonly more: (part: HomePart, count: number) => string;
  readonly release: (release: QueuedRelease, around: TextContext) => string;
  /** A lock with its holders and its queue. */
  readonly lock: (lock: LockView, releases: readonly QueuedRelease[], around: TextContext) => string;
  /** The locks with no holder, queue or freeze. */
  readonly free: (components: readonly string[]) => string;
  /** The locks that do not answer. */
  readonly silent: (components: readonly string[]) => string;
  readonly freeze: (freeze: SharedFreeze, around: TextContext) => string;
}
