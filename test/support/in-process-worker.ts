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
  const { end } = await runInProcess(server, activities);
  return end;
}

interface RunningWorker {
  readonly end: () => Promise<void>;
  /** Rejects as soon as the worker ends by itself, and never resolves. */
  readonly died: Promise<never>;
}

export async function runInProcess(server: TestNamespace, activities: object): Promise<RunningWorker> {
  const { worker, connection } = await inProcessWorker(server, activities);
  const running = worker.run();
  let watch: NodeJS.Timeout | undefined;
  const died = new Promise<never>((_, reject) => {
    running.catch(reject);
    // One that fails shuts down, which may never end.
    watch = setInterval(() => {
      if (worker.getState() !== 'RUNNING') reject(new Error('The worker shuts down by itself: see its log'));
    }, 100);
  });
  // Whoever waits for it hears of it.
  died.catch(() => undefined);
  const end = async () => {
    clearInterval(watch);
    if (worker.getState() === 'RUNNING') {
      worker.shutdown();
      await running;
      await connection.close();
    }
  };
  return { end, died };
}

/** A worker in the test's own process, with the real workflows. The caller closes its connection. */
export async function inProcessWorker({ address, namespace, client }: TestNamespace, activities: object) {
  await registerSearchAttributes(client);
  const connection = await NativeConnection.connect({ address });
  const options = { connection, namespace, taskQueue, activities, ...(await workflowOptions()) };
  return { connection, worker: await Worker.create(options) };
}
