/** Signals and updates that nobody means well by: a release and a lock take them for nothing, and go on. */
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { defaultPayloadConverter } from '@temporalio/common';
import {
  lockCommandUpdate,
  lockStateQuery,
  orderSignal,
  releaseCommandUpdate,
  statusQuery,
} from '../../domain/messages/definitions.ts';
import { lockIdOf, lockWorkflow, releaseIdOf, taskQueue } from '../../domain/messages/workflows.ts';
import { startInProcess } from '../support/in-process-worker.ts';
import { lockRequest } from '../support/lock-requests.ts';
import { scriptedActivities } from '../support/scripted-activities.ts';
import { testNamespace } from '../support/temporal.ts';
import type { TestNamespace } from '../support/temporal.ts';

let server: TestNamespace;
let end: () => Promise<void>;
beforeAll(async () => {
  server = await testNamespace();
  end = await startInProcess(server, scriptedActivities({}, []));
}, 60_000);
afterAll(async () => {
  await end();
  await server.close();
});

const handle = (workflowId: string) => server.client.workflow.getHandle(workflowId);

async function release(ticket: string) {
  return server.client.workflow.signalWithStart('release', {
    workflowId: releaseIdOf(ticket),
    taskQueue,
    signal: 'request',
    signalArgs: [{ actor: 'U_ANN' }],
  });
}

const lock = (component: string) =>
  server.client.workflow.start(lockWorkflow, { workflowId: lockIdOf(component), taskQueue });

/** Sends what no client would write: the text of a payload as it stands. */
async function signalText(workflowId: string, signalName: string, text: string): Promise<void> {
  const { metadata } = defaultPayloadConverter.toPayload({});
  await server.client.workflowService.signalWorkflowExecution({
    namespace: server.namespace,
    workflowExecution: { workflowId },
    signalName,
    input: { payloads: [{ metadata: metadata ?? null, data: new TextEncoder().encode(text) }] },
    requestId: `${signalName}-${String(Math.random())}`,
  });
}

let tickets = 0;
const freshTicket = () => `H-${String((tickets += 1))}`;
const nested = (depth: number) => '['.repeat(depth) + ']'.repeat(depth);
const window = {
  start: '2026-01-02T16:00',
  timezone: 'UTC',
  rule: 'FREQ=WEEKLY;BYDAY=FR',
  forMs: 3_600_000,
  reason: 'x',
};

describe('a release', { concurrent: true, timeout: 60_000 }, () => {
  it.each([
    ['nested 20,000 deep', `{"actor":"U_ANN","reason":${nested(20_000)}}`],
    ['nested beside what it reads', `{"actor":"U_VERA","other":${nested(20_000)}}`],
    ['a list, nested', nested(20_000)],
    ['a megabyte', JSON.stringify({ actor: 'U_ANN', reason: 'x'.repeat(1_000_000) })],
    ['half a text', '{"actor":"U_'],
    ['with keys of objects', '{"__proto__":{"actor":"U_ANN"},"constructor":1}'],
  ])('takes a signal %s', async (_, text) => {
    const { workflowId } = await release(freshTicket());
    for (const signal of ['accept', 'reject', 'lockGranted']) await signalText(workflowId, signal, text);
    await expect
      .poll(async () => (await handle(workflowId).query(statusQuery)).stage, { timeout: 20_000 })
      .toMatch(/awaiting_approval|ready/);
    const answer = await handle(workflowId).executeUpdate(releaseCommandUpdate, {
      args: [{ signal: 'cancel', actor: 'U_ANN' }],
    });
    expect(answer).toMatchObject({ done: true });
  });

  it('goes on as another run before Temporal ends it for its size', async () => {
    const { workflowId } = await release('BIG-1');
    const big = JSON.stringify({ actor: 'U_ANN', reason: 'x'.repeat(1_000_000) });
    for (let n = 0; n < 60; n += 1) {
      await signalText(workflowId, 'reject', big);
      // It has dealt with this one.
      await handle(workflowId).query(statusQuery);
    }
    expect(
      await handle(workflowId).executeUpdate(releaseCommandUpdate, {
        args: [{ signal: 'accept', actor: 'U_VERA' }],
      }),
    ).toMatchObject({ done: true });
    const { historySize } = await handle(workflowId).describe();
    expect(historySize).toBeLessThan(10_000_000);
  });
});

describe('a lock', { concurrent: true, timeout: 60_000 }, () => {
  it.each([
    ['an unknown zone', { ...window, timezone: 'Mars/Base' }],
    ['a rule that never comes', { ...window, rule: 'FREQ=YEARLY;BYMONTH=2;BYMONTHDAY=30' }],
    ['a rule that is none', { ...window, rule: 'FREQ=SOMETIMES' }],
    ['a rule of seconds', { ...window, rule: 'FREQ=SECONDLY' }],
    ['a start that is none', { ...window, start: 'yesterday' }],
    ['an endless time', { ...window, forMs: 1e300 }],
    ['no time', { ...window, forMs: -1 }],
  ])('takes settings with %s', async (_, wrong) => {
    const { workflowId } = await lock(freshTicket().toLowerCase());
    await handle(workflowId).signal(orderSignal('configure'), { version: 'x', windows: [wrong] });
    await handle(workflowId).signal(orderSignal('acquire'), lockRequest('W-1', 1));
    await expect
      .poll(async () => (await handle(workflowId).query(lockStateQuery)).lastToken, { timeout: 20_000 })
      .toBeGreaterThan(0);
  });

  it('keeps within what Temporal takes, however many freezes with long reasons are said', async () => {
    const { workflowId } = await lock('frozen');
    const answers = [];
    for (let n = 0; n < 60; n += 1) {
      const reason = `${String(n)} ${'ы'.repeat(2900)}`;
      answers.push(
        await handle(workflowId).executeUpdate(lockCommandUpdate, {
          args: [{ signal: 'freeze', actor: 'U_ADAM', reason }],
        }),
      );
    }
    expect(answers.filter(({ done }) => done)).toHaveLength(50);
    expect(answers.at(-1)).toMatchObject({ done: false, code: 'tooManyFreezes' });
    expect((await handle(workflowId).query(lockStateQuery)).freezes.length).toBeLessThanOrEqual(50);
  });
});
