/** Which versions of the worker have work, on a real server, with workers that poll and workers that do not. */
import proto from '@temporalio/proto';
import { afterAll, beforeAll, expect, it, vi } from 'vitest';
import { askingForWork } from '../../client/workers.ts';
import { diagnosePinned, diagnoseVersions } from '../../doctor/versions.ts';
import type { Diagnosis } from '../../doctor/diagnosis.ts';
import { taskQueue } from '../../domain/messages/workflows.ts';
import { eventually } from '../support/eventually.ts';
import { testNamespace } from '../support/temporal.ts';
import type { TestNamespace } from '../support/temporal.ts';

const { WORKER_VERSIONING_MODE_UNVERSIONED, WORKER_VERSIONING_MODE_VERSIONED } =
  proto.temporal.api.enums.v1.WorkerVersioningMode;

const longPollMs = 60_000;

let temporal: TestNamespace;
const ends: (() => Promise<void>)[] = [];
const namespaces: TestNamespace[] = [];
async function newNamespace(): Promise<void> {
  temporal = await testNamespace();
  namespaces.push(temporal);
}
beforeAll(newNamespace);
afterAll(async () => {
  await Promise.all(ends.map((end) => end()));
  await Promise.all(namespaces.map((one) => one.close()));
});

/** Workers without a version that do not say which dobrobot they run, or do. */
const plain = 'plain';
const plainOf = (program: string) => `${plain}-${program}`;
const identityOf = (buildId: string) => `1@${buildId}`;

/** Polls for tasks as a worker of that build does. */
function startAsking(buildId: string): void {
  const { client, namespace } = temporal;
  const end = new AbortController();
  const poll = () =>
    client.workflowService.pollWorkflowTaskQueue({
      namespace,
      taskQueue: { name: taskQueue },
      identity: identityOf(buildId),
      deploymentOptions:
        buildId === plain
          ? { workerVersioningMode: WORKER_VERSIONING_MODE_UNVERSIONED }
          : {
              deploymentName: 'dobrobot',
              buildId: buildId.replace(plainOf(''), ''),
              workerVersioningMode: buildId.startsWith(plainOf(''))
                ? WORKER_VERSIONING_MODE_UNVERSIONED
                : WORKER_VERSIONING_MODE_VERSIONED,
            },
    });
  const asking = client.withAbortSignal(end.signal, () => client.withDeadline(Date.now() + longPollMs, poll));
  // The poll is aborted at the end.
  asking.catch(() => undefined);
  ends.push(async () => {
    end.abort();
    await Promise.allSettled([asking]);
  });
}

const found = async (look: Promise<readonly Diagnosis[]>) =>
  (await look).map(({ name, state, text }) => `${name} ${state}: ${text}`);
const versions = () => found(diagnoseVersions(temporal.client));

const target = () => ({
  namespace: temporal.namespace,
  deploymentName: 'dobrobot',
  identity: 'an operator',
});
/** Possible only once a worker of that build has polled. */
const makeCurrent = (buildId: string) =>
  eventually(() =>
    temporal.client.workflowService.setWorkerDeploymentCurrentVersion({ ...target(), buildId }),
  );
const ramp = (buildId: string, percentage: number) =>
  eventually(() =>
    temporal.client.workflowService.setWorkerDeploymentRampingVersion({ ...target(), buildId, percentage }),
  );

/** When each worker last polled, epoch seconds. */
async function lastAsked(): Promise<ReadonlyMap<string, number>> {
  const { pollers } = await askingForWork(temporal.client);
  return new Map(
    pollers.map(({ identity, lastAccessTime }) => [identity ?? '', Number(lastAccessTime?.seconds)]),
  );
}

/** The result of `look` once the workers of that build have been gone for two minutes and all others have polled since. */
async function onceGone<T>(buildId: string, look: () => Promise<T>): Promise<T> {
  const gone = (await lastAsked()).get(identityOf(buildId));
  if (gone === undefined) throw new Error(`${buildId} never asked for work`);
  await eventually(async () => {
    for (const [identity, at] of await lastAsked())
      if (identity !== identityOf(buildId) && at <= gone) startAsking(identity.slice(2));
    const others = [...(await lastAsked())].filter(([identity]) => identity !== identityOf(buildId));
    expect(others.every(([, at]) => at > gone)).toBe(true);
  });
  vi.useFakeTimers({ toFake: ['Date'], now: gone * 1000 + 120_500 });
  try {
    return await look();
  } finally {
    vi.useRealTimers();
  }
}

const inside = () => `--namespace ${temporal.namespace} --deployment-name dobrobot`;

it('says nothing where there never was a worker, which is told by itself', async () => {
  expect(await versions()).toEqual([]);
});

