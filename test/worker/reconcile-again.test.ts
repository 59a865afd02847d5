/** How far back each round of the reconciler looks. */
import { getEventListeners } from 'node:events';
import { Client, Connection } from '@temporalio/client';
import { expect, it } from 'vitest';
import { loadSettings } from '../../config/load-settings.ts';
import { reconcileAgain } from '../../worker/reconcile-again.ts';
import { pageConfig } from '../support/page.ts';
import { testNamespace } from '../support/temporal.ts';

it('a look that failed is done again as far back, and reported; the first one looks at everything', async () => {
  const settings = { ...(await loadSettings(await pageConfig())), checkEveryMs: 10 };
  const client = new Client({ connection: Connection.lazy() });
  const end = new AbortController();
  const lookedFrom: number[] = [];
  const failures: unknown[] = [];
  const startedAt = Date.now();
  await reconcileAgain(
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
  // Visibility lists lag behind by less than a minute.
  expect(afterThird).toBeGreaterThanOrEqual(startedAt - 60_000);
  expect(afterThird).toBeLessThan(Date.now() - 30_000);
  expect(others.slice(0, 2)).toEqual([afterThird, afterThird]);
  expect(others[2]).toBeGreaterThan(afterThird);
});

it('leaves nothing behind that grows with the looks', async () => {
  const settings = { ...(await loadSettings(await pageConfig())), checkEveryMs: 10 };
  const server = await testNamespace();
  const end = new AbortController();
  const failures: unknown[] = [];
  let looks = 0;
  let listeners = Infinity;
  await reconcileAgain(
    server.client,
    () => Promise.resolve(settings),
    end.signal,
    async () => {
      looks += 1;
      await server.client.workflow.count();
      await server.client.workflow.count();
      if (looks < 20) return;
      listeners = getEventListeners(end.signal, 'abort').length;
      end.abort();
    },
    (error) => failures.push(error),
  );
  expect(failures).toEqual([]);
  expect(listeners).toBeLessThan(5);
  await server.close();
});
