import type { Client } from '@temporalio/client';
import { hasWorkers, otherVersions, pinnedAway, versions } from '../client/versions.ts';
import { versionWords } from '../texts/doctor-versions.ts';
import { ok, wrong } from './diagnosis.ts';
import type { Diagnosis } from './diagnosis.ts';

const mostNamed = 10;

/** To which versions of the worker Temporal gives work, and whether they are there to do it. */
export async function lookAtVersions(client: Client): Promise<readonly Diagnosis[]> {
  const { namespace } = client.options;
  const found = await versions(client);
  const { current, ramping, atWork } = found;
  // That there is no worker at all is told by itself.
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
  ];
  return mistakes.length > 0
    ? mistakes.map((mistake) => wrong('versions', mistake))
    : [ok('versions', versionWords.versions(current, ramping, atWork, await otherVersions(client, found)))];
}

/** Whether what somebody pinned to a version has workers. */
export async function lookAtPinned(client: Client): Promise<readonly Diagnosis[]> {
  const away = await pinnedAway(client, await versions(client), mostNamed);
  return away.length === 0
    ? [ok('pinned', versionWords.pinned)]
    : away.map(({ workflowId, version }) =>
        wrong('pinned', versionWords.pinnedAway(workflowId, version, client.options.namespace)),
      );
}
