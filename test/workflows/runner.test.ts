/** The heartbeats of a pipeline write no event, and its watch survives continue-as-new and a change of workers. */
import { setTimeout as sleep } from 'node:timers/promises';
import { expect, it } from 'vitest';
import { sendHeartbeat } from '../../client/heartbeat.ts';
import { keyWantedSignal, releaseCommandUpdate, statusQuery } from '../../domain/messages/definitions.ts';
import type { Notice } from '../../domain/messages/notice.ts';
import { releaseIdOf, releaseWorkflow, taskQueue } from '../../domain/messages/workflows.ts';
import { eventually } from '../support/eventually.ts';
import { startInProcess } from '../support/in-process-worker.ts';
import { scriptedActivities } from '../support/scripted-activities.ts';
import { testNamespace } from '../support/temporal.ts';

const runner = { id: 'the-pipeline', deadAfter: 5 };

it('is watched through continue-as-new and the end of a worker', { timeout: 300_000 }, async () => {
  const server = await testNamespace();
  const { client } = server;
  const told: Notice[] = [];
  const startWorker = () => startInProcess(server, scriptedActivities({}, told));
  let stopWorker = await startWorker();
  const workflowId = releaseIdOf('LIVE-1');
  await client.workflow.start(releaseWorkflow, { workflowId, taskQueue });
  const release = client.workflow.getHandle(workflowId);
  const stage = async () => (await release.query(statusQuery)).stage;
  await release.signal('request', { actor: 'U_DAN' });
  await expect.poll(stage).toBe('awaiting_approval');
  await release.signal('accept', { actor: 'U_VERA' });
  await expect.poll(stage).toBe('ready');
  await release.executeUpdate(releaseCommandUpdate, {
    args: [{ signal: 'depStart', actor: 'U_DAN', runner }],
  });

  const standings = new Set<string>();
  const end = new AbortController();
  const living = (async () => {
    while (!end.signal.aborted) {
      standings.add(await sendHeartbeat(client, 'LIVE-1', runner.id));
      await sleep(500);
    }
  })();
  const signsOfLife = async (count: number) => {
    for (let sign = 0; sign < count; sign += 1) await sendHeartbeat(client, 'LIVE-1', runner.id);
  };
  const described = async () => (await release.describe()).raw.workflowExecutionInfo;
  const lengthOf = async () => Number((await described())?.historyLength);
  await eventually(async () => {
    const [one] = (await release.describe()).raw.pendingActivities ?? [];
    expect(one?.activityType?.name).toBe('awaitRunner');
    expect(one?.lastHeartbeatTime).toBeTruthy();
  });
  // Events that follow from the start itself may still be written.
  await eventually(async () => {
    const before = await lengthOf();
    await signsOfLife(50);
    expect(await lengthOf()).toBe(before);
  });

  await stopWorker();
  stopWorker = await startWorker();
  const firstRun = (await described())?.execution?.runId;
  for (let batch = 0; batch < 8; batch += 1) {
    await Promise.all(Array.from({ length: 150 }, () => release.signal(keyWantedSignal)));
    await stage();
  }
  await expect.poll(async () => (await described())?.execution?.runId).not.toBe(firstRun);
  await signsOfLife(5);
  expect(await stage()).toBe('deploying');
  expect([...standings]).toEqual(['yours']);

  end.abort();
  await living;
  await expect.poll(async () => (await release.query(statusQuery)).waitingFor).toBe('pipeline');
  expect(await sendHeartbeat(client, 'LIVE-1', runner.id)).toBe('lost');
  await release.executeUpdate(releaseCommandUpdate, {
    args: [{ signal: 'depFinish', actor: 'U_DAN', runner }],
  });
  expect(await sendHeartbeat(client, 'LIVE-1', runner.id)).toBe('ended');
  expect(await sendHeartbeat(client, 'LIVE-2', runner.id)).toBe('unknown');
  await release.result();
  await stopWorker();
  await server.close();
});
