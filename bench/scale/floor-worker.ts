/** A process of `bench:scale`: a worker with only the bare workflow. */
import { getHeapStatistics } from 'node:v8';
import { DefaultLogger, NativeConnection, Runtime, Worker } from '@temporalio/worker';
import { connectTemporal } from '../../config/temporal.ts';
import { cachedWorkflows } from '../../worker/cached-workflows.ts';
import { floorBundle } from './floor-bundle.ts';
import { floorTaskQueue } from './names.ts';
import type { ScaleFloorActivities } from './names.ts';

const logger = new DefaultLogger('ERROR');
Runtime.install({ logger, shutdownSignals: [] });

const activities: ScaleFloorActivities = {
  answer: (_text, length) => Promise.resolve('x'.repeat(length)),
};
const { connection, namespace } = await connectTemporal((options) => NativeConnection.connect(options));
const worker = await Worker.create({
  connection,
  namespace,
  taskQueue: floorTaskQueue,
  workflowBundle: { codePath: await floorBundle() },
  activities,
  // The same as in the worker of the releases.
  maxCachedWorkflows: cachedWorkflows(getHeapStatistics().heap_size_limit / 2 ** 20),
  maxConcurrentActivityTaskExecutions: 2000,
});
console.log('floor ready');
await worker.run();
