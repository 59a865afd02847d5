/** An update that a tracker keeps refusing is given up after an hour, on a server that skips time. */
import type { TestWorkflowEnvironment } from '@temporalio/testing';
import { Worker } from '@temporalio/worker';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { taskQueue, writeBackWorkflow } from '../../domain/messages/workflows.ts';
import { writeBackIdOf } from '../../domain/messages/write-back.ts';
import { workflowOptions } from '../../worker/workflow-bundle.ts';
import { releaseRow } from '../log/rows.ts';
import { scriptedActivities } from '../support/scripted-activities.ts';
import { timeSkippingEnvironment } from '../support/temporal.ts';

let env: TestWorkflowEnvironment;
beforeEach(async () => {
  env = await timeSkippingEnvironment();
});
afterEach(() => env.teardown());

it('and the admins are told once, by the last reason', async () => {
  const told: string[] = [];
  let attempts = 0;
  const worker = await Worker.create({
    connection: env.nativeConnection,
    taskQueue,
    ...(await workflowOptions()),
    activities: {
      ...scriptedActivities({}, []),
      takeWriteBackStep: () => Promise.reject(new Error(`it is down, ${++attempts}`)),
      tellOfWriteBack: (_: unknown, reason: string) => Promise.resolve(void told.push(reason)),
    },
  });
  let minutes = 0;
  await worker.runUntil(async () => {
    const asked = {
      workflowId: writeBackIdOf('PAY-1'),
      taskQueue,
      args: [{ ticket: 'PAY-1', row: releaseRow(5) }],
    };
    const handle = await env.client.workflow.start(writeBackWorkflow, asked);
    await expect(handle.result()).rejects.toThrow();
    const { startTime, closeTime } = await handle.describe();
    minutes = ((closeTime?.getTime() ?? 0) - startTime.getTime()) / 60_000;
  });
  expect(minutes).toBeGreaterThan(30);
  expect(minutes).toBeLessThanOrEqual(61);
  expect(attempts).toBeGreaterThan(10);
  expect(told).toEqual([`it is down, ${attempts}`]);
});
