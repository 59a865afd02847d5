/**
 * Whatever arrives in Temporal, of every kind and up to a megabyte: no workflow task fails, no workflow ends because of it, and
 * all go on.
 */
import { setTimeout as sleep } from 'node:timers/promises';
import { defaultPayloadConverter } from '@temporalio/common';
import proto from '@temporalio/proto';
import { ServiceError, WorkflowNotFoundError } from '@temporalio/client';
import fc from 'fast-check';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { lockCommandUpdate, numberUpdate, releaseCommandUpdate } from '../../domain/messages/definitions.ts';
import {
  counterIdOf,
  lockIdOf,
  lockWorkflow,
  releaseAliasWorkflow,
  releaseCounterWorkflow,
  releaseIdOf,
  releaseWorkflow,
  taskQueue,
} from '../../domain/messages/workflows.ts';
import { startInProcess } from '../support/in-process-worker.ts';
import { scriptedActivities } from '../support/scripted-activities.ts';
import { testNamespace, type TestNamespace } from '../support/temporal.ts';
import { anyArrival, targets } from './any-arrival.ts';
import type { Arrival, Target } from './any-arrival.ts';
import { chosen } from './chosen.ts';

const atOnce = 8;
const deadlineMs = 30_000;
/** The causes of task failures that Temporal retries. */
const { WorkflowTaskFailedCause: causes } = proto.temporal.api.enums.v1;
const tripped: readonly unknown[] = [
  causes.WORKFLOW_TASK_FAILED_CAUSE_WORKFLOW_WORKER_UNHANDLED_FAILURE,
  causes.WORKFLOW_TASK_FAILED_CAUSE_NON_DETERMINISTIC_ERROR,
];
const ids: Readonly<Record<Target, string>> = {
  release: releaseIdOf('FUZZ-1'),
  alias: releaseIdOf('FUZZ-2'),
  lock: lockIdOf('fuzz'),
  counter: counterIdOf('FUZ'),
};

let server: TestNamespace;
let end: () => Promise<void>;
beforeAll(async () => {
  server = await testNamespace();
  end = await startInProcess(server, scriptedActivities({}, []));
});
afterAll(async () => {
  await end();
  await server.close();
});

const handle = (to: Target) => server.client.workflow.getHandle(ids[to]);

/** Starts the target if it is not running, because some arrivals legitimately end it. */
async function begin(to: Target): Promise<void> {
  const { workflow } = server.client;
  const start = { workflowId: ids[to], taskQueue, workflowIdConflictPolicy: 'USE_EXISTING' } as const;
  switch (to) {
    case 'release': {
      const asked = { signal: 'request', signalArgs: [{ actor: 'U_ANN' }] };
      await workflow.signalWithStart(releaseWorkflow, { workflowId: ids.release, taskQueue, ...asked });
      break;
    }
    case 'alias':
      await workflow.start(releaseAliasWorkflow, { ...start, args: [{ of: 'FUZZ-1', release: 'fuzz' }] });
      break;
    case 'lock':
      await workflow.start(lockWorkflow, start);
      break;
    case 'counter':
      await workflow.start(releaseCounterWorkflow, start);
      break;
  }
}

async function signalText(to: Target, signalName: string, text: string): Promise<void> {
  const { metadata } = defaultPayloadConverter.toPayload({});
  await server.client.workflowService.signalWorkflowExecution({
    namespace: server.namespace,
    workflowExecution: { workflowId: ids[to] },
    signalName,
    input: { payloads: [{ metadata: metadata ?? null, data: new TextEncoder().encode(text) }] },
    requestId: crypto.randomUUID(),
  });
}

async function arrive(arrival: Arrival): Promise<unknown> {
  switch (arrival.kind) {
    case 'signal':
      return signalText(arrival.to, arrival.name, arrival.json);
    case 'update':
      return handle(arrival.to).executeUpdate(arrival.name, {
        args: [...arrival.args] as [unknown, ...unknown[]],
      });
    case 'query':
      return handle(arrival.to).query(arrival.name, ...arrival.args);
    case 'start':
      return server.client.workflow.start(arrival.type, {
        ...{ workflowId: `fuzz-${crypto.randomUUID()}`, taskQueue, args: [...arrival.args] },
        workflowRunTimeout: '10 minutes',
      });
  }
}

/** Whether there was an answer, including a refusal. */
async function isAnswered(arrival: Arrival): Promise<boolean> {
  try {
    await server.client.withDeadline(Date.now() + deadlineMs, () => arrive(arrival));
    return true;
  } catch (error) {
    if (error instanceof WorkflowNotFoundError && arrival.kind !== 'start') await begin(arrival.to);
    // gRPC's DEADLINE_EXCEEDED.
    return !(error instanceof ServiceError && (error.cause as { code?: number } | undefined)?.code === 4);
  }
}

it('is answered or refused, and everything goes on', { timeout: 1_800_000 }, async () => {
  for (const to of targets) await begin(to);
  const arrivals = fc.sample(anyArrival, chosen(2000, 60));
  const unanswered: Arrival[] = [];
  for (let index = 0; index < arrivals.length; index += atOnce) {
    const some = arrivals.slice(index, index + atOnce);
    const answered = await Promise.all(some.map(isAnswered));
    unanswered.push(...some.filter((_, position) => answered[position] === false));
  }
  expect(unanswered.map((arrival) => JSON.stringify(arrival).slice(0, 2000))).toEqual([]);

  const update = <T>(make: () => Promise<T>) => server.client.withDeadline(Date.now() + deadlineMs, make);
  await begin('release');
  const asked = { signal: 'recheck', actor: 'U_ANN' } as const;
  expect(
    await update(() => handle('release').executeUpdate(releaseCommandUpdate, { args: [asked] })),
  ).toHaveProperty('done');
  const frozen = { signal: 'freeze', actor: 'U_VERA', reason: 'a test' } as const;
  expect(
    await update(() => handle('lock').executeUpdate(lockCommandUpdate, { args: [frozen] })),
  ).toHaveProperty('done');
  const text = { actor: 'U_ANN', text: 'Pictures' };
  expect(await update(() => handle('counter').executeUpdate(numberUpdate, { args: [text] }))).toHaveProperty(
    'begun',
  );
  await expectWell();
});

/** No workflow task failed in this namespace, and Temporal has ended no workflow. */
async function expectWell(): Promise<void> {
  // Visibility lists lag a little behind.
  await sleep(2000);
  const wrong: string[] = [];
  for await (const { workflowId, runId, type, status } of server.client.workflow.list()) {
    const { events } = await server.client.workflow.getHandle(workflowId, runId).fetchHistory();
    const failed = events?.flatMap((event) => event.workflowTaskFailedEventAttributes ?? []) ?? [];
    const trips = failed.filter(({ cause }) => tripped.includes(cause));
    const input = events?.[0]?.workflowExecutionStartedEventAttributes?.input?.payloads?.[0]?.data;
    const given = new TextDecoder().decode((input ?? new Uint8Array()).slice(0, 500));
    if (trips.length > 0) wrong.push(`${type} (${given}): ${trips[0]?.failure?.message ?? ''}`);
    else if (status.name === 'TERMINATED') wrong.push(`${type} (${given}) was ended`);
  }
  expect(wrong).toEqual([]);
}
