import type { UsualTimes } from '../domain/estimate.ts';
import type { LockView } from '../domain/lock/lock-view.ts';
import type { Origin } from '../domain/messages/origin.ts';
import type { RoleHolders } from '../domain/people.ts';
import type { CheckedItem } from '../domain/release/snapshot.ts';
import type { WatchShown } from '../domain/watch/shown.ts';
import type { ReleaseSummary } from '../domain/release/status.ts';

/** What the words about a release need to know of it. */
export interface ReleaseFacts extends ReleaseSummary {
  readonly wikiLink: string | null;
  readonly noNeedAdmin: boolean;
  readonly items: readonly CheckedItem[];
  /** When it was asked for, and when it went to production; ISO 8601, null if it has not. */
  readonly askedAt: string;
  readonly startedAt: string | null;
  /** By which way it was started. Absent, null: it was not, or nobody tells. */
  readonly started?: Pick<Origin, 'via' | 'pipeline'> | null;
}

/** What the words need to know besides: who has which role, and how tickets are linked. */
export interface Surroundings extends RoleHolders {
  /** The address of a ticket by its key; null if that is no ticket's. */
  readonly linkOf: (ticket: string) => string | null;
  /** The names of all components. */
  readonly components: readonly string[];
  /** The locks that the release has to do with, as far as they could be read. */
  readonly locks: readonly LockView[];
  /** What estimates go by; empty where the log does not tell. */
  readonly usual: UsualTimes;
  /** How it is watched. Absent, null: it is not, or nobody tells. */
  readonly watched?: WatchShown | null;
  /** An IANA zone: that in which times are told. */
  readonly timezone: string;
  /** Epoch ms. */
  readonly now: number;
}
