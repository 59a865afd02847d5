/** The first signal to a release need not be a request. Its run then ends soon, and a request that arrives in the meantime is not lost. */
import { randomUUID } from 'node:crypto';
import type { TestWorkflowEnvironment } from '@temporalio/testing';
import { Worker } from '@temporalio/worker';
import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import { keysOf } from '../../domain/keys-of.ts';
import type { AskedQuestion } from '../../domain/messages/asked-question.ts';
import { releaseCommandUpdate, statusQuery } from '../../domain/messages/definitions.ts';
import { searchAttributes } from '../../domain/messages/memo.ts';
import { releaseIdOf, releaseWorkflow, taskQueue } from '../../domain/messages/workflows.ts';
import { addSearchAttributes } from '../../worker/search-attributes.ts';
import { workflowOptions } from '../../worker/workflow-bundle.ts';
import { scriptedActivities } from '../support/scripted-activities.ts';
import { timeSkippingEnvironment } from '../support/temporal.ts';

const minute = 60_000;

let env: TestWorkflowEnvironment;
let ours: Awaited<ReturnType<typeof workflowOptions>>;
const told: AskedQuestion[] = [];
// A new one for each test: see `retry` in vitest.config.ts.
beforeEach(async () => {
  [env, ours] = await Promise.all([timeSkippingEnvironment(), workflowOptions()]);
  await addSearchAttributes(env.client, keysOf(searchAttributes));
  told.length = 0;
});
afterEach(() => env.teardown());

async function onStage(play: () => Promise<void>): Promise<void> {
  const activities = {
    ...scriptedActivities({}, []),
    answerQuestion: (question: AskedQuestion) => {
      told.push(question);
      return Promise.resolve();
    },
  };
  const worker = await Worker.create({
    connection: env.nativeConnection,
    taskQueue,
    activities,
    ...ours,
  });
  await worker.runUntil(play());
}

/** A release started by a signal, or without one. */
const started = (signal: string | null, payload: unknown = null, ticket = 'FIRST-1') => {
  const options = { workflowId: releaseIdOf(ticket), taskQueue };
  return signal === null
    ? env.client.workflow.start(releaseWorkflow, options)
    : env.client.workflow.signalWithStart(releaseWorkflow, { ...options, signal, signalArgs: [payload] });
};

/** The stage in which it closed, and how long that took, in ms of the server's clock. */
async function end(handle: Awaited<ReturnType<typeof started>>) {
  const result = (await handle.result()) as { readonly stage: string };
  const { startTime, closeTime } = await handle.describe();
  return { stage: result.stage, ms: (closeTime?.getTime() ?? Infinity) - startTime.getTime() };
}

it.each([
  ['nothing', null, null],
  ['a malformed request', 'request', { actor: 'bob' }],
  ['a request that is no object', 'request', 'PAY-1'],
  ['another command', 'accept', { actor: 'U_VERA', commandId: 'first' }],
  ['a signal of a lock that nobody can read', 'lockGranted', 7],
])('a run that begins with %s ends soon', (_, signal, payload) =>
  onStage(async () => {
    const { stage, ms } = await end(await started(signal, payload));
    expect(stage).toBe('cancelled');
    expect(ms).toBeLessThan((signal === null ? 3 : 1) * minute);
    // The actor of a command is told that there is no release.
    const unreached = { code: 'nothingOpen', facts: { ticket: 'FIRST-1' } };
    const answers =
      signal === 'accept' ? [{ actor: 'U_VERA', question: { type: 'unreached', unreached } }] : [];
    await vi.waitFor(() => {
      expect(told).toMatchObject(answers);
    }, 30_000);
  }),
);

it.each([
  ['for a key in small letters', 'first-1', { actor: 'U_ANN', commandId: 'small' }],
  [
    'that names another ticket first',
    'FIRST-1',
    { actor: 'U_ANN', commandId: 'other', tickets: ['FIRST-2', 'FIRST-1'] },
  ],
  ['for a release before', 'FIRST-1', { actor: 'U_ANN', commandId: 'before', release: 'a-key' }],
])('a request %s begins no release, and its sender is told', (_, ticket, payload) =>
  onStage(async () => {
    expect((await end(await started('request', payload, ticket))).stage).toBe('cancelled');
    const question = { type: 'unreached', unreached: { code: 'nothingOpen', facts: { ticket } } };
    await vi.waitFor(() => {
      expect(told).toMatchObject([{ actor: 'U_ANN', commandId: payload.commandId, question }]);
    }, 30_000);
  }),
);

it('a malformed update begins none either', () =>
  onStage(async () => {
    const handle = await started(null);
    const answer = await handle.executeUpdate(releaseCommandUpdate, {
      args: [{ signal: 'request', actor: 'bob' }],
    });
    expect(answer).toMatchObject({ done: false, code: 'malformed' });
    expect((await end(handle)).ms).toBeLessThan(minute);
  }));

it.each([
  ['nothing', null, null, '90 seconds'],
  ['a malformed request', 'request', { actor: 'bob' }, '9 seconds'],
] as const)('the request that comes after %s begins the release', (_, signal, payload, pause) =>
  onStage(async () => {
    const handle = await started(signal, payload);
    await env.sleep(pause);
    await handle.signal('request', { actor: 'U_ANN', commandId: randomUUID() });
    await vi.waitFor(async () => {
      expect(await handle.query(statusQuery)).toMatchObject({
        stage: 'awaiting_approval',
        requester: 'U_ANN',
      });
    }, 30_000);
  }),
);
