import type { Limit } from './turns.ts';

/** Slack's tiers, in calls per minute of one method in one workspace: https://docs.slack.dev/apis/web-api/rate-limits */
const tier2 = 20;
const tier3 = 50;
const tier4 = 100;
/** Where Slack says only "hundreds". */
const hundreds = 500;

/** The rate limit of each method that we use, in calls per minute. */
export const callsAMinute = {
  'auth.test': hundreds,
  'chat.delete': tier3,
  'chat.getPermalink': hundreds,
  'chat.postEphemeral': tier4,
  'chat.postMessage': hundreds,
  'chat.unfurl': tier3,
  'chat.update': tier3,
  'conversations.history': tier3,
  'conversations.info': tier3,
  'conversations.list': tier2,
  'conversations.open': tier3,
  'conversations.replies': tier3,
  'files.completeUploadExternal': tier4,
  'files.getUploadURLExternal': tier4,
  'usergroups.list': tier2,
  'usergroups.users.list': tier2,
  'users.conversations': tier3,
  'users.info': tier4,
  'views.open': tier4,
  'views.publish': tier4,
  'views.update': tier4,
} as const;

export type Method = keyof typeof callsAMinute;

/** A little longer than Slack's minute, because calls take varying times to reach it. */
const minuteMs = 60_500;
/** The share of a minute's calls that may be made at once. */
const burst = 0.5;

/**
 * The limit of a method. An unlisted one gets tier 2, which Slack allows
 * for most methods. `speed`: how many times as fast as Slack's own limits.
 */
export function limitOf(method: string, speed: number): Limit {
  const calls = method in callsAMinute ? callsAMinute[method as Method] : tier2;
  return {
    atOnce: calls * burst,
    everyMs: 60_000 / calls / speed,
    most: { calls, withinMs: minuteMs / speed },
  };
}

/**
 * Slack allows one message per second in a channel, and short bursts of undocumented size. One
 * fewer than it is known to accept leaves room for calls that take varying times to reach it.
 */
export const channelLimit = (speed: number): Limit => ({ atOnce: 4, everyMs: 1010 / speed });
