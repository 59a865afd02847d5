/** Commands by the update `command`: each is carried out once and its sender gets the answer, whatever happens in between. */
import { setTimeout as sleep } from 'node:timers/promises';
import type { Client } from '@temporalio/client';
import { afterAll, beforeAll, beforeEach, describe, expect, it, vi } from 'vitest';
import { earlierRelease } from '../../client/earlier-release.ts';
import { dispatch } from '../../client/dispatch.ts';
import type { PersonsOrder } from '../../client/errands.ts';
import { loadSettings } from '../../config/load-settings.ts';
import type { Command } from '../../domain/command/command.ts';
import {
  commandSignal,
  lockCommandUpdate,
  releaseCommandUpdate,
  stateQuery,
  statusQuery,
} from '../../domain/messages/definitions.ts';
import type { Notice } from '../../domain/messages/notice.ts';
import { nobody } from '../../domain/messages/origin.ts';
import {
  lockIdOf,
  lockWorkflow,
  releaseIdOf,
  releaseWorkflow,
  taskQueue,
} from '../../domain/messages/workflows.ts';
import type { Settings } from '../../domain/settings.ts';
import { untilNextRun } from '../histories/steps.ts';
import { eventually } from '../support/eventually.ts';
import { startInProcess } from '../support/in-process-worker.ts';
import { scriptedActivities } from '../support/scripted-activities.ts';
import { testNamespace, type TestNamespace } from '../support/temporal.ts';

const told: Notice[] = [];
/** Slack and the lookup of roles wait for these; resolved: no delay. */
let slack = Promise.resolve();
let roles = Promise.resolve();
let roleLooks = 0;

let server: TestNamespace;
let client: Client;
let settings: Settings;
let stopWorker: () => Promise<void>;

const scripted = scriptedActivities(
  {
    scope: {
      components: ['billing'],
      unknownComponents: [],
      leftOut: [],
      locks: [{ component: 'billing', mode: 'exclusive' }],
      adminNeeded: false,
      approvals: [{ component: 'billing', needed: 1 }],
    },
  },
  told,
);

async function startWorker(): Promise<void> {
  stopWorker = await startInProcess(server, {
    ...scripted,
    openRelease: async ({ workflowId, runId }: Parameters<typeof scripted.openRelease>[0]) => ({
      ...(await scripted.openRelease({ workflowId, runId })),
      earlier: await earlierRelease(client, workflowId, runId),
    }),
    deliverNotices: async (...args: Parameters<typeof scripted.deliverNotices>) => {
      await slack;
      return scripted.deliverNotices(...args);
    },
    lookUpRoles: async (asked: Parameters<typeof scripted.lookUpRoles>[0]) => {
      roleLooks += 1;
      await roles;
      return scripted.lookUpRoles(asked);
    },
  });
}

beforeAll(async () => {
  server = await testNamespace();
  ({ client } = server);
  settings = await loadSettings('dobrobot.yaml');
  await startWorker();
  await client.workflow.start(lockWorkflow, { workflowId: lockIdOf('billing'), taskQueue });
});
afterAll(async () => {
  await stopWorker();
  await server.close();
});
beforeEach(() => {
  told.length = 0;
  slack = Promise.resolve();
  roles = Promise.resolve();
});

let count = 0;
const newTicket = () => `UPD-${++count}`;

const options = { wikiLink: null, noNeedAdmin: false, hotfix: false, components: null };

async function by(actor: string, order: PersonsOrder, commandId: string | null = null) {
  const dispatched = await dispatch(client, settings, order, { ...nobody, actor, via: 'api', commandId });
  if (dispatched.about === 'unreached') return { done: false as const, ...dispatched.unreached };
  const [{ answer } = { answer: null }] = dispatched.about === 'lock' ? dispatched.answers : [dispatched];
  if (answer === null) throw new Error('No lock answered');
  return answer;
}
const request = (ticket: string, commandId: string | null = null) =>
  by('U_DAN', { type: 'request', subject: { tickets: [ticket], text: null }, options }, commandId);
