/** The input of a run may have been written by an earlier version: today's workflows continue from it. */
import { join } from 'node:path';
import type { WorkflowHandle } from '@temporalio/client';
import { defaultPayloadConverter } from '@temporalio/common';
import { afterAll, beforeAll, beforeEach, expect, it, vi } from 'vitest';
import { askForNumber } from '../../client/numbers.ts';
import type { LockState } from '../../domain/lock/lock-queue.ts';
import type { Activities } from '../../domain/messages/activities.ts';
import {
  alertsSignal,
  configurationReadSignal,
  lockStateQuery,
  numberGivenQuery,
} from '../../domain/messages/definitions.ts';
import {
  alertsIdOf,
  alertsWorkflow,
  configurationWorkflow,
  counterIdOf,
  gateWorkflow,
  homeIdOf,
  homeWorkflow,
  lockIdOf,
  lockWorkflow,
  releaseAliasWorkflow,
  releaseCounterWorkflow,
  releaseIdOf,
  releaseWorkflow,
  taskQueue,
  watchWorkflow,
  writeBackWorkflow,
} from '../../domain/messages/workflows.ts';
import type { AlertsInput } from '../../domain/messages/hooks.ts';
import type { ReleaseResult } from '../../domain/messages/runs.ts';
import type { ReleaseStatus } from '../../domain/release/status.ts';
import { alert } from '../histories/hook-scenarios.ts';
import { readRecording } from '../histories/replayed.ts';
import { recordingsIn } from '../histories/versions.ts';
import { eventually } from '../support/eventually.ts';
import { goneOn } from '../support/gone-on.ts';
import { startInProcess } from '../support/in-process-worker.ts';
import { scriptedActivities } from '../support/scripted-activities.ts';
import { testNamespace } from '../support/temporal.ts';
import type { TestNamespace } from '../support/temporal.ts';

const recordings = await recordingsIn(join(import.meta.dirname, '..', 'histories'));
const named = (name: string) => recordings.filter((one) => one.name === name);

let server: TestNamespace;
let stop: () => Promise<void>;
/** The activities of the smaller workflows, as mocks. */
const asked = {
  answerGate: vi.fn<Activities['answerGate']>(() => Promise.resolve()),
  keepPreference: vi.fn<Activities['keepPreference']>(() => Promise.resolve(null)),
  passOn: vi.fn<Activities['passOn']>(() => Promise.resolve({ done: true, stage: 'ready' })),
  takeWriteBackStep: vi.fn<Activities['takeWriteBackStep']>(() => Promise.resolve()),
  tellOfAlerts: vi.fn<Activities['tellOfAlerts']>(() => Promise.resolve()),
  tellOfWatch: vi.fn<Activities['tellOfWatch']>(() => Promise.resolve()),
};
beforeAll(async () => {
  server = await testNamespace();
  stop = await startInProcess(server, scriptedActivities({ instead: asked }, []));
});
beforeEach(() => {
  vi.clearAllMocks();
});
afterAll(async () => {
  await stop();
  await server.close();
});

/** The arguments that the recorded run passed to continue-as-new. */
async function handedOver(path: string): Promise<unknown[]> {
  const { history } = await readRecording({ path });
  const handed = history.events.at(-1)?.workflowExecutionContinuedAsNewEventAttributes;
  if (!handed) throw new Error('It did not continue as new.');
  return (handed.input?.payloads ?? []).map((payload) => defaultPayloadConverter.fromPayload(payload));
}

/** Starts the run that follows a recorded one, under an ID of its own. */
async function next(workflowType: string, workflowId: string, path: string): Promise<WorkflowHandle> {
  await goneOn(server, workflowType, workflowId, { args: await handedOver(path), taskQueue });
  return server.client.workflow.getHandle(workflowId);
}

it.each([
  ...['lock-goes-on', 'release-goes-on', 'configuration-goes-on', 'alerts-go-on', 'alias-goes-on'],
  ...['counter-goes-on', 'gate-goes-on', 'home-goes-on', 'watch-goes-on', 'write-back-goes-on'],
])('%s is recorded', (name) => {
  expect(named(name)).not.toEqual([]);
});

it.each(named('release-goes-on'))(
  'a release of $version on production goes on to its end',
  async ({ path, version }) => {
    const { workflow } = server.client;
    // The release frees these locks at its end.
    for (const component of ['billing', 'db'])
      await workflow.start(lockWorkflow, { workflowId: lockIdOf(component), taskQueue });
    const handle = await next(releaseWorkflow, releaseIdOf(`${version}-1`.toUpperCase()), path);
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
    const handle = await next(lockWorkflow, lockIdOf(`of-${version.replaceAll('.', '-')}`), path);
    const state = () => handle.query<LockState>(lockStateQuery);
    expect(await state()).toMatchObject({
      holders: [{ ticket: 'T-1', orphan: true, started: true }],
      queue: [{ ticket: 'T-2' }],
      freezes: [{ by: 'U_VERA', reason: 'works' }],
    });
    await handle.signal('unlock', { actor: 'U_VERA', reason: 'it is clean' });
    await handle.signal('unfreeze', { actor: 'U_VERA' });
    // The releases that waited no longer exist, so whatever they were granted is free again.
    await eventually(async () => {
      expect(await state()).toMatchObject({ holders: [], queue: [], freezes: [] });
    });
  },
);

