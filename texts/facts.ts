import type { UsualTimes } from '../domain/estimate.ts';
import type { LockView } from '../domain/lock/lock-view.ts';
import type { Origin } from '../domain/messages/origin.ts';
import type { RoleHolders } from '../domain/people.ts';
import type { CheckedItem } from '../domain/release/snapshot.ts';
import type { WatchShown } from '../domain/watch/shown.ts';
import type { ReleaseSummary } from '../domain/release/status.ts';

/** What texts about a release need to know about it. */
export interface ReleaseFacts extends ReleaseSummary {
  readonly wikiLink: string | null;
  readonly noNeedAdmin: boolean;
  readonly items: readonly CheckedItem[];
  /** When it was requested, and when it went to production or null; ISO 8601. */
  readonly askedAt: string;
  readonly startedAt: string | null;
  /** Where it was started from. Absent or null: not started, or unknown. */
  readonly started?: Pick<Origin, 'via' | 'pipeline'> | null;
}

/** What else the texts need to know: who has which role, and how tickets are linked. */
export interface TextContext extends RoleHolders {
  /** The address of a ticket by its key; null if the key is not that of a ticket. */
  readonly linkOf: (ticket: string) => string | null;
  /** The names of all components. */
  readonly components: readonly string[];
  /** The locks that concern the release, as far as they could be read. */
  readonly locks: readonly LockView[];
  /** The basis of estimates; empty if the log gives none. */
  readonly usual: UsualTimes;
  /** The state of its watch. Absent or null: not watched, or unknown. */
  readonly watched?: WatchShown | null;
  /** The IANA time zone in which times are shown. */
  readonly timezone: string;
  /** Epoch ms. */
  readonly now: number;
}
