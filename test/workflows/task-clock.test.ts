/** A worker that does not know a workflow, a query and news for it at once. */
import { setTimeout as sleep } from 'node:timers/promises';
import { expect, it } from 'vitest';
import { lockStateQuery, orderSignal } from '../../domain/messages/definitions.ts';
import { lockIdOf, lockWorkflow, taskQueue } from '../../domain/messages/workflows.ts';
import { eventually } from '../support/eventually.ts';
import { startInProcess } from '../support/in-process-worker.ts';
import { lockRequest } from '../support/lock-requests.ts';
import { scriptedActivities } from '../support/scripted-activities.ts';
import { testNamespace } from '../support/temporal.ts';

it(
  'acts by the time of its task, and knows the same when that is replayed',
  { timeout: 300_000 },
  async () => {
    const server = await testNamespace();
    const lock = await server.client.workflow.start(lockWorkflow, { workflowId: lockIdOf('web'), taskQueue });
    const begin = () => startInProcess(server, scriptedActivities({}, []));
    const known = () => lock.query(lockStateQuery);
    let end = await begin();
    await known();
    for (const n of [1, 2, 3, 4]) {
      await end();
      // They wait for a worker, and what comes after them waits as well.
      const queries = Array.from({ length: 8 }, () => known().catch(() => null));
      await sleep(500);
      const askedAt = Date.now();
      await lock.signal(orderSignal('acquire'), lockRequest(`W-${n}`, n, { mode: 'shared' }));
      end = await begin();
      // There is no such release, so that it holds the lock for a moment only.
      await eventually(async () => {
        expect((await known()).lastToken).toBeGreaterThanOrEqual(askedAt);
      });
      await Promise.allSettled(queries);
      const { lastToken } = await known();
      await end();
      end = await begin();
      expect((await known()).lastToken).toBe(lastToken);
    }
    await end();
    await server.close();
  },
);