it.each(named('configuration-goes-on'))(
  'the configuration that ran under $version runs on, until there is another',
  async ({ path, version }) => {
    const handle = await next(configurationWorkflow, `configuration-of-${version}`, path);
    const known = async () => (await handle.describe()).memo;
    const places = [{ place: 'a:/d.yaml', version: '2' }];
    await expect.poll(known).toMatchObject({ configurations: { running: { version: '2' }, places } });
    await handle.signal(configurationReadSignal, { place: 'a:/d.yaml', version: '3', values: {} });
    await expect.poll(known).toMatchObject({ configurations: { running: { version: '3' } } });
  },
);

it.each(named('alerts-go-on'))(
  'an incident of $version that is not over is told no more, but its end is',
  async ({ path }) => {
    const [left] = (await handedOver(path)) as [AlertsInput];
    // Incidents without news for long are forgotten, so this one gets a recent time.
    const args = [{ ...left, storm: left.storm?.map((one) => ({ ...one, changedAt: Date.now() })) }];
    await goneOn(server, alertsWorkflow, alertsIdOf('prom'), { args, taskQueue });
    const handle = server.client.workflow.getHandle(alertsIdOf('prom'));
    await handle.signal(alertsSignal, [{ ...alert, endedAt: Date.now() }]);
    await eventually(() => {
      expect(asked.tellOfAlerts.mock.calls).toMatchObject([[{ shown: 1, ends: true }]]);
    });
    await handle.terminate();
  },
);

it.each(named('alias-goes-on'))(
  'what a further key of $version hears reaches its release',
  async ({ path }) => {
    const handle = await next(releaseAliasWorkflow, releaseIdOf('T-2'), path);
    const answer = await handle.executeUpdate('command', { args: [{ signal: 'recheck', actor: 'U_DAN' }] });
    expect(answer).toEqual({ done: true, stage: 'ready' });
    expect(asked.passOn.mock.calls).toMatchObject([
      [{ ticket: 'T-1', request: { release: expect.any(String) as string } }],
    ]);
    await handle.terminate();
  },
);

it.each(named('counter-goes-on'))('a counter of $version gives no number twice', async ({ path }) => {
  const { client } = server;
  const handle = await next(releaseCounterWorkflow, counterIdOf('REL'), path);
  expect([await handle.query(numberGivenQuery, '1'), await handle.query(numberGivenQuery, '2')]).toEqual([
    'REL-1',
    'REL-2',
  ]);
  const ask = (commandId: string) =>
    askForNumber(client, 'REL', { actor: 'U_DAN', commandId, text: 'New onboarding' });
  expect([await ask('2'), await ask('3')]).toEqual([
    { ticket: 'REL-2', begun: true },
    { ticket: 'REL-3', begun: true },
  ]);
  await handle.terminate();
});

it.each(named('gate-goes-on'))(
  'a deployment of $version is told nothing again, and passes at its turn',
  async ({ path }) => {
    const handle = await next(gateWorkflow, 'gate:github:d', path);
    await handle.result();
    expect(asked.answerGate.mock.calls.map(([, { state }]) => state)).toEqual([null, null, 'approved']);
  },
);

it.each(named('home-goes-on'))('what somebody clicked under $version is kept', async ({ path }) => {
  const handle = await next(homeWorkflow, homeIdOf('U_DAN'), path);
  await handle.result();
  const [, left] = (await handedOver(path)) as [string, { readonly orders: readonly unknown[] }];
  expect(left.orders).not.toEqual([]);
  expect(asked.keepPreference.mock.calls.map(([, order]) => order)).toEqual(left.orders);
});

it.each(named('watch-goes-on'))(
  'a watch of $version tells what could not be told, and looks on',
  async ({ path }) => {
    const handle = await next(watchWorkflow, 'watch:k', path);
    expect(await handle.result()).toMatchObject({ bad: [], ended: 'passed' });
    const told = asked.tellOfWatch.mock.calls
      .filter(([, , whom]) => whom === 'people')
      .map(([, { what }]) => what.type);
    expect(told).toEqual(['bad', 'notOurs', 'blind', 'sees', 'well', 'passed']);
  },
);

it.each(named('write-back-goes-on'))(
  'a ticket of $version is written to, and what failed is not forgotten',
  async ({ path }) => {
    const handle = await next(writeBackWorkflow, 'write-back:T-1', path);
    await expect(handle.result()).rejects.toMatchObject({ cause: { details: ['403'] } });
    const [, more] = (await handedOver(path)) as [unknown, readonly unknown[]];
    expect(asked.takeWriteBackStep).toHaveBeenCalledTimes(1 + more.length);
  },
);
