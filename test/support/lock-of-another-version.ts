import { join } from 'node:path';
import { bundleWorkflowCode, DefaultLogger, NativeConnection, Worker } from '@temporalio/worker';
import { taskQueue } from '../../domain/messages/workflows.ts';
import { projectRoot } from '../../start/project.ts';
import { eventuallyTrue } from './eventually.ts';
import type { TestNamespace } from './temporal.ts';

/** Restarts a lock with the workflow of another version, so that none of our workers can go on with it. No worker may be running. */
export async function lockOfAnotherVersion(
  { address, namespace, client }: TestNamespace,
  workflowId: string,
): Promise<void> {
  const lock = client.workflow.getHandle(workflowId);
  await lock.terminate('a test');
  await client.workflow.start('lock', { workflowId, taskQueue });
  const connection = await NativeConnection.connect({ address });
  const worker = await Worker.create({
    connection,
    namespace,
    taskQueue,
    workflowBundle: await bundleWorkflowCode({
      workflowsPath: join(projectRoot, 'test/support/another-version.ts'),
      logger: new DefaultLogger('ERROR'),
    }),
  });
  await worker.runUntil(() => eventuallyTrue(async () => (await lock.describe()).historyLength >= 5));
  await connection.close();
}
