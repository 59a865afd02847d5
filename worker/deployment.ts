import type { WorkerOptions } from '@temporalio/worker';

const usualDeployment = 'dobrobot';

/**
 * The worker's version and deployment in Temporal's Worker Versioning, if `DOBROBOT_BUILD_ID` is set. Without it, Temporal gives any worker
 * any task. Every workflow moves to the version that becomes current: a release and its locks have to run the same version, and a lock
 * stays open for years.
 */
export function deploymentOf(env: NodeJS.ProcessEnv): Pick<WorkerOptions, 'workerDeploymentOptions'> {
  const buildId = env['DOBROBOT_BUILD_ID'];
  if (!buildId) return {};
  return {
    workerDeploymentOptions: {
      version: { deploymentName: env['DOBROBOT_DEPLOYMENT'] || usualDeployment, buildId },
      useWorkerVersioning: true,
      defaultVersioningBehavior: 'AUTO_UPGRADE',
    },
  };
}
