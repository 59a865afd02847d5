/** Temporal limits the signals of a run to 10,000 (here 20). A workflow stuck for days reaches that, and must not block the others. */
import { afterAll, beforeAll, expect, it } from 'vitest';
import { lastRelease } from '../../client/closed-runs.ts';
import { signalIfPossible } from '../../client/open-locks.ts';
import { orderSignal } from '../../domain/messages/definitions.ts';
import {
  lockIdOf,
  lockWorkflow,
  releaseIdOf,
  releaseWorkflow,
  taskQueue,
} from '../../domain/messages/workflows.ts';
import type { EmbeddedTemporal } from '../../start/embedded-temporal.ts';
import { startDevServer } from '../support/dev-server.ts';
import { startInProcess } from '../support/in-process-worker.ts';
import { criticalScope, scriptedActivities } from '../support/scripted-activities.ts';
import { testNamespace } from '../support/temporal.ts';

const limit = 20;
let server: EmbeddedTemporal;
beforeAll(async () => {
  const flags = ['--dynamic-config-value', `history.maximumSignalsPerExecution=${limit}`];
  server = await startDevServer(undefined, flags);
});
afterAll(() => server.child.stop());

it('a release whose lock takes no more goes on obeying, and so does the reconciler', async () => {
  const namespace = await testNamespace(server.address);
  const { client } = namespace;
  const end = await startInProcess(namespace, scriptedActivities({ scope: criticalScope('db') }, []));
  // No worker polls this task queue.
  const stuck = await client.workflow.start(lockWorkflow, {
    workflowId: lockIdOf('db'),
    taskQueue: 'nobody',
  });
  for (let told = 0; told < limit; told += 1) await stuck.signal('freeze', {});
  await expect(stuck.signal('freeze', {})).rejects.toThrow();
  await signalIfPossible(client, stuck.workflowId, orderSignal('retire'), {});

  const workflowId = releaseIdOf('PAY-1');
  const release = await client.workflow.start(releaseWorkflow, { workflowId, taskQueue });
  const stage = async () => (await lastRelease(client, workflowId))?.release.stage;
  await release.signal('request', { actor: 'U_DAN' });
  await expect.poll(stage).toBe('awaiting_approval');
  await release.signal('accept', { actor: 'U_VERA' });
  await expect.poll(stage).toBe('queued');
  const events = async () => (await release.fetchHistory()).events ?? [];
  await expect
    .poll(async () =>
      (await events()).filter((event) => event.signalExternalWorkflowExecutionFailedEventAttributes),
    )
    .toHaveLength(1);
  // The release still handles commands.
  await release.signal('cancel', { actor: 'U_DAN' });
  await expect.poll(stage).toBe('cancelled');
  expect((await events()).filter((event) => event.workflowTaskFailedEventAttributes)).toEqual([]);
  await end();
  await namespace.close();
});
