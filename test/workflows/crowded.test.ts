/** Commands that wait for one another, as looking up who may do what takes its time. */
import { expect, it, onTestFinished } from 'vitest';
import { lastRelease } from '../../client/closed-runs.ts';
import type { Activities } from '../../domain/messages/activities.ts';
import { lockCommandUpdate, releaseCommandUpdate, statusQuery } from '../../domain/messages/definitions.ts';
import {
  lockIdOf,
  lockWorkflow,
  releaseIdOf,
  releaseWorkflow,
  taskQueue,
} from '../../domain/messages/workflows.ts';
import type { ReleaseScope } from '../../domain/release/checks.ts';
import { critical } from '../histories/steps.ts';
import { startInProcess } from '../support/in-process-worker.ts';
import { scriptedActivities } from '../support/scripted-activities.ts';
import { testNamespace } from '../support/temporal.ts';

/** A release that waits for the good, and `locks`; each look at who may do something waits until it is allowed to end. */
async function releaseOf(locks: ReleaseScope['locks']) {
  const server = await testNamespace();
  const scripted = scriptedActivities({ scope: { ...critical, locks } }, []);
  const looks: (() => void)[] = [];
  const isKnown = () => new Promise<void>((known) => looks.push(known));
  const activities: Activities = {
    ...scripted,
    lookUpRoles: (asked) => isKnown().then(() => scripted.lookUpRoles(asked)),
    lookUpLockRoles: (asked) => isKnown().then(() => scripted.lookUpLockRoles(asked)),
  };
  const end = await startInProcess(server, activities);
  onTestFinished(async () => {
    for (const known of looks) known();
    await end();
    await server.close();
  });
  const { client } = server;
  const workflowId = releaseIdOf('PAY-1');
  const release = await client.workflow.start(releaseWorkflow, { workflowId, taskQueue });
  await release.signal('request', { actor: 'U_DAN' });
  const stage = async () => (await lastRelease(client, workflowId))?.release.stage;
  await expect.poll(stage).toBe('awaiting_approval');
  return { client, release, stage, looks };
}

const atOnce = { waitForStage: 'ACCEPTED' } as const;

it('each has a time of its own, and lists show what came of it while the next one waits', async () => {
  const { release, stage, looks } = await releaseOf([]);
  await release.startUpdate(releaseCommandUpdate, {
    ...{ args: [{ signal: 'accept', actor: 'U_VERA' }], ...atOnce },
  });
  await expect.poll(() => looks.length).toBe(1);
  const found = await release.startUpdate(releaseCommandUpdate, {
    ...{ args: [{ signal: 'adminHere', actor: 'U_ADAM' }], ...atOnce },
  });
  const waited = Date.now();
  looks[0]?.();
  await expect.poll(() => looks.length).toBe(2);
  await expect.poll(stage).toBe('awaiting_admin');
  looks[1]?.();
  expect(await found.result()).toEqual({ done: true, stage: 'ready' });

  const { history } = await release.query(statusQuery);
  const at = (type: string) => Date.parse(history.find((event) => event.type === type)?.at ?? '');
  expect(at('accepted')).toBeLessThanOrEqual(waited);
  expect(at('adminFound')).toBeGreaterThanOrEqual(waited);
});

it('a lock tells releases what came of one of them while the next one waits', async () => {
  const { client, release, stage, looks } = await releaseOf([{ component: 'db', mode: 'exclusive' }]);
  const lock = await client.workflow.start(lockWorkflow, { workflowId: lockIdOf('db'), taskQueue });
  await release.startUpdate(releaseCommandUpdate, {
    ...{ args: [{ signal: 'accept', actor: 'U_VERA' }], ...atOnce },
  });
  await expect.poll(() => looks.length).toBe(1);
  looks[0]?.();
  await expect.poll(stage).toBe('awaiting_admin');
  for (const signal of ['unlock', 'freeze'] as const) {
    await lock.startUpdate(lockCommandUpdate, {
      ...{ args: [{ signal, actor: 'U_VERA', reason: 'works' }], ...atOnce },
    });
  }
  await expect.poll(() => looks.length).toBe(2);
  looks[1]?.();
  await expect.poll(() => looks.length).toBe(3);
  await expect.poll(stage).toBe('awaiting_approval');
  looks[2]?.();
});
