/** A person's preferences for messages from the bot. */
import { DateTime } from 'luxon';
import { z } from 'zod';
import { latestInstant } from './iso.ts';
import { commandBytes, fits, longestName } from './messages/bounds.ts';

export const nudgeWays = ['message', 'none'] as const;
/** Nudges come as direct messages, or not at all. */
export type NudgeWay = (typeof nudgeWays)[number];

/** Minutes from local midnight, `from` inclusive, `to` exclusive; past midnight if `to` is less. Equal: never quiet. */
export interface QuietHours {
  readonly from: number;
  readonly to: number;
}

export interface Preferences {
  readonly nudges: NudgeWay;
  /** In the person's own zone; null: none. */
  readonly quiet: QuietHours | null;
  /** Quiet all Saturday and Sunday. */
  readonly quietWeekends: boolean;
  /** Epoch ms; null: not snoozed. */
  readonly snoozedUntil: number | null;
  /** Names of components. */
  readonly follows: readonly string[];
}

export const usualPreferences: Preferences = {
  nudges: 'message',
  quiet: null,
  quietWeekends: false,
  snoozedUntil: null,
  follows: [],
};

/** The default for the other end when somebody sets only one end of their quiet hours. */
export const usualQuietHours: QuietHours = { from: 22 * 60, to: 8 * 60 };

export const snoozeMs = 30 * 60_000;

/** One change of a preference. It states the new value, so that applying it twice is harmless. */
export type PreferenceChange =
  | { readonly type: 'nudges'; readonly nudges: NudgeWay }
  /** Epoch ms; null ends the snooze. */
  | { readonly type: 'snooze'; readonly until: number | null }
  | { readonly type: 'quietFrom' | 'quietTo'; readonly minute: number }
  | { readonly type: 'notQuiet' }
  | { readonly type: 'weekends'; readonly quiet: boolean }
  | { readonly type: 'follows'; readonly components: readonly string[] };

/** Why a change is not kept: there is no database, or it does not answer. */
export type NotKept = 'noDatabase' | 'databaseAway';

/** A change, and where to answer it. */
export interface PreferenceOrder {
  readonly change: PreferenceChange;
  /** Null: only the App Home shows it. */
  readonly answer: { readonly commandId: string; readonly replyTo: string } | null;
}

const change = z.discriminatedUnion('type', [
  z.object({ type: z.literal('nudges'), nudges: z.enum(nudgeWays) }),
  z.object({ type: z.literal('snooze'), until: z.number().nonnegative().max(latestInstant).nullable() }),
  z.object({ type: z.enum(['quietFrom', 'quietTo']), minute: z.int().min(0).max(1440) }),
  z.object({ type: z.literal('notQuiet') }),
  z.object({ type: z.literal('weekends'), quiet: z.boolean() }),
  z.object({ type: z.literal('follows'), components: z.array(z.string().max(longestName)).max(1000) }),
]) satisfies z.ZodType<PreferenceChange>;
const answer = z.object({ commandId: z.string().max(longestName), replyTo: z.string().max(longestName) });
const order = z.object({ change, answer: answer.nullable() });

/** Parses the payload of a signal; null if it is malformed. */
export const readPreferenceOrder = (payload: unknown): PreferenceOrder | null =>
  fits(payload, commandBytes) ? (order.safeParse(payload).data ?? null) : null;

/** Whether somebody may be nudged at `now`, epoch ms. `zone` is their time zone; null: ignore quiet times. */
export function mayNudge(preferences: Preferences, now: number, zone: string | null): boolean {
  const { nudges, snoozedUntil } = preferences;
  if (nudges === 'none' || isSnoozed(snoozedUntil, now)) return false;
  return zone === null || !isQuietTime(preferences, now, zone);
}

export const isSnoozed = (until: number | null, now: number): until is number =>
  until !== null && now < until;

type Quiet = Pick<Preferences, 'quiet' | 'quietWeekends'>;

/** Whether somebody has quiet times at all. */
export const wantsQuiet = ({ quiet, quietWeekends }: Quiet): boolean => quiet !== null || quietWeekends;

/** Whether `now` is quiet time in that zone, by the local wall clock. */
export function isQuietTime({ quiet, quietWeekends }: Quiet, now: number, zone: string): boolean {
  const { hour, minute, isWeekend } = DateTime.fromMillis(now, { zone });
  if (quietWeekends && isWeekend) return true;
  if (quiet === null) return false;
  const at = hour * 60 + minute;
  return quiet.from <= quiet.to ? quiet.from <= at && at < quiet.to : quiet.from <= at || at < quiet.to;
}
