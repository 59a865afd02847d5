/** A coordinator is rebuilt, and a release's answer to an earlier coordinator arrives after its answer to this one. */
import { defaultPayloadConverter } from '@temporalio/common';
import { expect, it } from 'vitest';
import { Releases } from '../../client/releases.ts';
import type { LockView } from '../../domain/lock/lock-view.ts';
import type { LockClaimAnswer, LockClaimRequest } from '../../domain/messages/lock-messages.ts';
import { lockIdOf, lockWorkflow, releaseIdOf, taskQueue } from '../../domain/messages/workflows.ts';
import { stateQuery } from '../../domain/messages/definitions.ts';
import { eventually } from '../support/eventually.ts';
import { inProcessWorker } from '../support/in-process-worker.ts';
import { scriptedActivities } from '../support/scripted-activities.ts';
import { testNamespace } from '../support/temporal.ts';

const releaseId = releaseIdOf('PAY-1');

const holds = (epoch: number): LockClaimAnswer => ({
  releaseId,
  epoch,
  claim: {
    request: {
      requestId: 'pay-1:1',
      releaseKey: 'pay-1',
      releaseId,
      ticket: 'PAY-1',
      mode: 'exclusive',
      priority: 'normal',
      since: epoch,
      passesFreeze: false,
      onProduction: false,
    },
    token: epoch,
    started: true,
  },
});

it('does not free what a release has on production', async () => {
  const server = await testNamespace();
  const { client } = server;
  const activities = scriptedActivities({}, []);
  let inherit = () => {};
  const heard = new Promise<void>((resolve) => (inherit = resolve));
  const { worker, connection } = await inProcessWorker(server, {
    ...activities,
    releasesToAsk: () => Promise.resolve([releaseId]),
    inheritLock: async (of: { readonly component: string }) => {
      await heard;
      return activities.inheritLock(of);
    },
  });
  await worker.runUntil(async () => {
    // The release is open and receives the question. No worker runs it; the test answers in its place.
    await client.workflow.start('release', { workflowId: releaseId, taskQueue: 'nobody' });
    const lock = await client.workflow.start(lockWorkflow, { workflowId: lockIdOf('db'), taskQueue });
    const epoch = await eventually(async () => {
      const { events } = await lock.fetchHistory();
      const asked = events?.find((event) => event.signalExternalWorkflowExecutionInitiatedEventAttributes)
        ?.signalExternalWorkflowExecutionInitiatedEventAttributes?.input?.payloads?.[0];
      if (!asked) throw new Error('The coordinator has not asked yet.');
      return defaultPayloadConverter.fromPayload<LockClaimRequest>(asked).epoch;
    });
    expect(await lock.query<LockView>(stateQuery)).toMatchObject({ holders: [], rebuilding: true });
    expect(await new Releases(client).locks(['db'])).toEqual([]);
    await lock.signal('claim', holds(epoch));
    await lock.signal('claim', { releaseId, epoch: epoch - 60_000, claim: null } satisfies LockClaimAnswer);
    inherit();
    await eventually(async () => {
      const known = await lock.query<LockView>(stateQuery);
      expect(known.holders).toMatchObject([{ ticket: 'PAY-1', token: epoch, started: true }]);
      expect(known).not.toHaveProperty('rebuilding');
    });
  });
  await connection.close();
  await server.close();
});