const stageOf = async (ticket: string) =>
  (await client.workflow.getHandle(releaseIdOf(ticket)).query(statusQuery)).stage;
const untilStage = (ticket: string, stage: string) =>
  eventually(async () => {
    expect(await stageOf(ticket)).toBe(stage);
  });

async function awaitingApproval(): Promise<string> {
  const ticket = newTicket();
  expect(await request(ticket)).toEqual({ done: true, stage: 'checking' });
  await untilStage(ticket, 'awaiting_approval');
  return ticket;
}

describe('a command', () => {
  it('returns the stage in which it left the release, and posts no answer', async () => {
    const ticket = await awaitingApproval();
    expect(await by('U_VERA', { type: 'accept', ticket })).toEqual({ done: true, stage: 'queued' });
    await untilStage(ticket, 'ready');
    expect(await by('U_DAN', { type: 'depStart', ticket })).toEqual({ done: true, stage: 'deploying' });
    expect(await by('U_DAN', { type: 'depFinish', ticket })).toEqual({ done: true, stage: 'finished' });
    await client.workflow.getHandle(releaseIdOf(ticket)).result();
    expect(told.filter(({ kind }) => kind === 'answer')).toEqual([]);
  });

  it('tells how the release stands then, to whoever asks for that', async () => {
    const ticket = newTicket();
    const order = { type: 'request', subject: { tickets: [ticket], text: null }, options } as const;
    const sender = { ...nobody, actor: 'U_DAN', via: 'api', commandId: ticket };
    const stands = { ticket, stage: 'checking', requester: 'U_DAN' };
    expect(await dispatch(client, settings, order, sender)).toMatchObject({ release: stands });
    await untilStage(ticket, 'awaiting_approval');
    const update = (wanted: object) =>
      client.workflow.getHandle(releaseIdOf(ticket)).executeUpdate(releaseCommandUpdate, {
        args: [{ signal: 'accept', actor: 'U_VERA', commandId: `${ticket}:accept`, ...wanted }],
      });
    const answer = { done: true, stage: 'queued' };
    expect(await update({})).toEqual(answer);
    await untilStage(ticket, 'ready');
    // A repeated command gets the same answer, with the present state of the release.
    const release = { ticket, stage: 'ready', locks: [{ component: 'billing', state: 'held' }] };
    expect(await update({ withRelease: true })).toMatchObject({ ...answer, release });
    expect(await update({ withRelease: 'yes' })).toEqual(answer);
    await by('U_DAN', { type: 'cancel', ticket, reason: null });
  });

  it('that is refused returns the code and the facts', async () => {
    const ticket = await awaitingApproval();
    expect(await by('U_DAN', { type: 'depStart', ticket })).toEqual({
      done: false,
      code: 'wrongStage',
      facts: { command: 'depStart', stage: 'awaiting_approval' },
    });
    expect(await by('U_DAN', { type: 'accept', ticket })).toEqual({
      done: false,
      code: 'ownRelease',
      facts: {},
    });
    const again = await request(ticket);
    expect(again).toMatchObject({
      done: false,
      code: 'alreadyAsked',
      facts: { requester: 'U_DAN', stage: 'awaiting_approval' },
    });
    expect(again).toHaveProperty('facts.since', expect.stringMatching(/^\d{4}-.*Z$/));
  });

  it('for which there is nobody says so', async () => {
    expect(await by('U_VERA', { type: 'accept', ticket: 'UPD-0' })).toEqual({
      done: false,
      code: 'nothingOpen',
      facts: { ticket: 'UPD-0' },
    });
    const freeze = (component: string) =>
      by('U_VERA', { type: 'freeze', components: [component], end: null, reason: 'works' });
    expect(await freeze('nothing')).toEqual({ done: false, code: 'noLock', facts: { component: 'nothing' } });
    // Critical in the configuration, but this test starts no coordinator for it.
    expect(await freeze('db')).toEqual({ done: false, code: 'lockAway', facts: { component: 'db' } });
  });

  it.each([
    {},
    { signal: 'accept' },
    { signal: 'destroy', actor: 'U_VERA' },
    { signal: 'accept', actor: 'vera' },
    { signal: 'accept', actor: 'U_VERA', reason: 7 },
    'accept',
    null,
  ])('that is malformed (%j) is refused and changes nothing', async (malformed) => {
    const ticket = await awaitingApproval();
    const answer = { done: false, code: 'malformed', facts: {} };
    const args = [malformed as never] as [never];
    const release = client.workflow.getHandle(releaseIdOf(ticket));
    expect(await release.executeUpdate(releaseCommandUpdate, { args })).toEqual(answer);
    const lock = client.workflow.getHandle(lockIdOf('billing'));
    expect(await lock.executeUpdate(lockCommandUpdate, { args })).toEqual(answer);
    expect(await stageOf(ticket)).toBe('awaiting_approval');
  });
});

