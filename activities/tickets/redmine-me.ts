import type { LRUCache } from 'lru-cache';
import { z } from 'zod';
import type { Api } from './api.ts';

const me = z.object({ user: z.object({ id: z.number() }) });

/** Makes sure that one is somebody: with a wrong key one is nobody there, and sees what is public. Throws `NotRead`. */
export async function beSomebody(api: Api): Promise<void> {
  await api.get('/users/current.json', me);
}

/** The same, if it was not asked a short while ago. Whether it was asked now. */
export async function beSomebodyStill(api: Api, taken: LRUCache<string, true>): Promise<boolean> {
  if (taken.has(api.asWhom)) return false;
  await beSomebody(api);
  taken.set(api.asWhom, true);
  return true;
}
