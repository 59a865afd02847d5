import { ApplicationFailure } from '@temporalio/common';
import { expect, it } from 'vitest';
import { loadSettings } from '../../config/load-settings.ts';
import { ReleaseLog } from '../../log/release-log.ts';
import { endReconciler } from '../../worker/end-reconciler.ts';
import { releaseIdOf, releaseWorkflow, taskQueue } from '../../domain/messages/workflows.ts';
import { testDatabase } from '../support/database.ts';
import { inProcessWorker } from '../support/in-process-worker.ts';
import { scriptedActivities } from '../support/scripted-activities.ts';
import { testNamespace } from '../support/temporal.ts';

it('tells of the end of a release that was stuck, so that it can never be asked', async () => {
  const [server, settings] = await Promise.all([testNamespace(), loadSettings('dobrobot.yaml')]);
  const { client } = server;
  const log = new ReleaseLog(await testDatabase(), () => undefined);
  const { worker, connection } = await inProcessWorker(server, {
    ...scriptedActivities({ recorded: true }, []),
    // A release does not expect this, so its task fails again and again.
    deliverNotices: () => Promise.reject(ApplicationFailure.nonRetryable('a test')),
    recordEvents: log.record.bind(log),
  });
  await worker.runUntil(async () => {
    const release = await client.workflow.signalWithStart(releaseWorkflow, {
      workflowId: releaseIdOf('PAY-1'),
      taskQueue,
      signal: 'request',
      signalArgs: [{ actor: 'U_ANN' }],
    });
    const isStuck = async () =>
      (await release.fetchHistory()).events?.some((event) => event.workflowTaskFailedEventAttributes);
    await expect.poll(isStuck).toBe(true);
    await release.terminate('it is stuck');
    const look = endReconciler(client, log);
    const last = async () => {
      // Throws while the missing answer may be due to a worker of another version.
      await look(settings, 0).catch((error: unknown) => {
        expect(String(error)).toMatch(/release:PAY-1.*failed state/);
      });
      return (await log.events({ ticket: 'PAY-1' }, 1))[0];
    };
    await expect.poll(last).toMatchObject({
      type: 'terminated',
      facts: { status: 'TERMINATED', reason: 'it is stuck' },
    });
  });
  await connection.close();
  await log.close();
  await server.close();
});