describe('once for each command ID', () => {
  it('though it comes twice by updates, at once or later', async () => {
    const ticket = await awaitingApproval();
    const reject: Command = { type: 'reject', ticket, reason: 'no plan' };
    const answers = await Promise.all(['1', '2', '3'].map(() => by('U_VERA', reject, `${ticket}:reject`)));
    expect(answers).toEqual(Array(3).fill({ done: true, stage: 'rejected' }));
    await client.workflow.getHandle(releaseIdOf(ticket)).result();
    // The release has closed; its answers are still known.
    expect(await by('U_VERA', reject, `${ticket}:reject`)).toEqual({ done: true, stage: 'rejected' });
  });

  it('though it came as a signal before', async () => {
    const ticket = await awaitingApproval();
    const release = client.workflow.getHandle(releaseIdOf(ticket));
    const commandId = `${ticket}:start`;
    await release.signal(commandSignal('depStart'), { actor: 'U_DAN', commandId });
    await eventually(() => {
      expect(told.filter(({ kind }) => kind === 'answer')).toHaveLength(1);
    });
    await by('U_VERA', { type: 'accept', ticket });
    await untilStage(ticket, 'ready');
    // It was refused then, and is not carried out now.
    const start = { type: 'depStart', ticket } as const;
    expect(await by('U_DAN', start, commandId)).toMatchObject({ done: false, code: 'wrongStage' });
    expect(await stageOf(ticket)).toBe('ready');
    await by('U_DAN', { type: 'cancel', ticket, reason: null });
  });

  it('in the next release of the ticket, too', async () => {
    const ticket = newTicket();
    await request(ticket, `${ticket}:request`);
    await untilStage(ticket, 'awaiting_approval');
    await by('U_DAN', { type: 'cancel', ticket, reason: null });
    await client.workflow.getHandle(releaseIdOf(ticket)).result();
    // It starts no new release and returns the earlier answer.
    expect(await request(ticket, `${ticket}:request`)).toEqual({ done: true, stage: 'checking' });
    await client.workflow.getHandle(releaseIdOf(ticket)).result();
    expect(await stageOf(ticket)).toBe('cancelled');
  });

  it('for a lock, too', async () => {
    const freeze = { type: 'freeze', components: ['billing'], end: null, reason: 'works' } as const;
    const unfreeze = { type: 'unfreeze', components: ['billing'], user: null } as const;
    expect(await by('U_VERA', freeze, 'freeze-1')).toEqual({ done: true });
    expect(await by('U_VERA', unfreeze, 'unfreeze-1')).toEqual({ done: true });
    expect(await by('U_VERA', freeze, 'freeze-1')).toEqual({ done: true });
    expect(await by('U_VERA', unfreeze, 'unfreeze-2')).toEqual({
      done: false,
      code: 'notFrozen',
      facts: { all: false },
    });
  });

  it('for the next run of a lock, too', async () => {
    const lock = client.workflow.getHandle(lockIdOf('billing'));
    const freeze = { type: 'freeze', components: ['billing'], end: null, reason: 'works' } as const;
    expect(await by('U_VERA', freeze, 'freeze-2')).toEqual({ done: true });
    expect(await by('U_VERA', { type: 'unfreeze', components: ['billing'], user: null }, null)).toEqual({
      done: true,
    });
    const refused = { actor: 'U_VERA', commandId: 'the same' };
    await untilNextRun(client, lock, () => lock.signal('unfreeze', refused));
    expect(await by('U_VERA', freeze, 'freeze-2')).toEqual({ done: true });
    expect((await lock.query(stateQuery)).freezes).toEqual([]);
  });
});

