/** A deployed release that still holds its locks ends, even if its watch has not reported that it passed. */
import { expect, it } from 'vitest';
import { lastRelease } from '../../client/closed-runs.ts';
import { Watches } from '../../client/watches.ts';
import { loadSettings } from '../../config/load-settings.ts';
import { cardQuery } from '../../domain/messages/definitions.ts';
import {
  lockIdOf,
  lockWorkflow,
  releaseIdOf,
  releaseWorkflow,
  taskQueue,
  watchIdOf,
  watchWorkflow,
} from '../../domain/messages/workflows.ts';
import type { ComponentWatch } from '../../domain/watch/check.ts';
import type { WatchShown } from '../../domain/watch/shown.ts';
import { watchReconciler } from '../../worker/watch-reconciler.ts';
import { eventually } from '../support/eventually.ts';
import { startInProcess } from '../support/in-process-worker.ts';
import { criticalScope, scriptedActivities } from '../support/scripted-activities.ts';
import { testNamespace } from '../support/temporal.ts';

const watch: ComponentWatch = {
  ...{ forMs: 60_000, everyMs: 2000, holdLock: true },
  checks: [
    {
      ...{ kind: 'prometheus', name: 'errors', source: 'prom', times: 1, query: 'errors' },
      bound: { above: 2, below: null, worseThanBefore: null },
    },
  ],
};

it.each([
  ['its watch is gone', { before: null, after: null, planned: true, watches: 1 }],
  [
    'its watch ended before that, as it was reset',
    { before: 'passed', after: null, planned: true, watches: 2 },
  ],
  ['its watch has passed and was not heard', { before: null, after: 'passed', planned: true, watches: 1 }],
  ['nothing is to be watched any more', { before: null, after: null, planned: false, watches: 0 }],
] as const)('%s', async (_, { before, after, planned, watches: count }) => {
  const server = await testNamespace();
  const { client } = server;
  const scope = { ...criticalScope('billing'), heldByWatch: true };
  const end = await startInProcess(server, scriptedActivities({ scope }, []));
  const settings = await loadSettings('dobrobot.yaml');
  const billing = settings.components['billing'] ?? expect.unreachable();
  const components = { billing: planned ? { ...billing, watch } : billing };
  const watches = new Watches(client);
  await client.workflow.start(lockWorkflow, { workflowId: lockIdOf('billing'), taskQueue });
  const workflowId = releaseIdOf('PAY-1');
  const release = await client.workflow.start(releaseWorkflow, { workflowId, taskQueue });
  const stage = async () => (await lastRelease(client, workflowId))?.release.stage;
  const bring = async (signal: string, actor: string, to: string) => {
    await release.signal(signal, { actor });
    await expect.poll(stage).toBe(to);
  };
  await bring('request', 'U_DAN', 'awaiting_approval');
  await bring('accept', 'U_VERA', 'ready');
  await bring('depStart', 'U_DAN', 'deploying');
  const { card } = (await release.query(cardQuery)) ?? expect.unreachable();
  const watchId = watchIdOf(card.key);
  /** Creates a watch that has ended this way without notifying the release. */
  const ended = async (how: WatchShown['ended']) => {
    if (how === null) return;
    const memo = { watch: { ended: how } };
    const one = await client.workflow.start(watchWorkflow, {
      workflowId: watchId,
      taskQueue: 'nobody',
      memo,
    });
    await one.terminate();
  };
  await ended(before);
  await bring('depFinish', 'U_DAN', 'watching');
  await ended(after);
  const reconcile = watchReconciler(client, watches);
  await eventually(async () => {
    // Visibility lists lag behind.
    await reconcile({ ...settings, components }, 0);
    expect(await stage()).toBe('finished');
  });
  const query = `WorkflowId = '${watchId}'`;
  await expect.poll(async () => (await client.workflow.count(query)).count).toBe(count);
  await end();
  await server.close();
});
