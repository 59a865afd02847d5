/** A coordinator under load and across continue-as-new: each run must hand over everything that it has not delivered. */
import type { WorkflowHandle } from '@temporalio/client';
import type { NativeConnection, Worker } from '@temporalio/worker';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { FreezesTold } from '../../domain/messages/lock-messages.ts';
import type { LockView } from '../../domain/lock/lock-view.ts';
import {
  lockIdOf,
  lockWorkflow,
  releaseIdOf,
  releaseWorkflow,
  taskQueue,
} from '../../domain/messages/workflows.ts';
import { stateQuery } from '../../domain/messages/definitions.ts';
import type { Round } from '../../domain/messages/round.ts';
import type { Notice } from '../../domain/messages/notice.ts';
import { eventually } from '../support/eventually.ts';
import { inProcessWorker } from '../support/in-process-worker.ts';
import { scriptedActivities } from '../support/scripted-activities.ts';
import { testNamespace } from '../support/temporal.ts';
import type { TestNamespace } from '../support/temporal.ts';

const told: Notice[] = [];
let slackAnswers = true;

let server: TestNamespace;
let connection: NativeConnection;
let worker: Worker;
let running: Promise<void>;

beforeAll(async () => {
  server = await testNamespace();
  const activities = scriptedActivities({}, told);
  ({ connection, worker } = await inProcessWorker(server, {
    ...activities,
    deliverNotices: (notices: readonly Notice[], round: Round) =>
      slackAnswers ? activities.deliverNotices(notices, round) : Promise.reject(new Error('Slack is down')),
  }));
  running = worker.run();
});
afterAll(async () => {
  worker.shutdown();
  await running;
  await connection.close();
  await server.close();
});

interface Grant {
  readonly requestId: string;
  readonly token: number;
}

interface Line {
  readonly lock: WorkflowHandle;
  /** Queues this many requests. After each of them the holder, three places ahead of it, releases the lock. */
  readonly move: (count: number) => Promise<void>;
  /** All grants that arrived, sorted by token. */
  readonly grants: () => Promise<readonly Grant[]>;
  readonly asked: () => readonly string[];
  /** The number of freezes in each `freezesTold` that the first listener received. */
  readonly freezesHeard: () => Promise<readonly number[]>;
}

const depth = 4;

/** A lock and a queue of requests by ten releases in turn. These only listen. */
async function openLine(component: string): Promise<Line> {
  const { client } = server;
  const lock = await client.workflow.start(lockWorkflow, { workflowId: lockIdOf(component), taskQueue });
  const listener = (n: number) => releaseIdOf(`${component.toUpperCase()}-${n}`);
  const listeners = await Promise.all(
    Array.from({ length: 10 }, (_, n) =>
      client.workflow.signalWithStart(releaseWorkflow, {
        workflowId: listener(n),
        taskQueue,
        signal: 'request',
        signalArgs: [{ actor: 'U_ANN' }],
      }),
    ),
  );
  const asked: string[] = [];
  const acquire = (n: number) =>
    lock.signal('acquire', {
      requestId: `${component}-${n}`,
      releaseKey: `${component}-${n}`,
      releaseId: listener(n % listeners.length),
      ticket: `${component}-${n % listeners.length}`,
      mode: 'exclusive',
      priority: 'normal',
      since: asked.push(`${component}-${n}`),
      passesFreeze: false,
      onProduction: false,
    });
  return {
    lock,
    asked: () => asked,
    move: async (count) => {
      for (let moved = 0; moved < count; moved += 1) {
        await acquire(asked.length);
        const holder = asked.at(-depth);
        if (holder !== undefined) await lock.signal('release', { requestId: holder, token: null });
      }
    },
    grants: async () => {
      const histories = await Promise.all(listeners.map((listener) => listener.fetchHistory()));
      const grants = histories.flatMap((history) => heardIn<Grant>(history, 'lockGranted'));
      return grants.sort((a, b) => a.token - b.token);
    },
    freezesHeard: async () => {
      const history = await listeners[0]?.fetchHistory();
      return heardIn<FreezesTold>(history ?? {}, 'freezesTold').map(({ freezes }) => freezes.length);
    },
  };
}

