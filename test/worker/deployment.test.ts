/** Worker Versioning: workflows run on the current version, and move forward and back with it. */
import { afterAll, beforeAll, expect, it } from 'vitest';
import { programVersion } from '../../config/program-version.ts';
import { deploymentOf } from '../../worker/deployment.ts';
import { startCompany } from '../support/company.ts';
import type { Company } from '../support/company.ts';
import { eventually } from '../support/eventually.ts';
import { startWorker } from '../support/processes.ts';

let company: Company;
beforeAll(async () => {
  company = await startCompany({
    tickets: { 'VER-1': ['ledger'] },
    components: { ledger: { critical: true, admin: false } },
  });
});
afterAll(() => company.close());

const of = (buildId: string) => ({ ...company.env, DOBROBOT_BUILD_ID: buildId });

/** Possible only once a worker of that build has polled. */
const makeCurrent = (buildId: string) =>
  eventually(() =>
    company.temporal.client.workflowService.setWorkerDeploymentCurrentVersion({
      namespace: company.temporal.namespace,
      deploymentName: 'dobrobot',
      buildId,
      identity: 'an operator',
    }),
  );

async function versionsAtWork(): Promise<ReadonlySet<string | undefined>> {
  const handles = ['release:VER-1', 'lock:ledger'].map((id) =>
    company.temporal.client.workflow.getHandle(id),
  );
  const described = await Promise.all(handles.map((handle) => handle.describe()));
  return new Set(
    described.map(
      ({ raw }) => raw.workflowExecutionInfo?.versioningInfo?.deploymentVersion?.buildId ?? undefined,
    ),
  );
}

/** `bringTasks`: creates tasks, because for a moment Temporal may still give them to the previous version. */
const untilWith = (buildId: string, bringTasks: () => Promise<void> = () => Promise.resolve()) =>
  eventually(async () => {
    await bringTasks();
    expect(await versionsAtWork()).toEqual(new Set([buildId]));
  });

it('is not asked for where nobody names a build, but Temporal is told which dobrobot it is', () => {
  expect(deploymentOf({})).toEqual({
    workerDeploymentOptions: {
      version: { deploymentName: 'dobrobot', buildId: programVersion },
      useWorkerVersioning: false,
    },
  });
  expect(deploymentOf({ DOBROBOT_BUILD_ID: '1.2.3', DOBROBOT_DEPLOYMENT: 'shop' })).toMatchObject({
    workerDeploymentOptions: { version: { deploymentName: 'shop', buildId: '1.2.3' } },
  });
});

it('takes a release and its lock from workers without a version to one, to the next, and back', async () => {
  const signal = (name: string, actor: string) =>
    company.temporal.client.workflow.getHandle('release:VER-1').signal(name, { actor, commandId: name });
  await company.say('U_ANN', 'dobro VER-1');
  await company.untilStage('VER-1', 'awaiting_approval');
  expect(await versionsAtWork()).toEqual(new Set([undefined]));

  const one = await startWorker(of('one'));
  await makeCurrent('one');
  await company.worker().stop();
  await signal('accept', 'U_NORA');
  await company.untilStage('VER-1', 'ready');
  await untilWith('one');

  const two = await startWorker(of('two'));
  await makeCurrent('two');
  await signal('depStart', 'U_ANN');
  await company.untilStage('VER-1', 'deploying');
  const lock = company.temporal.client.workflow.getHandle('lock:ledger');
  await untilWith('two', async () => {
    // A repeated command does nothing.
    await signal('depStart', 'U_ANN');
    await lock.signal('freeze', { actor: 'U_SAM', reason: 'r', commandId: 'freeze' });
  });

  await makeCurrent('one');
  await two.stop();
  await lock.signal('unfreeze', { actor: 'U_SAM' });
  await signal('depFinish', 'U_ANN');
  await company.untilStage('VER-1', 'finished');
  await untilWith('one');
  await one.stop();
}, 300_000);
