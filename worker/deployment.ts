import type { WorkerOptions } from '@temporalio/worker';
import { programVersion } from '../config/program-version.ts';

const usualDeployment = 'dobrobot';

/**
 * The worker's version and deployment in Temporal's Worker Versioning, if `DOBROBOT_BUILD_ID` is set. Without it, Temporal gives any worker
 * any task and is only told the version of dobrobot, for `doctor`. Every workflow moves to the version that becomes current: a release and
 * its locks have to run the same version, and a lock stays open for years.
 */
export function deploymentOf(
  env: NodeJS.ProcessEnv,
): Required<Pick<WorkerOptions, 'workerDeploymentOptions'>> {
  const buildId = env['DOBROBOT_BUILD_ID'];
  const deploymentName = env['DOBROBOT_DEPLOYMENT'] || usualDeployment;
  if (!buildId)
    return {
      workerDeploymentOptions: {
        version: { deploymentName, buildId: programVersion },
        useWorkerVersioning: false,
      },
    };
  return {
    workerDeploymentOptions: {
      version: { deploymentName, buildId },
      useWorkerVersioning: true,
      defaultVersioningBehavior: 'AUTO_UPGRADE',
    },
  };
}
