import { words } from '../../texts/cli-say.ts';
import { NotReachable } from './way.ts';
import type { Way } from './way.ts';

/** Whether the environment says how to reach dobrobot. */
export const hasWay = (env: NodeJS.ProcessEnv): boolean =>
  Boolean(env['TEMPORAL_ADDRESS']) || Boolean(env['DOBROBOT_URL']);

/** Temporal if the environment names it, else the API. Rejects with an error for people. */
export async function wayOf(env: NodeJS.ProcessEnv): Promise<Way> {
  if (env['TEMPORAL_ADDRESS']) return (await import('./by-temporal.ts')).wayByTemporal(env);
  if (env['DOBROBOT_URL']) return (await import('./by-api.ts')).wayByApi(env);
  throw new NotReachable(words.noWay);
}

/** Opens the way for `use` and closes it afterwards. */
export async function withWay<T>(env: NodeJS.ProcessEnv, use: (way: Way) => Promise<T>): Promise<T> {
  const way = await wayOf(env);
  try {
    return await use(way);
  } finally {
    await way.close();
  }
}
