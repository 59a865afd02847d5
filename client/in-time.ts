import { setTimeout as sleep } from 'node:timers/promises';

/** The result of `asked`, if it arrives within `ms`. Throws its error, or a timeout error. */
export async function withTimeout<T>(asked: Promise<T>, ms: number): Promise<T> {
  const end = new AbortController();
  const late = sleep(ms, undefined, { signal: end.signal }).then(() => {
    throw new Error(`No answer within ${ms} ms`);
  });
  try {
    return await Promise.race([asked, late]);
  } finally {
    late.catch(() => undefined);
    end.abort();
  }
}
