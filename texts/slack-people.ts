import type { UsersInfoResponse } from '@slack/web-api';
import { LRUCache } from 'lru-cache';

const mostPeople = 10_000;
/** After a failure the next look waits, so that a Slack that is away is left alone and holds nothing up. */
const failureKeptMs = 60_000;

/** What `look` finds of each person, kept for so many ms; what was known before, or `nothing`, where it fails, of which `onUnknown` hears. */
export const slackPeople = <T extends object | string>(
  look: (user: string) => Promise<T>,
  nothing: T,
  keptMs: number,
  onUnknown: (user: string, error: unknown) => void,
): LRUCache<string, T> =>
  new LRUCache<string, T>({
    max: mostPeople,
    ttl: keptMs,
    // Who has waited long enough goes on with what was known; the answer is kept when it comes.
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

/** As people know them; empty if Slack knows no name. */
export const nameIn = ({ user }: UsersInfoResponse): string =>
  user?.profile?.display_name || user?.real_name || user?.name || '';
