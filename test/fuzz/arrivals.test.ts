/**
 * Whatever arrives in Temporal, of every kind and up to a megabyte: no workflow task fails, no workflow ends because of it, and
 * all go on.
 */
import { CompleteAsyncError } from '@temporalio/activity';
import { defaultPayloadConverter } from '@temporalio/common';
import { ServiceError, WorkflowNotFoundError, isGrpcDeadlineError } from '@temporalio/client';
import fc from 'fast-check';
import { afterAll, beforeAll, expect, it } from 'vitest';
import type { Activities } from '../../domain/messages/activities.ts';
import {
  alertsSignal,
  lockCommandUpdate,
  lockStateQuery,
  numberUpdate,
  orderSignal,
  releaseCommandUpdate,
} from '../../domain/messages/definitions.ts';
import {
  alertsIdOf,
  alertsWorkflow,
  configurationId,
  configurationWorkflow,
  counterIdOf,
  homeIdOf,
  homeWorkflow,
  lockIdOf,
  lockWorkflow,
  releaseAliasWorkflow,
  releaseCounterWorkflow,
  releaseIdOf,
  releaseWorkflow,
  taskQueue,
  ticketChangedIdOf,
  ticketChangedWorkflow,
  watchIdOf,
  watchWorkflow,
  writeBackWorkflow,
} from '../../domain/messages/workflows.ts';
import { writeBackIdOf } from '../../domain/messages/write-back.ts';
import { plan } from '../histories/watch-scenarios.ts';
import { newsOf } from '../histories/write-back-scenarios.ts';
import { eventually } from '../support/eventually.ts';
import { aCard } from '../support/a-card.ts';
import { runInProcess } from '../support/in-process-worker.ts';
import { lockRequest } from '../support/lock-requests.ts';
import { scriptedActivities, seenAfter } from '../support/scripted-activities.ts';
import { testNamespace, type TestNamespace } from '../support/temporal.ts';
import { firstText, hasOpenTask, troublesOf } from '../support/well.ts';
import { anyArrival, targets } from './any-arrival.ts';
import type { Arrival, Target } from './any-arrival.ts';
import { chosen } from './chosen.ts';

const atOnce = 8;
const deadlineMs = 30_000;
const ids: Readonly<Record<Target, string>> = {
  release: releaseIdOf('FUZZ-1'),
  alias: releaseIdOf('FUZZ-2'),
  lock: lockIdOf('fuzz'),
  heldLock: lockIdOf('held'),
  counter: counterIdOf('FUZ'),
  watch: watchIdOf('fuzz'),
  configuration: configurationId,
  alerts: alertsIdOf('fuzz'),
  home: homeIdOf('U_ANN'),
  writeBack: writeBackIdOf('T-1'),
  ticketChanged: ticketChangedIdOf('fuzz', 'T-1'),
};
/** What it watches is bad, and stays so. */
const watchRelease: Activities['watchRelease'] = ({ state }) =>
  state.lookedAt === null ? Promise.resolve(seenAfter(state)) : Promise.reject(new CompleteAsyncError());

let server: TestNamespace;
let end: () => Promise<void>;
/** Otherwise whoever waits for the worker would wait for each answer in vain. */
let died: Promise<never>;
beforeAll(async () => {
  server = await testNamespace();
  ({ end, died } = await runInProcess(server, scriptedActivities({ instead: { watchRelease } }, [])));
});
afterAll(async () => {
  await end();
  await server.close();
});

const handle = (to: Target) => server.client.workflow.getHandle(ids[to]);

