import type { Ramping, Version } from '../domain/worker-version.ts';

/** The versions that get work, and those that have workers. */
interface AtWork {
  readonly current: Version;
  readonly ramping: Ramping | null;
  readonly atWork: readonly { readonly version: Version; readonly workers: number }[];
  readonly unversioned: readonly { readonly program: string | null; readonly workers: number }[];
}

/** Texts of `dobrobot doctor` about the versions of the worker. For operators, always in English. */
export const versionWords = {
  versions: (
    { current, ramping, atWork, unversioned }: AtWork,
    others: readonly { readonly version: Version; readonly state: string }[],
  ) => {
    const programs = unversioned.flatMap(({ program }) => program ?? []);
    const running = programs.length === 0 ? '' : `, of dobrobot ${programs.join(', ')}`;
    const there = atWork
      .map(({ version, workers }) => `${nameOf(version)} (${workers}${version === null ? running : ''})`)
      .join(', ');
    const part = ramping === null ? '' : `, and ${ramping.percentage} % of it to ${nameOf(ramping.version)}`;
    const rest = others.map(({ version, state }) => `${nameOf(version)} (${state})`).join(', ');
    const known = rest === '' ? '' : `; Temporal also knows ${rest}`;
    return `work goes to ${nameOf(current)}${part}; at work: ${there}${known}`;
  },
  /** `atWork`: the versions that have workers. */
  currentAway: (current: Version, atWork: readonly Version[], namespace: string) => {
    const nobody =
      current === null
        ? 'work goes to workers without a version, as none is the current one, and there are none'
        : `work goes to ${nameOf(current)}, and no worker of it asks for any`;
    const others = atWork.flatMap((version) => {
      const deployment = (version ?? current)?.deployment;
      if (deployment === undefined) return [];
      const target = version === null ? '--unversioned' : `--build-id ${version.buildId}`;
      return [`${worker} set-current-version ${inside(namespace, deployment)} ${target}`];
    });
    const ways = [...(current === null ? [] : [`start one with ${variables(current)}`]), ...others];
    return `${nobody}, so nothing goes on: ${ways.join(', or ')}`;
  },
  rampingAway: ({ version, percentage }: Ramping, current: Version, namespace: string) => {
    const deployment = (version ?? current)?.deployment ?? '';
    const target = version === null ? '--unversioned' : `--build-id ${version.buildId}`;
    const start = version === null ? 'start one' : `start one with ${variables(version)}`;
    return `${percentage} % of the work goes to ${nameOf(version)}, and no worker of it asks for any: ${start}, or ${worker} set-ramping-version ${inside(namespace, deployment)} ${target} --delete`;
  },
  /** `unversioned`: how many workers run which dobrobot. */
  mixed: (unversioned: AtWork['unversioned']) => {
    const programs = unversioned.map(({ program, workers }) => `${program ?? '1.1 or earlier'} (${workers})`);
    return `workers without a build ID run several versions of dobrobot and take tasks of one another: ${programs.join(', ')}. End the upgrade, or the way back: stop those of the version that is to go; each counts for two minutes after its end`;
  },
  pinned: 'nothing stays with a version that is gone',
  pinnedAway: (workflowId: string, version: Version, namespace: string) =>
    `${workflowId} stays with ${nameOf(version)}, and no worker of it asks for work: ${version === null ? 'start one' : `start one with ${variables(version)}`}, or have it go on with the current one: temporal workflow update-options --namespace ${namespace} --workflow-id ${workflowId} --versioning-override-behavior auto_upgrade`,
} as const;

const worker = 'temporal worker deployment';

const inside = (namespace: string, deployment: string): string =>
  `--namespace ${namespace} --deployment-name ${deployment}`;

const nameOf = (version: Version): string =>
  version === null ? 'workers without a version' : `${version.deployment} ${version.buildId}`;

const variables = ({ deployment, buildId }: NonNullable<Version>): string =>
  `DOBROBOT_DEPLOYMENT=${deployment} DOBROBOT_BUILD_ID=${buildId}`;
