import type { LRUCache } from 'lru-cache';
import { z } from 'zod';
import type { Api } from './api.ts';

const me = z.object({ user: z.object({ id: z.number() }) });

/** What is known of an API key. `notCheckable`: the server does not show whose key it is. */
export type KeyCheck = 'accepted' | 'acceptedBefore' | 'notCheckable';

/** Checks the API key. Redmine answers a wrong key as it answers an anonymous user: with public data. Throws `NotRead` for a wrong key. */
export const checkKey = async (api: Api): Promise<Exclude<KeyCheck, 'acceptedBefore'>> =>
  (await api.find('/users/current.json', me)) === null ? 'notCheckable' : 'accepted';

/** Does the same unless the key was accepted a short while ago. */
export async function checkKeyCached(api: Api, taken: LRUCache<string, true>): Promise<KeyCheck> {
  if (taken.has(api.asWhom)) return 'acceptedBefore';
  const checked = await checkKey(api);
  if (checked === 'accepted') taken.set(api.asWhom, true);
  return checked;
}