/** Starts the target if it is not running, because some arrivals legitimately end it. */
async function begin(to: Target): Promise<void> {
  const { workflow } = server.client;
  const workflowId = ids[to];
  const start = { workflowId, taskQueue, workflowIdConflictPolicy: 'USE_EXISTING' } as const;
  const withSignal = async (type: string, args: readonly unknown[], signal: string, payload: unknown) => {
    const asked = { workflowId, taskQueue, args: [...args], signal, signalArgs: [payload] };
    await workflow.signalWithStart(type, asked);
  };
  switch (to) {
    case 'release':
      return withSignal(releaseWorkflow, [], 'request', { actor: 'U_ANN' });
    case 'heldLock':
      return beginHeld();
    case 'home':
      return withSignal(homeWorkflow, ['U_ANN'], 'opened', null);
    case 'alerts':
      return withSignal(alertsWorkflow, [{ hook: 'fuzz', actor: 'service:fuzz' }], alertsSignal.name, []);
    case 'writeBack':
      return withSignal(writeBackWorkflow, [newsOf(5, 'started')], 'ticketNews', newsOf(6, 'finished'));
    case 'ticketChanged':
      return withSignal(ticketChangedWorkflow, [{ hook: 'fuzz', ticket: 'T-1' }], 'changed', null);
    case 'watch': {
      const watched = { card: aCard, startedAt: 1, plan };
      await workflow.start(watchWorkflow, { ...start, args: [watched] });
      break;
    }
    case 'configuration':
      await workflow.start(configurationWorkflow, start);
      break;
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

/** One holds it, another one waits exclusively and two share what comes then; it is frozen, too. */
async function beginHeld(): Promise<void> {
  const lock = await server.client.workflow.start(lockWorkflow, {
    ...{ workflowId: ids.heldLock, taskQueue, workflowIdConflictPolicy: 'USE_EXISTING' },
  });
  const now = Date.now();
  await lock.signal(orderSignal('acquire'), lockRequest('F-1', now, { onProduction: true, startedAt: now }));
  await lock.signal(orderSignal('acquire'), lockRequest('F-2', now + 1));
  for (const ticket of ['F-3', 'F-4'])
    await lock.signal(orderSignal('acquire'), lockRequest(ticket, now + 2, { mode: 'shared' }));
  await lock.signal('freeze', { actor: 'U_VERA', reason: 'a test' });
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

let started = 0;
/** An ID that nobody has, of the form that such a workflow has. */
function idFor(type: string): string {
  started += 1;
  if (started % 4 === 0) return `fuzz-${started}`;
  if (type === releaseWorkflow) return releaseIdOf(`S-${started}`);
  return type === lockWorkflow ? lockIdOf(`s-${started}`) : `${type}-fuzz-${started}`;
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
        ...{ workflowId: idFor(arrival.type), taskQueue, args: [...arrival.args] },
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
    return !isGrpcDeadlineError(error instanceof ServiceError ? error.cause : error);
  }
}

it('is answered or refused, and everything goes on', { timeout: 1_800_000 }, async () => {
  for (const to of targets) await begin(to);
  await eventually(async () => {
    const { holders, queue } = await handle('heldLock').query(lockStateQuery);
    expect([holders.length, queue.length]).toEqual([1, 3]);
  });
  const arrivals = fc.sample(anyArrival, chosen(2000, 60));
  const unanswered: Arrival[] = [];
  for (let index = 0; index < arrivals.length && unanswered.length === 0; index += atOnce) {
    const some = arrivals.slice(index, index + atOnce);
    const answered = await whileItLives(Promise.all(some.map(isAnswered)), some);
    unanswered.push(...some.filter((_, position) => answered[position] === false));
  }
  expect({ unanswered: unanswered.map(shown), wrong: await whileItLives(wrong()) }).toEqual({
    unanswered: [],
    wrong: [],
  });
  await whileItLives(expectAnswers());
  expect(await whileItLives(wrong())).toEqual([]);
});

const shown = (arrival: Arrival): string => JSON.stringify(arrival).slice(0, 2000);

/** What was asked for; rejects if the worker dies first, with what had arrived. */
const whileItLives = <T>(asked: Promise<T>, arrived: readonly Arrival[] = []): Promise<T> =>
  Promise.race([
    asked,
    died.catch((error: unknown) => {
      throw new Error(`The worker died after ${arrived.map(shown).join('\n')}`, { cause: error });
    }),
  ]);

/** All go on. */
async function expectAnswers(): Promise<void> {
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
  for (const to of targets) {
    await begin(to);
    await update(() => handle(to).query('__temporal_workflow_metadata'));
  }
}

/** What is wrong in this namespace, once no task is under way. */
async function wrong(): Promise<readonly string[]> {
  const found: string[] = [];
  for await (const { workflowId, runId, type } of server.client.workflow.list()) {
    const run = server.client.workflow.getHandle(workflowId, runId);
    const events = await eventually(async () => {
      const { events: all } = await run.fetchHistory();
      if (hasOpenTask(all ?? []) && troublesOf(all ?? []).length === 0)
        throw new Error(`A task of ${workflowId} does not end`);
      return all ?? [];
    });
    const given = firstText(events[0]?.workflowExecutionStartedEventAttributes ?? {});
    found.push(...troublesOf(events).map((trouble) => `${type} ${workflowId} (${given}): ${trouble}`));
  }
  return found;
}