it('sees that no version is the current one, though there are workers of one', async () => {
  startAsking('one');
  await eventually(async () => {
    expect(await versions()).toEqual([
      `versions wrong: work goes to workers without a version, as none is the current one, and there are none, so nothing goes on: temporal worker deployment set-current-version ${inside()} --build-id one`,
    ]);
  });
  await makeCurrent('one');
  await eventually(async () => {
    expect(await versions()).toEqual(['versions ok: work goes to dobrobot one; at work: dobrobot one (1)']);
  });
});

it('sees that a part of the work goes to a version that is not there', async () => {
  startAsking('two');
  await ramp('two', 5);
  await eventually(async () => {
    expect(await versions()).toEqual([
      expect.stringMatching(
        /^versions ok: work goes to dobrobot one, and 5 % of it to dobrobot two; at work: .*dobrobot two \(1\)/,
      ),
    ]);
  });
  expect(await onceGone('two', versions)).toEqual([
    `versions wrong: 5 % of the work goes to dobrobot two, and no worker of it asks for any: start one with DOBROBOT_DEPLOYMENT=dobrobot DOBROBOT_BUILD_ID=two, or temporal worker deployment set-ramping-version ${inside()} --build-id two --delete`,
  ]);
});

it('sees that the current version is not there, and names those that are', async () => {
  startAsking(plain);
  await makeCurrent('two');
  await eventually(async () => {
    expect(await versions()).toEqual([
      expect.stringMatching(/^versions ok: work goes to dobrobot two; .*workers without a version \(1\)/),
    ]);
  });
  expect(await onceGone('one', versions)).toEqual([
    expect.stringMatching(
      /^versions ok: work goes to dobrobot two; .*; Temporal also knows dobrobot one \(drain(ing|ed)\)$/,
    ),
  ]);
  startAsking('one');
  const [text = '', ...more] = await onceGone('two', versions);
  expect(more).toEqual([]);
  expect(text).toMatch(
    /^versions wrong: work goes to dobrobot two, and no worker of it asks for any, so nothing goes on: start one with DOBROBOT_DEPLOYMENT=dobrobot DOBROBOT_BUILD_ID=two, or /,
  );
  for (const other of ['--build-id one', '--unversioned'])
    expect(text).toContain(`set-current-version ${inside()} ${other}`);
  expect(text).not.toContain('--build-id two');
});

it('sees a release that is pinned to a version whose workers have gone', async () => {
  const pinned = () => found(diagnosePinned(temporal.client));
  const handle = await temporal.client.workflow.start('anything', {
    workflowId: 'release:PIN-1',
    taskQueue,
    versioningOverride: { pinnedTo: { deploymentName: 'dobrobot', buildId: 'two' } },
  });
  const isPinned = `TemporalWorkflowVersioningBehavior = 'Pinned'`;
  await eventually(async () => {
    expect(await temporal.client.workflow.count(isPinned)).toMatchObject({ count: 1 });
  });
  startAsking('two');
  expect(await pinned()).toEqual(['pinned ok: nothing stays with a version that is gone']);
  expect(await onceGone('two', pinned)).toEqual([
    `pinned wrong: release:PIN-1 stays with dobrobot two, and no worker of it asks for work: start one with DOBROBOT_DEPLOYMENT=dobrobot DOBROBOT_BUILD_ID=two, or have it go on with the current one: temporal workflow update-options --namespace ${temporal.namespace} --workflow-id release:PIN-1 --versioning-override-behavior auto_upgrade`,
  ]);
  await handle.terminate();
});

it('sees that workers without a build ID run several versions of dobrobot', async () => {
  await newNamespace();
  startAsking(plainOf('1.2.0'));
  await eventually(async () => {
    expect(await versions()).toEqual([
      'versions ok: work goes to workers without a version; at work: workers without a version (1, of dobrobot 1.2.0)',
    ]);
  });
  // A worker of 1.1 does not say it.
  startAsking(plain);
  await eventually(async () => {
    const [text = ''] = await versions();
    expect(text).toMatch(
      /^versions wrong: workers without a build ID run several versions of dobrobot .*End/,
    );
    expect(text).toContain('1.2.0 (1)');
    expect(text).toContain('1.1 or earlier (1)');
  });
  expect(await onceGone(plain, versions)).toEqual([expect.stringMatching(/^versions ok: .*1\.2\.0/)]);
});

it('sees the same of two versions that both say so', async () => {
  await newNamespace();
  startAsking(plainOf('1.2.0'));
  startAsking(plainOf('1.3.0'));
  await eventually(async () => {
    const [text = ''] = await versions();
    for (const part of ['versions wrong: ', '1.2.0 (1)', '1.3.0 (1)']) expect(text).toContain(part);
  });
});