/** The payload of each signal of this name. */
const heardIn = <T>({ events }: Awaited<ReturnType<WorkflowHandle['fetchHistory']>>, name: string): T[] =>
  (events ?? []).flatMap(({ workflowExecutionSignaledEventAttributes: signal }) => {
    if (signal?.signalName !== name) return [];
    const data = signal.input?.payloads?.[0]?.data;
    return [JSON.parse(Buffer.from(data ?? []).toString()) as T];
  });

/** The history length at the start of each completed workflow task of the first run; null until the lock has continued as new. */
async function tasksOfFirstRun(
  lock: WorkflowHandle & { firstExecutionRunId?: string },
): Promise<readonly number[] | null> {
  const first = server.client.workflow.getHandle(lock.workflowId, lock.firstExecutionRunId ?? '');
  const { status } = await first.describe();
  if (status.name !== 'CONTINUED_AS_NEW') return null;
  const { events } = await first.fetchHistory();
  return (events ?? []).flatMap(({ workflowTaskCompletedEventAttributes: task }) =>
    task ? [Number(task.startedEventId)] : [],
  );
}

/**
 * Temporal refuses to close a run while new signals keep arriving. On a busy machine the lock would otherwise never continue as new, until
 * it reaches the limit of signals.
 */
async function untilQuiet(lock: WorkflowHandle): Promise<void> {
  let before = 0;
  await eventually(async () => {
    const { historyLength } = await lock.describe();
    const last = before;
    before = historyLength;
    expect(historyLength).toBe(last);
  });
}

async function moveUntilNextRun({ lock, move }: Line): Promise<readonly number[]> {
  for (let look = 0; look < 120; look += 1) {
    const tasks = await tasksOfFirstRun(lock);
    if (tasks !== null) return tasks;
    await move(50);
    await untilQuiet(lock);
  }
  throw new Error('It did not continue as new.');
}

/** Temporal warns about histories of this many events. */
const warnedOf = 10_240;

/**
 * The run must end soon after `beyond` events. How soon depends on the machine: it is checked every fifty moves, and on a busy machine
 * these arrive before a task begins.
 */
function expectEnd(tasks: readonly number[], beyond: number): void {
  expect(tasks.at(-1)).toBeGreaterThan(beyond);
  expect(tasks.at(-1)).toBeLessThan(warnedOf);
}

async function expectEachGrantedOnce(line: Line): Promise<void> {
  await eventually(async () => {
    const { holders, queue } = await line.lock.query<LockView>(stateQuery);
    expect([holders.length, queue.length]).toEqual([1, depth - 2]);
    expect(await line.grants()).toHaveLength(line.asked().length - queue.length);
  });
  const grants = await line.grants();
  expect(grants.map(({ requestId }) => requestId)).toEqual(line.asked().slice(0, grants.length));
  const tokens = grants.map(({ token }) => token);
  expect(new Set(tokens).size).toBe(tokens.length);
}

it('a coordinator tells a release what comes in a hurry in order', async () => {
  const line = await openLine('hurried');
  await line.move(1);
  const freezes = Array.from({ length: 10 }, (_, n) => n + 1);
  for (const reason of freezes.map(String)) await line.lock.signal('freeze', { actor: 'U_VERA', reason });
  await eventually(async () => {
    expect(await line.freezesHeard()).toHaveLength(freezes.length);
  });
  expect(await line.freezesHeard()).toEqual(freezes);
});

describe('a coordinator continues as new', { timeout: 300_000 }, () => {
  it('under load, and drops nothing: each has its turn once, in order, with a token that grows', async () => {
    const line = await openLine('busy');
    expectEnd(await moveUntilNextRun(line), 1000);
    await line.move(20);
    await expectEachGrantedOnce(line);
  });

  it('though Slack is down, and the next run tells what the last one could not', async () => {
    slackAnswers = false;
    const line = await openLine('unheard');
    await line.lock.signal('freeze', { actor: 'U_VERA', reason: 'works' });
    await line.lock.signal('unfreeze', { actor: 'U_VERA' });
    expectEnd(await moveUntilNextRun(line), 1500);
    slackAnswers = true;
    const ours = () => told.filter((notice) => 'component' in notice && notice.component === 'unheard');
    await eventually(() => {
      expect(ours().length).toBe(4);
    });
    expect(ours().map((notice) => ['lockEvent', 'lockAnswer'].includes(notice.kind) && notice.tried)).toEqual(
      [true, true, true, true],
    );
    await expectEachGrantedOnce(line);
  });
});
