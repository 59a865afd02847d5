import type { Client } from '@temporalio/client';
import { hasWorkers, otherVersions, pinnedAway, versions } from '../client/versions.ts';
import { versionWords } from '../texts/doctor-versions.ts';
import { ok, wrong } from './diagnosis.ts';
import type { Diagnosis } from './diagnosis.ts';

const mostNamed = 10;

/** Which worker versions Temporal routes work to, whether these have workers, and whether unversioned workers run the same dobrobot. */
export async function diagnoseVersions(client: Client): Promise<readonly Diagnosis[]> {
  const { namespace } = client.options;
  const found = await versions(client);
  const { current, ramping, atWork, unversioned } = found;
  // A missing worker is a finding of its own.
  if (current === null && atWork.length === 0) return [];
  const mistakes = [
    ...(hasWorkers(current, atWork)
      ? []
      : [
          versionWords.currentAway(
            current,
            atWork.map(({ version }) => version),
            namespace,
          ),
        ]),
    ...(ramping === null || hasWorkers(ramping.version, atWork)
      ? []
      : [versionWords.rampingAway(ramping, current, namespace)]),
    ...((current === null || ramping?.version === null) && unversioned.length > 1
      ? [versionWords.mixed(unversioned)]
      : []),
  ];
  return mistakes.length > 0
    ? mistakes.map((mistake) => wrong('versions', mistake))
    : [ok('versions', versionWords.versions(found, await otherVersions(client, found)))];
}

/** Whether each workflow pinned to a version has workers of that version. */
export async function diagnosePinned(client: Client): Promise<readonly Diagnosis[]> {
  const away = await pinnedAway(client, await versions(client), mostNamed);
  return away.length === 0
    ? [ok('pinned', versionWords.pinned)]
    : away.map(({ workflowId, version }) =>
        wrong('pinned', versionWords.pinnedAway(workflowId, version, client.options.namespace)),
      );
}
