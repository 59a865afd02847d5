/** A long run continues as new, and the next run shows the same memo from its first moment: see `workflows/go-on.ts`. */
import { describe, expect, it } from 'vitest';
import { inheritLock, releasesToAsk } from '../../client/survey-lock.ts';
import { Watches } from '../../client/watches.ts';
import { lastRelease } from '../../client/closed-runs.ts';
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
import { noSettings } from '../../domain/lock/lock-settings.ts';
import { aCard } from '../support/a-card.ts';
import { goneOn } from '../support/gone-on.ts';
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
  const last = server.client.workflow.getHandle(lockIdOf('db'));
  const shown = async () => (await last.describe()).memo;
  await expect.poll(shown).toMatchObject({ lock: { orphans: [], freezes: [] } });
  const { runId } = await last.describe();
  expect(runId).not.toBe(lock.firstExecutionRunId);
  await last.signal('freeze', { actor: 'U_VERA', reason: 'works' });
  await expect.poll(shown).toMatchObject({ lock: { freezes: [{ by: 'U_VERA' }] } });
  expect((await last.describe()).runId).toBe(runId);
  await end();
  await server.close();
});

describe('a run that shows nothing yet, as it went on in 1.1', () => {
  const release = { key: 'PAY-1', stage: 'queued', aliases: [], locks: [], neededLocks: [], lettingGo: [] };

  it('keeps its place in a lock', async () => {
    const server = await testNamespace();
    const { client } = server;
    const end = await startInProcess(server, scriptedActivities({}, []));
    const lock = await client.workflow.start(lockWorkflow, { workflowId: lockIdOf('db'), taskQueue });
    const releaseId = releaseIdOf('PAY-1');
    await goneOn(server, releaseWorkflow, releaseId, { memo: { release } });
    await lock.signal('acquire', {
      ...{ requestId: 'PAY-1:1', releaseKey: 'PAY-1', releaseId, ticket: 'PAY-1', mode: 'exclusive' },
      ...{ priority: 'normal', since: 1, passesFreeze: false, onProduction: false },
    });
    const holders = async () =>
      (await lock.query(lockStateQuery)).holders.map(({ releaseKey }) => releaseKey);
    await expect.poll(holders).toEqual(['PAY-1']);
    await compareLocks(client, () => undefined);
    expect(await holders()).toEqual(['PAY-1']);
    await end();
    await server.close();
  });

  it('is asked by a lock that begins anew, and is no end of a watch', async () => {
    const server = await testNamespace();
    await goneOn(server, releaseWorkflow, releaseIdOf('PAY-1'), { memo: { release } });
    await expect.poll(() => releasesToAsk(server.client, 'db')).toEqual([releaseIdOf('PAY-1')]);
    const watched = {
      card: { ...aCard, key: 'PAY-1' },
      startedAt: 0,
      plan: { checks: [], forMs: 0, everyMs: 0, holdLock: false },
    };
    await expect(new Watches(server.client).phaseOf(watched)).rejects.toThrow('shows nothing');
    await server.close();
  });

  it('leaves what a lock knew to the one after it, should it be terminated', async () => {
    const server = await testNamespace();
    const freezes = [{ by: 'U_VERA', from: null, until: null, reason: 'works' }];
    await goneOn(server, lockWorkflow, lockIdOf('db'), {
      memo: {
        lock: { orphans: [], freezes, unlocked: [], settingsVersion: '' },
      },
    });
    await server.client.workflow.getHandle(lockIdOf('db')).terminate();
    await expect.poll(() => inheritLock(server.client, 'db', noSettings)).toMatchObject({ freezes });
    await server.close();
  });
});

it('the next release of a ticket shows nothing of the one before it', async () => {
  const server = await testNamespace();
  const end = await startInProcess(server, {
    ...scriptedActivities({}, []),
    deliverNotices: () => Promise.reject(new Error('Slack is away')),
  });
  const { workflow } = server.client;
  const workflowId = releaseIdOf('PAY-1');
  // The memo of a previous run, as after continue-as-new.
  const memo = { release: { key: 'before', stage: 'deploying' } };
  const first = await workflow.start(releaseWorkflow, { workflowId, taskQueue, memo });
  const stage = async () => (await lastRelease(server.client, workflowId))?.release.stage;
  await first.signal('request', { actor: 'U_DAN', commandId: 'first' });
  await expect.poll(stage).toBe('awaiting_approval');
  await first.signal('reject', { actor: 'U_VERA', reason: 'not today' });
  await expect.poll(stage).toBe('rejected');
  await first.signal('request', { actor: 'U_DAN', commandId: 'next' });
  await expect.poll(stage).toBe('awaiting_approval');
  const { events } = await workflow.getHandle(workflowId).fetchHistory();
  const begun = events?.[0]?.workflowExecutionStartedEventAttributes;
  expect(begun?.continuedExecutionRunId).toBe(first.firstExecutionRunId);
  expect(Object.keys(begun?.memo?.fields ?? {})).toEqual([]);
  await end();
  await server.close();
});
