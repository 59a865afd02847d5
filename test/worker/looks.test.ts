/** How far back a worker looks. */
import { Client, Connection } from '@temporalio/client';
import { expect, it } from 'vitest';
import { loadSettings } from '../../config/load-settings.ts';
import { lookAgain } from '../../worker/looks.ts';
import { pageConfig } from '../support/page.ts';

it('a look that failed is done again as far back, and reported; the first one looks at everything', async () => {
  const settings = { ...(await loadSettings(await pageConfig())), checkEveryMs: 10 };
  const client = new Client({ connection: Connection.lazy() });
  const end = new AbortController();
  const lookedFrom: number[] = [];
  const failures: unknown[] = [];
  const startedAt = Date.now();
  await lookAgain(
    client,
    () => Promise.resolve(settings),
    end.signal,
    (_, since) => {
      lookedFrom.push(since);
      if ([1, 2, 4, 5].includes(lookedFrom.length)) return Promise.reject(new Error('away'));
      if (lookedFrom.length === 7) end.abort();
      return Promise.resolve();
    },
    (error) => failures.push(error),
  );
  expect(failures).toHaveLength(4);
  expect(lookedFrom.slice(0, 3)).toEqual([0, 0, 0]);
  const [afterThird = 0, ...others] = lookedFrom.slice(3);
  // Lists lag behind by less than a minute.
  expect(afterThird).toBeGreaterThanOrEqual(startedAt - 60_000);
  expect(afterThird).toBeLessThan(Date.now() - 30_000);
  expect(others.slice(0, 2)).toEqual([afterThird, afterThird]);
  expect(others[2]).toBeGreaterThan(afterThird);
});
