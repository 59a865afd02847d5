import type { Client } from '@temporalio/client';
import proto from '@temporalio/proto';
import type { Ramping, Version } from '../domain/worker-version.ts';
import { isGrpcError } from './grpc.ts';
import { orNull } from './or-null.ts';
import { taskQueue } from '../domain/messages/workflows.ts';
import { all, isRunning, onQueue } from './visibility.ts';
import { askingForWork } from './workers.ts';

/** The versions of the worker, and which of them get work. */
export interface Versions {
  /** The version that gets work. */
  readonly current: Version;
  /** The version that gets a part of it, in percent; null: none. */
  readonly ramping: Ramping | null;
  /** The versions whose workers have polled lately, and how many workers. */
  readonly atWork: readonly { readonly version: Version; readonly workers: number }[];
  /** The same by version of dobrobot, of the workers that are unversioned; null: before 1.2, which does not say. */
  readonly unversioned: readonly { readonly program: string | null; readonly workers: number }[];
}

/** A version that gets no new work. `draining`: a workflow may be pinned to it. */
export interface OtherVersion {
  readonly version: NonNullable<Version>;
  readonly state: 'inactive' | 'draining' | 'drained';
}

/** A workflow that stays with a version, whichever is the current one. */
export interface PinnedWorkflow {
  readonly workflowId: string;
  readonly version: Version;
}

const { WORKER_VERSIONING_MODE_VERSIONED } = proto.temporal.api.enums.v1.WorkerVersioningMode;
const {
  WORKER_DEPLOYMENT_VERSION_STATUS_DRAINING: draining,
  WORKER_DEPLOYMENT_VERSION_STATUS_DRAINED: drained,
} = proto.temporal.api.enums.v1.WorkerDeploymentVersionStatus;
const { VERSIONING_BEHAVIOR_PINNED } = proto.temporal.api.enums.v1.VersioningBehavior;

const isSameVersion = (one: Version, other: Version): boolean =>
  one?.deployment === other?.deployment && one?.buildId === other?.buildId;

export const hasWorkers = (version: Version, atWork: Versions['atWork']): boolean =>
  atWork.some((one) => isSameVersion(one.version, version));

/** Throws Temporal's errors. */
export async function versions(client: Client): Promise<Versions> {
  const { pollers, versioningInfo } = await askingForWork(client);
  const workers = new Map(
    pollers.map(({ identity, deploymentOptions }) => {
      const isVersioned = deploymentOptions?.workerVersioningMode === WORKER_VERSIONING_MODE_VERSIONED;
      const told = versionOf(deploymentOptions);
      return [identity ?? '', { version: isVersioned ? told : null, program: told?.buildId ?? null }];
    }),
  );
  const found = [...workers.values()].map(({ version }) => version);
  const different = found.filter(
    (version, index) => found.findIndex((other) => isSameVersion(version, other)) === index,
  );
  const programs = [...workers.values()].flatMap(({ version, program }) =>
    version === null ? [program] : [],
  );
  const percentage = versioningInfo?.rampingVersionPercentage ?? 0;
  return {
    current: versionOf(versioningInfo?.currentDeploymentVersion),
    ramping:
      percentage > 0 ? { version: versionOf(versioningInfo?.rampingDeploymentVersion), percentage } : null,
    atWork: different.map((version) => ({
      version,
      workers: found.filter((other) => isSameVersion(version, other)).length,
    })),
    unversioned: [...new Set(programs)].map((program) => ({
      program,
      workers: programs.filter((other) => other === program).length,
    })),
  };
}

const versionOf = (
  told: { readonly deploymentName?: string | null; readonly buildId?: string | null } | null | undefined,
): Version =>
  told?.deploymentName && told.buildId ? { deployment: told.deploymentName, buildId: told.buildId } : null;

/** The other versions that Temporal knows, of our deployments. Throws Temporal's errors. */
export async function otherVersions(
  { workflowService, options: { namespace } }: Client,
  { current, ramping, atWork }: Versions,
): Promise<readonly OtherVersion[]> {
  const ours = [current, ramping?.version ?? null, ...atWork.map(({ version }) => version)];
  const deployments = new Set(ours.flatMap((version) => version?.deployment ?? []));
  const described = await Promise.all(
    [...deployments].map((deploymentName) =>
      workflowService.describeWorkerDeployment({ namespace, deploymentName }).catch((error: unknown) => {
        // It may have been deleted just now.
        if (isGrpcError(error, 'notFound')) return null;
        throw error;
      }),
    ),
  );
  return described
    .flatMap((one) => one?.workerDeploymentInfo?.versionSummaries ?? [])
    .flatMap(({ deploymentVersion, status }) => {
      const version = versionOf(deploymentVersion);
      if (version === null || ours.some((own) => isSameVersion(own, version))) return [];
      const state = status === draining ? 'draining' : status === drained ? 'drained' : 'inactive';
      return [{ version, state }];
    });
}

/** Our workflows that are pinned to a version which is not `atWork`, at most `most`. Throws Temporal's errors. */
export async function pinnedAway(
  client: Client,
  { atWork }: Versions,
  most: number,
): Promise<readonly PinnedWorkflow[]> {
  const query = all(isRunning, onQueue(taskQueue), `TemporalWorkflowVersioningBehavior = 'Pinned'`);
  const found: PinnedWorkflow[] = [];
  for await (const { workflowId, runId } of client.workflow.list({ query })) {
    const described = await orNull(client.workflow.getHandle(workflowId, runId).describe());
    const info = described?.raw.workflowExecutionInfo?.versioningInfo;
    const pinnedTo = info?.versioningOverride?.pinned?.version;
    const isPinned = pinnedTo != null || info?.behavior === VERSIONING_BEHAVIOR_PINNED;
    const version = versionOf(pinnedTo ?? info?.deploymentVersion);
    if (isPinned && !hasWorkers(version, atWork)) found.push({ workflowId, version });
    if (found.length === most) break;
  }
  return found;
}
