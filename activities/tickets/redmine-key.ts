import type { LRUCache } from 'lru-cache';
import { z } from 'zod';
import type { Api } from './api.ts';

const me = z.object({ user: z.object({ id: z.number() }) });

/** Checks the API key. Redmine answers a wrong key as it answers an anonymous user: with public data. Throws `NotRead`. */
export async function checkKey(api: Api): Promise<void> {
  await api.get('/users/current.json', me);
}

/** Does the same unless the key was accepted a short while ago. Returns whether it was checked now. */
export async function checkKeyCached(api: Api, taken: LRUCache<string, true>): Promise<boolean> {
  if (taken.has(api.asWhom)) return false;
  await checkKey(api);
  taken.set(api.asWhom, true);
  return true;
}
