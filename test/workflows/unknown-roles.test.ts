/** Nobody can tell for a while what somebody may do: Slack is away, or the database that knows tokens. */
import { ApplicationFailure } from '@temporalio/activity';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { Releases } from '../../client/releases.ts';
import {
  commandSignal,
  lockCommandUpdate,
  releaseCommandUpdate,
  statusQuery,
} from '../../domain/messages/definitions.ts';
import {
  lockIdOf,
  lockWorkflow,
  releaseIdOf,
  releaseWorkflow,
  taskQueue,
} from '../../domain/messages/workflows.ts';
import { eventually } from '../support/eventually.ts';
import { startInProcess } from '../support/in-process-worker.ts';
import { scriptedActivities } from '../support/scripted-activities.ts';
import { testNamespace } from '../support/temporal.ts';
import type { TestNamespace } from '../support/temporal.ts';

let server: TestNamespace;
let end: () => Promise<void>;
let isKnown: boolean;
let lookedUp: number;

const known = async <A>(answer: A): Promise<A> => {
  lookedUp += 1;
  await Promise.resolve();
  if (!isKnown) throw ApplicationFailure.nonRetryable('Slack is away');
  return answer;
};

beforeAll(async () => {
  server = await testNamespace();
  end = await startInProcess(server, {
    ...scriptedActivities({}, []),
    lookUpRoles: () => known({ approver: true, approves: ['app'], admin: true }),
    lookUpLockRoles: () => known({ general: true, here: true }),
  });
});
afterAll(async () => {
  await end();
  await server.close();
});

async function requested(ticket: string) {
  const release = await server.client.workflow.signalWithStart(releaseWorkflow, {
    ...{ workflowId: releaseIdOf(ticket), taskQueue },
    ...{ signal: commandSignal('request'), signalArgs: [{ actor: 'U_DAN' }] },
  });
  await eventually(async () => {
    expect((await release.query(statusQuery)).stage).toBe('awaiting_approval');
  });
  [isKnown, lookedUp] = [false, 0];
  return release;
}

const accept = { actor: 'U_VERA', commandId: 'accept-1' };

it('a release tries a command again that comes again by the same ID, and keeps what came of it', async () => {
  const release = await requested('PAY-1');
  const update = () =>
    release.executeUpdate(releaseCommandUpdate, { args: [{ ...accept, signal: 'accept' }] });
  expect(await update()).toMatchObject({ done: false, code: 'rolesUnknown' });
  isKnown = true;
  expect(await update()).toEqual({ done: true, stage: 'ready' });
  isKnown = false;
  expect(await update()).toEqual({ done: true, stage: 'ready' });
  expect(lookedUp).toBe(2);
});

it('a lock does, too', async () => {
  const lock = await server.client.workflow.start(lockWorkflow, { workflowId: lockIdOf('db'), taskQueue });
  [isKnown, lookedUp] = [false, 0];
  const freeze = { signal: 'freeze', actor: 'U_VERA', commandId: 'freeze-1', reason: 'works' } as const;
  const update = () => lock.executeUpdate(lockCommandUpdate, { args: [freeze] });
  expect(await update()).toMatchObject({ done: false, code: 'rolesUnknown' });
  isKnown = true;
  expect(await update()).toEqual({ done: true });
  isKnown = false;
  expect(await update()).toEqual({ done: true });
  expect(lookedUp).toBe(2);
});

it('what people read to be refused is not done later, when its message is delivered again', async () => {
  const release = await requested('PAY-2');
  await release.signal(commandSignal('accept'), accept);
  await eventually(() => {
    expect(lookedUp).toBe(1);
  });
  isKnown = true;
  await release.signal(commandSignal('accept'), accept);
  await release.signal(commandSignal('accept'), { actor: 'U_VERA', commandId: 'accept-2' });
  await eventually(async () => {
    expect((await release.query(statusQuery)).stage).toBe('ready');
  });
  expect(lookedUp).toBe(2);
});

it('a release that ended meanwhile has no answer to it', async () => {
  const release = await requested('PAY-3');
  const args = [{ ...accept, signal: 'accept' }] as const;
  await release.executeUpdate(releaseCommandUpdate, { args: [...args] });
  isKnown = true;
  await release.signal(commandSignal('cancel'), { actor: 'U_DAN' });
  await release.result();
  expect(await new Releases(server.client).answerOf('PAY-3', accept.commandId)).toBeNull();
});
