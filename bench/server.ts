import { join } from 'node:path';
import { Client } from '@temporalio/client';
import { bundleWorkflowCode, DefaultLogger, NativeConnection, Runtime, Worker } from '@temporalio/worker';
import getPort from 'get-port';
import { startEmbeddedTemporal } from '../start/embedded-temporal.ts';
import { findTemporalCli } from '../start/temporal-binaries.ts';
import { registerSearchAttributes } from '../worker/search-attributes.ts';
import { taskQueue } from '../domain/messages/workflows.ts';

/** Part of every history, so it has the same length on every machine. */
const identity = 'dobrobot-bench';

/** Starts a server and a worker for as long as `measure` runs. Nothing is left when it resolves. */
export async function onServer<T>(activities: object, measure: (client: Client) => Promise<T>): Promise<T> {
  const logger = new DefaultLogger('ERROR');
  // Ctrl-C ends the benchmark at once, and its server with it.
  Runtime.install({ logger, shutdownSignals: [] });
  const cli = await findTemporalCli(process.env);
  const [workflowBundle, server] = await Promise.all([
    bundleWorkflowCode({ workflowsPath: join(import.meta.dirname, 'workflows', 'index.ts'), logger }),
    startEmbeddedTemporal({ cli, port: await getPort(), uiPort: null, dbFile: null, namespace: 'default' }),
  ]);
  try {
    const connection = await NativeConnection.connect({ address: server.address });
    const client = new Client({ connection, identity });
    await registerSearchAttributes(client);
    const worker = await Worker.create({ connection, identity, taskQueue, workflowBundle, activities });
    const measured = await worker.runUntil(measure(client));
    await connection.close();
    return measured;
  } finally {
    await server.child.stop();
  }
}
