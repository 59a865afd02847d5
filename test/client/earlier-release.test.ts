/** How a terminated, reset or ended release affects the next run of its workflow ID. */
import { randomUUID } from 'node:crypto';
import type { Client } from '@temporalio/client';
import { afterAll, beforeAll, describe, expect, it, onTestFinished } from 'vitest';
import { earlierRelease } from '../../client/earlier-release.ts';
import { Releases } from '../../client/releases.ts';
import { all, inStatus, withId } from '../../client/visibility.ts';
import { statusQuery } from '../../domain/messages/definitions.ts';
import type { ReleaseResult } from '../../domain/messages/runs.ts';
import { releaseIdOf, releaseWorkflow, taskQueue, ticketOfRelease } from '../../domain/messages/workflows.ts';
import { isNumbered } from '../../domain/release/numbers.ts';
import { eventually } from '../support/eventually.ts';
import { startInProcess } from '../support/in-process-worker.ts';
import { resetToBefore } from '../support/reset.ts';
import { scriptedActivities } from '../support/scripted-activities.ts';
import { testNamespace, type TestNamespace } from '../support/temporal.ts';

let server: TestNamespace;
let client: Client;
let stopWorker: () => Promise<void>;
const scripted = scriptedActivities({}, []);
/** Releases wait for this before they begin; resolved: no delay. */
let beginning = Promise.resolve();

beforeAll(async () => {
  server = await testNamespace();
  ({ client } = server);
  stopWorker = await startInProcess(server, {
    ...scripted,
    openRelease: async (run: Parameters<typeof scripted.openRelease>[0]) => ({
      ...(await beginning.then(() => scripted.openRelease(run))),
      earlier: await earlierRelease(client, run.workflowId, run.runId),
      numbered: isNumbered(ticketOfRelease(run.workflowId), { withoutTicket: true, prefix: 'REL' }),
    }),
  });
});
afterAll(async () => {
  await stopWorker();
  await server.close();
});

const release = (key: string) => client.workflow.getHandle(releaseIdOf(key));

/** As the bot does, for live messages and those found later. */
const ask = (key: string, commandId: string, more: object = {}) =>
  client.workflow.signalWithStart(releaseWorkflow, {
    workflowId: releaseIdOf(key),
    taskQueue,
    signal: 'request',
    signalArgs: [{ actor: 'U_ANN', commandId, ...more }],
  });

const untilOpen = (key: string) =>
  eventually(async () => {
    expect(await release(key).query(statusQuery)).toMatchObject({ stage: 'awaiting_approval' });
  });

async function terminate(key: string): Promise<void> {
  const { runId } = await release(key).describe();
  await release(key).terminate('a test');
  await untilListed(key, runId, 'Terminated');
}

/** Visibility lags. */
const untilListed = (key: string, runId: string, status: 'Completed' | 'Terminated') =>
  eventually(async () => {
    const closed = [];
    const query = all(withId(releaseIdOf(key)), inStatus(status));
    for await (const run of client.workflow.list({ query })) closed.push(run.runId);
    expect(closed).toContain(runId);
  });

describe('a release that was terminated', { concurrent: true }, () => {
  it('does not come back to life by the command that began it', async ({ expect }) => {
    const commandId = randomUUID();
    await ask('PAY-1', commandId);
    await untilOpen('PAY-1');
    await terminate('PAY-1');
    for (const time of [1, 2]) {
      const found = await ask('PAY-1', commandId);
      expect((await found.result()) as ReleaseResult, `time ${time}`).toMatchObject({
        status: { requester: 'U_ANN', stage: 'awaiting_approval' },
      });
    }
    expect(await new Releases(client).last('PAY-1')).toMatchObject({ execution: 'COMPLETED', locks: [] });
  });

  it('makes way for the next one, and knows of its command for that, too', async ({ expect }) => {
    const [first, second] = [randomUUID(), randomUUID()];
    await ask('PAY-2', first);
    await untilOpen('PAY-2');
    await terminate('PAY-2');
    await ask('PAY-2', second);
    await untilOpen('PAY-2');
    await terminate('PAY-2');
    for (const commandId of [first, second]) {
      const found = await ask('PAY-2', commandId);
      expect((await found.result()) as ReleaseResult).toMatchObject({ stage: 'cancelled' });
    }
    await ask('PAY-2', randomUUID());
    await untilOpen('PAY-2');
  });

  it('without a ticket keeps its number to itself', async ({ expect }) => {
    await ask('REL-1', randomUUID(), { text: 'New onboarding' });
    await untilOpen('REL-1');
    await terminate('REL-1');
    const other = await ask('REL-1', randomUUID(), { actor: 'U_DAN', text: 'Something else' });
    expect((await other.result()) as ReleaseResult).toMatchObject({ status: { requester: 'U_ANN' } });
  });
});

it('one that has not begun yet hides nothing of the one before it', async () => {
  const [request, cancel] = [randomUUID(), randomUUID()];
  const first = await ask('PAY-4', request);
  await untilOpen('PAY-4');
  await first.signal('cancel', { actor: 'U_ANN', commandId: cancel });
  await first.result();
  await untilListed('PAY-4', first.signaledRunId, 'Completed');
  let begins = () => {};
  beginning = new Promise((resolve) => (begins = resolve));
  // Otherwise a failure would hold up the tests after this one.
  onTestFinished(() => {
    begins();
  });
  // Slack delivers the request once more.
  const again = await ask('PAY-4', request);
  const releases = new Releases(client);
  for (const commandId of [request, cancel])
    expect(await releases.answerOf('PAY-4', commandId)).toMatchObject({ done: true });
  expect(await releases.answerOf('PAY-4', 'another')).toBeNull();
  expect(await releases.last('PAY-4')).toMatchObject({
    execution: 'COMPLETED',
    status: { requester: 'U_ANN', stage: 'cancelled' },
  });
  begins();
  await again.result();
});

it('a release that is reset to its first step goes on with what it was told', async () => {
  await ask('PAY-3', randomUUID());
  await untilOpen('PAY-3');
  const { runId } = await release('PAY-3').describe();
  const isOpening = (event: { readonly activityTaskScheduledEventAttributes?: object | null }) =>
    Boolean(event.activityTaskScheduledEventAttributes);
  await resetToBefore(server, releaseIdOf('PAY-3'), isOpening, { again: true });
  await eventually(async () => {
    expect((await release('PAY-3').describe()).runId).not.toBe(runId);
  });
  await untilOpen('PAY-3');
});
