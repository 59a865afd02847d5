import type { Limit } from './turns.ts';

/** Slack's tiers, in calls a minute of one method in one workspace: https://docs.slack.dev/apis/web-api/rate-limits */
const tier2 = 20;
const tier3 = 50;
const tier4 = 100;
/** "Hundreds", where Slack is not more exact. */
const hundreds = 500;

/** What Slack takes of each method that we use, in calls a minute. */
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

/** A little longer than Slack's, for calls do not all take equally long to reach it. */
const minuteMs = 60_500;
/** Which part of a minute's calls may be made at once. */
const burst = 0.5;

/** Of a method; of one that nobody has listed what Slack takes of most. `speed` is how many minutes pass in one. */
export function limitOf(method: string, speed: number): Limit {
  const calls = method in callsAMinute ? callsAMinute[method as Method] : tier2;
  return {
    atOnce: calls * burst,
    everyMs: 60_000 / calls / speed,
    most: { calls, withinMs: minuteMs / speed },
  };
}

/**
 * Slack takes one message a second in a channel and lets short bursts pass; it does not say how short. One call fewer at once than
 * it is known to take leaves room for calls that do not all take equally long to reach it.
 */
export const channelLimit = (speed: number): Limit => ({ atOnce: 4, everyMs: 1010 / speed });
