import { setTimeout as sleep } from 'node:timers/promises';

/** What is asked for, if it comes within so many ms. Throws what the asking throws, or that it takes too long. */
export async function inTime<T>(asked: Promise<T>, ms: number): Promise<T> {
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
