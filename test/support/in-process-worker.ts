import { NativeConnection, Worker } from '@temporalio/worker';
import { registerSearchAttributes } from '../../worker/search-attributes.ts';
import { workflowOptions } from '../../worker/workflow-bundle.ts';
import { taskQueue } from '../../domain/messages/workflows.ts';
import type { TestNamespace } from './temporal.ts';

/** Runs such a worker until the returned function is called. */
export async function startInProcess(
  server: TestNamespace,
  activities: object,
): Promise<() => Promise<void>> {
  const { worker, connection } = await inProcessWorker(server, activities);
  const running = worker.run();
  return async () => {
    worker.shutdown();
    await running;
    await connection.close();
  };
}

/** A worker in the test's own process, with the real workflows. The caller closes its connection. */
export async function inProcessWorker({ address, namespace, client }: TestNamespace, activities: object) {
  await registerSearchAttributes(client);
  const connection = await NativeConnection.connect({ address });
  const options = { connection, namespace, taskQueue, activities, ...(await workflowOptions()) };
  return { connection, worker: await Worker.create(options) };
}
