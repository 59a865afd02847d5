import { NativeConnection, Worker } from '@temporalio/worker';
import { registerSearchAttributes } from '../../worker/search-attributes.ts';
import { workflowBundle } from '../../worker/workflow-bundle.ts';
import { taskQueue } from '../../domain/messages/workflows.ts';
import type { TestNamespace } from './temporal.ts';

/** A worker in the test's own process, with the real workflows. Whoever made it closes its connection. */
export async function inProcessWorker({ address, namespace, client }: TestNamespace, activities: object) {
  await registerSearchAttributes(client);
  const connection = await NativeConnection.connect({ address });
  const bundle = { codePath: await workflowBundle() };
  const options = { connection, namespace, taskQueue, workflowBundle: bundle, activities };
  return { connection, worker: await Worker.create(options) };
}
