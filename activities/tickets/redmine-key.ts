import type { LRUCache } from 'lru-cache';
import { z } from 'zod';
import type { Api } from './api.ts';

const whose = '/users/current.json';
const me = z.object({ user: z.object({ id: z.number() }) });

/** Checks the API key. Redmine answers a wrong key as it answers an anonymous user: with public data. Throws `NotRead`. */
export async function checkKey(api: Api): Promise<void> {
  await api.get(whose, me);
}

/**
 * What is at a path. Null, which is that it does not exist, only if the key is accepted now. What exists is read also where the server
 * does not show whose key it is. Throws `NotRead`.
 */
export async function findByKey<T>(
  api: Api,
  taken: LRUCache<string, true>,
  path: string,
  schema: z.ZodType<T>,
): Promise<T | null> {
  const [user, found] = await Promise.all([
    taken.has(api.asWhom) ? null : api.find(whose, me),
    api.find(path, schema),
  ]);
  if (user !== null) taken.set(api.asWhom, true);
  if (found === null && user === null) await checkKey(api);
  return found;
}
