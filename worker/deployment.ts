import type { WorkerOptions } from '@temporalio/worker';

const usualDeployment = 'dobrobot';

/**
 * Which version of which deployment a worker is, as Temporal's Worker Versioning has it, if `DOBROBOT_BUILD_ID` says so. Without it, Temporal
 * gives any worker any task. Every workflow moves on to the version that is made the current one: a release and its locks have to speak the same
 * language, and a lock stays open for years.
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
