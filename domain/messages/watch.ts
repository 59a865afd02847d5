import { z } from 'zod';
import type { EventRow } from '../log/event-row.ts';
import { latestInstant } from '../iso.ts';
import { looksLikeActor } from '../service.ts';
import type { WatchPlan } from '../watch/plan.ts';
import type { NotOurs, WatchShown } from '../watch/shown.ts';
import type { WatchNews, WatchState } from '../watch/watch.ts';
import { longestName } from './bounds.ts';
import type { ReleaseCard } from './notice.ts';
import type { Origin } from './origin.ts';

/** Which release is watched, and how. */
export interface WatchedRelease {
  /** As it went to production. */
  readonly card: ReleaseCard;
  /** When, epoch ms. */
  readonly startedAt: number;
  readonly plan: WatchPlan;
}

/** What a watch begins with, and what one run of it hands to the next. */
export interface WatchInput extends WatchedRelease {
  readonly state?: WatchState;
  readonly notOurs?: NotOurs;
  /** How much it had to tell so far. */
  readonly count?: number;
  /** By check: what was told of it last, while it is bad. */
  readonly toldBad?: Readonly<Record<string, string>>;
  /** What the log, and Slack, do not have yet. */
  readonly rows?: readonly EventRow[];
  readonly untold?: readonly WatchTold[];
}

/** What an activity is to look at until there is news. */
export interface WatchRun extends WatchedRelease {
  readonly state: WatchState;
}

/** What it saw. */
export interface WatchSeen {
  readonly state: WatchState;
  readonly news: readonly WatchNews[];
}

/** What happened to a watch besides its looks. */
export type WatchHappened =
  WatchNews | { readonly type: 'notOurs'; readonly check: string; readonly actor: string };

/** Something that people are told of a watch. */
export interface WatchTold {
  /** Unique for ever. */
  readonly id: string;
  /** Epoch ms. */
  readonly at: number;
  readonly what: WatchHappened;
  readonly shown: WatchShown;
  /** Others than those whose release it is hear of it, too. */
  readonly isFirst: boolean;
  /** What was told before, in whose place it comes. */
  readonly settles: readonly string[];
}

/** Who is told: neither has to wait for what keeps the other from hearing it. */
export type WatchAudience = 'people' | 'everyone';

/** Somebody says that what is bad is not this release's. Before 1.2 nobody said where they said so. */
export interface NotOursPayload extends Partial<Origin> {
  readonly check: string;
  readonly actor: string;
}

/** The same, as it was read. */
export type NotOursSaid = Origin & Pick<NotOursPayload, 'check' | 'actor'>;

const name = z.string().max(longestName).nullable().catch(null);

const notOurs = z.object({
  check: z.string().max(longestName),
  actor: z.string().refine(looksLikeActor),
  ...{ via: name, commandId: name, channel: name },
  saidAt: z.number().nonnegative().max(latestInstant).nullable().catch(null),
});

/** Reads what came with the signal; null if it is malformed. */
export const readNotOurs = (payload: unknown): NotOursSaid | null => notOurs.safeParse(payload).data ?? null;
