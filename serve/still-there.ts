import { LRUCache } from 'lru-cache';
import { inTime } from '../client/in-time.ts';

/** Somebody who has left the workspace is believed to be there no longer than this. */
const leftWithinMs = 60_000;
const lookWithinMs = 1500;

/** Whether whoever has a session is still of the workspace; while Slack does not tell, they are. */
export function stillThere(isPerson: (user: string) => Promise<boolean>): (user: string) => Promise<boolean> {
  const known = new LRUCache<string, boolean>({ max: 1000, ttl: leftWithinMs, perf: Date });
  return async (user) => {
    const kept = known.get(user);
    if (kept !== undefined) return kept;
    const found = await inTime(isPerson(user), lookWithinMs).catch(() => true);
    known.set(user, found);
    return found;
  };
}
