import type { UsersInfoResponse } from '@slack/web-api';
import { LRUCache } from 'lru-cache';

const mostPeople = 10_000;
/** The pause after a failed lookup, so that an outage of Slack is not made worse and delays nobody. */
const failureKeptMs = 60_000;

/**
 * A cache of what `look` finds of each person, kept for `keptMs`. If it fails, the last known value or `nothing` is used, and `onUnknown`
 * is called.
 */
export const slackPeople = <T extends object | string>(
  look: (user: string) => Promise<T>,
  nothing: T,
  keptMs: number,
  onUnknown: (user: string, error: unknown) => void,
): LRUCache<string, T> =>
  new LRUCache<string, T>({
    max: mostPeople,
    ttl: keptMs,
    // A caller that has waited long enough continues with the stale value; the answer is cached when it comes.
    ignoreFetchAbort: true,
    allowStaleOnFetchAbort: true,
    fetchMethod: async (user, stale, { options }) => {
      try {
        return await look(user);
      } catch (error) {
        onUnknown(user, error);
        options.ttl = failureKeptMs;
        return stale ?? nothing;
      }
    },
  });

/** The name that people see; empty if Slack has none. */
export const nameIn = ({ user }: UsersInfoResponse): string =>
  user?.profile?.display_name || user?.real_name || user?.name || '';
