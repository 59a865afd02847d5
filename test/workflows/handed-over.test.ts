/** What a run hands to the next one may have been written by an earlier version: today's workflows go on with it. */
import { join } from 'node:path';
import { defaultPayloadConverter } from '@temporalio/common';
import { afterAll, beforeAll, expect, it } from 'vitest';
import type { LockState } from '../../domain/lock/lock-queue.ts';
import { configurationReadSignal, lockStateQuery } from '../../domain/messages/definitions.ts';
import {
  configurationWorkflow,
  lockIdOf,
  lockWorkflow,
  releaseIdOf,
  releaseWorkflow,
  taskQueue,
} from '../../domain/messages/workflows.ts';
import type { ReleaseResult } from '../../domain/messages/runs.ts';
import type { ReleaseStatus } from '../../domain/release/status.ts';
import { readRecording } from '../histories/replayed.ts';
import { recordingsIn } from '../histories/versions.ts';
import { eventually } from '../support/eventually.ts';
import { startInProcess } from '../support/in-process-worker.ts';
import { scriptedActivities } from '../support/scripted-activities.ts';
import { testNamespace } from '../support/temporal.ts';
import type { TestNamespace } from '../support/temporal.ts';

const recordings = await recordingsIn(join(import.meta.dirname, '..', 'histories'));
const named = (name: string) => recordings.filter((one) => one.name === name);

let server: TestNamespace;
let stop: () => Promise<void>;
beforeAll(async () => {
  server = await testNamespace();
  stop = await startInProcess(server, scriptedActivities({}, []));
});
afterAll(async () => {
  await stop();
  await server.close();
});

/** What the recorded run handed to the next one. */
async function handedOver(path: string): Promise<unknown> {
  const { history } = await readRecording({ path });
  const last = history.events.at(-1);
  const [payload] = last?.workflowExecutionContinuedAsNewEventAttributes?.input?.payloads ?? [];
  if (!payload) throw new Error('It did not continue as new.');
  return defaultPayloadConverter.fromPayload(payload);
}

it.each(['lock-goes-on', 'release-goes-on', 'configuration-goes-on'])('%s is recorded', (name) => {
  expect(named(name)).not.toEqual([]);
});

it.each(named('release-goes-on'))(
  'a release of $version on production goes on to its end',
  async ({ path, version }) => {
    const { workflow } = server.client;
    // It frees them there.
    for (const component of ['billing', 'db'])
      await workflow.start(lockWorkflow, { workflowId: lockIdOf(component), taskQueue });
    const handle = await workflow.start(releaseWorkflow, {
      workflowId: releaseIdOf(`${version}-1`.toUpperCase()),
      taskQueue,
      args: [await handedOver(path)],
    });
    const before = await handle.query<ReleaseStatus>('status');
    expect(before).toMatchObject({
      stage: 'deploying',
      acceptedBy: ['U_VERA'],
      locks: [{ state: 'held' }, { state: 'held' }],
    });
    await handle.signal('depFinish', { actor: 'U_DAN' });
    const { stage, status } = (await handle.result()) as ReleaseResult;
    expect([stage, status.history.slice(0, before.history.length)]).toEqual(['finished', before.history]);
    expect(status.history.map(({ n }) => n)).toEqual(status.history.map((_, index) => index + 1));
  },
);

it.each(named('lock-goes-on'))(
  'a lock of $version with an orphan, a freeze and somebody in line goes on',
  async ({ path, version }) => {
    const handle = await server.client.workflow.start(lockWorkflow, {
      workflowId: lockIdOf(`of-${version.replaceAll('.', '-')}`),
      taskQueue,
      args: [await handedOver(path)],
    });
    const state = () => handle.query<LockState>(lockStateQuery);
    expect(await state()).toMatchObject({
      holders: [{ ticket: 'T-1', orphan: true, started: true }],
      queue: [{ ticket: 'T-2' }],
      freezes: [{ by: 'U_VERA', reason: 'works' }],
    });
    await handle.signal('unlock', { actor: 'U_VERA', reason: 'it is clean' });
    await handle.signal('unfreeze', { actor: 'U_VERA' });
    // Whoever waited is not there any more; what was granted to it is free again.
    await eventually(async () => {
      expect(await state()).toMatchObject({ holders: [], queue: [], freezes: [] });
    });
  },
);

it.each(named('configuration-goes-on'))(
  'the configuration that ran under $version runs on, until there is another',
  async ({ path, version }) => {
    const handle = await server.client.workflow.start(configurationWorkflow, {
      workflowId: `configuration-of-${version}`,
      taskQueue,
      args: [await handedOver(path)],
    });
    const known = async () => (await handle.describe()).memo;
    const places = [{ place: 'a:/d.yaml', version: '2' }];
    await expect.poll(known).toMatchObject({ configurations: { running: { version: '2' }, places } });
    await handle.signal(configurationReadSignal, { place: 'a:/d.yaml', version: '3', values: {} });
    await expect.poll(known).toMatchObject({ configurations: { running: { version: '3' } } });
  },
);
