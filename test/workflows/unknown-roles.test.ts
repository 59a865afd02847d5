/** Roles or tokens cannot be looked up for a while: Slack or the database is down. */
import { ApplicationFailure } from '@temporalio/activity';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { dispatch } from '../../client/dispatch.ts';
import { loadSettings } from '../../config/load-settings.ts';
import type { Activities } from '../../domain/messages/activities.ts';
import {
  commandSignal,
  lockCommandUpdate,
  releaseAnswerQuery,
  releaseCommandUpdate,
  statusQuery,
} from '../../domain/messages/definitions.ts';
import { nobody } from '../../domain/messages/origin.ts';
import type { ReleaseResult } from '../../domain/messages/runs.ts';
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
/** The result of the ticket's previous release. */
let earlier: ReleaseResult | null = null;

const settings = await loadSettings('dobrobot.yaml');

const known = async <A>(answer: A): Promise<A> => {
  lookedUp += 1;
  await Promise.resolve();
  if (!isKnown) throw ApplicationFailure.nonRetryable('Slack is away');
  return answer;
};

beforeAll(async () => {
  server = await testNamespace();
  const scripted = scriptedActivities({}, []);
  const activities: Activities = {
    ...scripted,
    openRelease: async (...of) => ({ ...(await scripted.openRelease(...of)), earlier }),
    lookUpRoles: () => known({ approver: true, approves: ['app'], admin: true }),
    lookUpLockRoles: () => known({ general: true, here: true }),
  };
  end = await startInProcess(server, activities);
});
afterAll(async () => {
  await end();
  await server.close();
});

type Requested = Awaited<ReturnType<typeof requested>>;

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
  expect(await release.query(releaseAnswerQuery, 'accept-1')).toMatchObject({ code: 'rolesUnknown' });
  expect(await release.query(releaseAnswerQuery, 'accept-2')).toMatchObject({ done: true });
});

/** Dispatched the way a door does, always with the same command ID. */
const accepted = (ticket: string) =>
  dispatch(
    server.client,
    settings,
    { type: 'accept', ticket },
    { ...nobody, actor: 'U_VERA', via: 'api', commandId: 'accept-1' },
  );

it.each([
  [
    'was cancelled',
    'PAY-3',
    (release: Requested) => release.signal(commandSignal('cancel'), { actor: 'U_DAN' }),
  ],
  ['was terminated', 'PAY-4', (release: Requested) => release.terminate()],
])('a release that %s meanwhile has no answer to it', async (_, ticket, end) => {
  const release = await requested(ticket);
  expect(await accepted(ticket)).toMatchObject({ answer: { code: 'rolesUnknown' } });
  isKnown = true;
  await end(release);
  await release.result().catch(() => undefined);
  expect(await accepted(ticket)).toMatchObject({ about: 'unreached', unreached: { code: 'nothingOpen' } });
});

it('is not meant for the next release of the ticket', async () => {
  const release = await requested('PAY-5');
  expect(await accepted('PAY-5')).toMatchObject({ answer: { code: 'rolesUnknown' } });
  isKnown = true;
  await release.signal(commandSignal('cancel'), { actor: 'U_DAN' });
  earlier = (await release.result()) as ReleaseResult;
  const next = await requested('PAY-5');
  isKnown = true;
  expect(await accepted('PAY-5')).toMatchObject({ answer: { done: false, code: 'earlierRelease' } });
  expect((await next.query(statusQuery)).stage).toBe('awaiting_approval');
});
