/** A run that has become long goes on as another one, which shows the same from its first moment: see `workflows/go-on.ts`. */
import { expect, it } from 'vitest';
import { compareLocks } from '../../worker/compare-locks.ts';
import { lockStateQuery } from '../../domain/messages/definitions.ts';
import {
  lockIdOf,
  lockWorkflow,
  releaseIdOf,
  releaseWorkflow,
  taskQueue,
} from '../../domain/messages/workflows.ts';
import { emptyLock } from '../../domain/lock/lock-queue.ts';
import { playScenario } from '../histories/play.ts';
import { scenarios } from '../histories/scenarios.ts';
import { startInProcess } from '../support/in-process-worker.ts';
import { scriptedActivities } from '../support/scripted-activities.ts';
import { testNamespace } from '../support/temporal.ts';

it.each([
  ['release-goes-on', 'release'],
  ['lock-goes-on', 'lock'],
  ['configuration-goes-on', 'configurations'],
])('%s', async (name, shown) => {
  const { history } = await playScenario(scenarios[name] ?? expect.unreachable());
  const over = history.events?.at(-1)?.workflowExecutionContinuedAsNewEventAttributes;
  const last = history.events?.findLast((event) => event.workflowPropertiesModifiedEventAttributes);
  const field = last?.workflowPropertiesModifiedEventAttributes?.upsertedMemo?.fields?.[shown];
  expect(field?.data).toBeDefined();
  expect(over?.memo?.fields?.[shown]?.data).toEqual(field?.data);
});

it('a lock that shows nothing, as it went on in 1.1, goes on once more', async () => {
  const server = await testNamespace();
  const end = await startInProcess(server, scriptedActivities({}, []));
  const before = { messages: [], notices: [], left: { notices: [], backlogs: [] }, rows: [], answered: [] };
  const lock = await server.client.workflow.start(lockWorkflow, {
    ...{ workflowId: lockIdOf('db'), taskQueue },
    args: [{ ...before, lock: emptyLock('db') }],
  });
  const shown = async () => (await server.client.workflow.getHandle(lockIdOf('db')).describe()).memo;
  await expect.poll(shown).toMatchObject({ lock: { orphans: [], freezes: [] } });
  const { runId } = await server.client.workflow.getHandle(lockIdOf('db')).describe();
  expect(runId).not.toBe(lock.firstExecutionRunId);
  await server.client.workflow
    .getHandle(lockIdOf('db'))
    .signal('freeze', { actor: 'U_VERA', reason: 'works' });
  await expect.poll(shown).toMatchObject({ lock: { freezes: [{ by: 'U_VERA' }] } });
  expect((await server.client.workflow.getHandle(lockIdOf('db')).describe()).runId).toBe(runId);
  await end();
  await server.close();
});

it('a release that shows nothing, as it went on in 1.1, keeps its place in a lock', async () => {
  const server = await testNamespace();
  const { client } = server;
  const end = await startInProcess(server, scriptedActivities({}, []));
  const lock = await client.workflow.start(lockWorkflow, { workflowId: lockIdOf('db'), taskQueue });
  for (const ticket of ['PAY-1', 'PAY-2']) {
    const releaseId = releaseIdOf(ticket);
    // Nobody carries it out.
    await client.workflow.start(releaseWorkflow, { workflowId: releaseId, taskQueue: 'nobody' });
    await lock.signal('acquire', {
      ...{ requestId: `${ticket}:1`, releaseKey: ticket, releaseId, ticket, mode: 'exclusive' },
      ...{ priority: 'normal', since: 1, passesFreeze: false, onProduction: false },
    });
  }
  const keys = async () => {
    const { holders, queue } = await lock.query(lockStateQuery);
    return [...holders, ...queue].map(({ releaseKey }) => releaseKey);
  };
  await expect.poll(keys).toEqual(['PAY-1', 'PAY-2']);
  await compareLocks(client);
  expect(await keys()).toEqual(['PAY-1', 'PAY-2']);
  await end();
  await server.close();
});
