import { z } from 'zod';
import type { EventRow } from '../log/event-row.ts';
import { latestInstant } from '../iso.ts';
import { looksLikeActor } from '../service.ts';
import type { WatchPlan } from '../watch/plan.ts';
import type { NotOurs, WatchShown } from '../watch/shown.ts';
import type { WatchEvent, WatchState } from '../watch/watch.ts';
import { longestName } from './bounds.ts';
import type { ReleaseCard } from './notice.ts';
import type { Origin } from './origin.ts';

/** A watched release, and how it is watched. */
export interface WatchedRelease {
  /** The card as of the start. */
  readonly card: ReleaseCard;
  /** When it went to production, epoch ms. */
  readonly startedAt: number;
  readonly plan: WatchPlan;
}

/** The input of a watch, and what one run of it hands to the next. */
export interface WatchInput extends WatchedRelease {
  readonly state?: WatchState;
  readonly notOurs?: NotOurs;
  /** How many messages it has produced so far. */
  readonly count?: number;
  /** By check: the ID of the last message that says it is bad. */
  readonly toldBad?: Readonly<Record<string, string>>;
  /** Log rows, and messages for Slack, that are not delivered yet. */
  readonly rows?: readonly EventRow[];
  readonly untold?: readonly WatchTold[];
}

/** The input of an activity that checks a release until there is news. */
export interface WatchRun extends WatchedRelease {
  readonly state: WatchState;
}

/** The result of such an activity. */
export interface WatchSeen {
  readonly state: WatchState;
  readonly news: readonly WatchEvent[];
}

/** The events of a watch: its news, and what people say. */
export type WatchHappened =
  WatchEvent | { readonly type: 'notOurs'; readonly check: string; readonly actor: string };

/** A message about a watch. */
export interface WatchTold {
  /** Never reused. */
  readonly id: string;
  /** Epoch ms. */
  readonly at: number;
  readonly what: WatchHappened;
  readonly shown: WatchShown;
  /** The first bad news of this watch: people outside the release get it, too. */
  readonly isFirst: boolean;
  /** The IDs of earlier messages that it replaces. */
  readonly settles: readonly string[];
}

/** The recipients. They are separate so that neither has to wait for the other's delivery. */
export type WatchAudience = 'people' | 'everyone';

/** Somebody says that a bad check is not this release's fault. Before 1.2 the origin was not sent. */
export interface NotOursPayload extends Partial<Origin> {
  readonly check: string;
  readonly actor: string;
}

/** The same after parsing. */
export type NotOursSaid = Origin & Pick<NotOursPayload, 'check' | 'actor'>;

const name = z.string().max(longestName).nullable().catch(null);

const notOurs = z.object({
  check: z.string().max(longestName),
  actor: z.string().refine(looksLikeActor),
  ...{ via: name, commandId: name, channel: name },
  saidAt: z.number().nonnegative().max(latestInstant).nullable().catch(null),
});

/** Parses the payload of the signal; null if it is malformed. */
export const readNotOurs = (payload: unknown): NotOursSaid | null => notOurs.safeParse(payload).data ?? null;
