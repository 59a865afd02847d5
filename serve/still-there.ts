import { LRUCache } from 'lru-cache';
import { withTimeout } from '../client/in-time.ts';

/** How long a user who left the workspace may still count as a member. */
const leftWithinMs = 60_000;
const lookWithinMs = 1500;

/** Whether a user with a session is still a member of the workspace. While Slack does not answer, they are. */
export function stillThere(isPerson: (user: string) => Promise<boolean>): (user: string) => Promise<boolean> {
  const known = new LRUCache<string, boolean>({ max: 1000, ttl: leftWithinMs, perf: Date });
  return async (user) => {
    const kept = known.get(user);
    if (kept !== undefined) return kept;
    const found = await withTimeout(isPerson(user), lookWithinMs).catch(() => true);
    known.set(user, found);
    return found;
  };
}