describe('an answer comes', () => {
  it('though the release ends meanwhile, as another command ended it', async () => {
    const ticket = await awaitingApproval();
    let look = () => {};
    roles = new Promise((resolve) => (look = resolve));
    const before = roleLooks;
    const cancel = by('U_DAN', { type: 'cancel', ticket, reason: null });
    await vi.waitUntil(() => roleLooks > before, 20_000);
    const accept = by('U_VERA', { type: 'accept', ticket });
    look();
    expect(await cancel).toEqual({ done: true, stage: 'cancelled' });
    // Either the run still handled it and refused it, or it came too late.
    const late = await accept;
    expect(late.done ? late : late.code).toMatch(/^(wrongStage|nothingOpen)$/);
  });

  it('from the next run, to a request that came before the last one could close', async () => {
    const ticket = await awaitingApproval();
    let slackAnswers = () => {};
    slack = new Promise((resolve) => (slackAnswers = resolve));
    expect(await by('U_DAN', { type: 'cancel', ticket, reason: null })).toMatchObject({ done: true });
    // Slack has not been notified yet, so the run is still open.
    const again = request(ticket, `${ticket}:again`);
    expect(await again).toEqual({ done: true, stage: 'checking' });
    slackAnswers();
    await untilStage(ticket, 'awaiting_approval');
    expect(await request(ticket, `${ticket}:again`)).toEqual({ done: true, stage: 'checking' });
    expect(told.filter(({ kind }) => kind === 'answer')).toEqual([]);
    await by('U_DAN', { type: 'cancel', ticket, reason: null });
  });

  it('that nothing is open, from a run that began by what an earlier release has done', async () => {
    const ticket = newTicket();
    await request(ticket, `${ticket}:request`);
    await untilStage(ticket, 'awaiting_approval');
    await by('U_DAN', { type: 'cancel', ticket, reason: null });
    await client.workflow.getHandle(releaseIdOf(ticket)).result();
    await stopWorker();
    // Slack delivers the request again. Before a worker handles it, somebody accepts.
    const run = await client.workflow.signalWithStart(releaseWorkflow, {
      ...{ workflowId: releaseIdOf(ticket), taskQueue, signal: commandSignal('request') },
      signalArgs: [{ actor: 'U_DAN', commandId: `${ticket}:request` }],
    });
    const accept = by('U_VERA', { type: 'accept', ticket });
    await sleep(500);
    await startWorker();
    expect(await accept).toEqual({ done: false, code: 'nothingOpen', facts: { ticket } });
    await run.result();
  });

  it('though the worker is away when it is asked for', async () => {
    const ticket = await awaitingApproval();
    await stopWorker();
    const accept = by('U_VERA', { type: 'accept', ticket });
    await startWorker();
    expect(await accept).toEqual({ done: true, stage: 'queued' });
    await untilStage(ticket, 'ready');
    await by('U_DAN', { type: 'cancel', ticket, reason: null });
  });

  it('from a lock, though its worker is away when it is asked for', async () => {
    await stopWorker();
    const freeze = by(
      'U_VERA',
      { type: 'freeze', components: ['billing'], end: null, reason: 'works' },
      'freeze-3',
    );
    await startWorker();
    expect(await freeze).toEqual({ done: true });
    const unfreeze = { type: 'unfreeze', components: ['billing'], user: null } as const;
    expect(await by('U_VERA', unfreeze)).toEqual({ done: true });
  });
});
