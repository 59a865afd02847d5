/** The rarer ways a release ends, reported or not, and signals that arrive twice, late or for nobody. */
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import type { LockState } from '../../domain/lock/lock-queue.ts';
import { lockStateQuery } from '../../domain/messages/definitions.ts';
import { taskQueue } from '../../domain/messages/workflows.ts';
import { startCompany, shipping } from '../support/company.ts';
import type { Company } from '../support/company.ts';
import { eventually } from '../support/eventually.ts';
import { waitForLock } from '../support/wait-for-lock.ts';
import { isSignal, resetToBefore } from '../support/reset.ts';

const checkEveryMs = 1000;
const noticedMs = 2 * checkEveryMs + 20_000;

let company: Company;
const names = ['alpha', 'beta', 'gamma', 'delta', 'epsilon'] as const;
const ticketsOf = (name: string) =>
  [1, 2, 3].map((n) => `${name.toUpperCase()}-${n}`) as [string, string, string];

beforeAll(async () => {
  company = await startCompany({
    tickets: Object.fromEntries(names.flatMap((name) => ticketsOf(name).map((ticket) => [ticket, [name]]))),
    components: Object.fromEntries(names.map((name) => [name, { critical: true, admin: false }])),
    settings: { locks: { checkEvery: '1s' } },
  });
});
afterAll(() => company.close());

const handle = (workflowId: string) => company.temporal.client.workflow.getHandle(workflowId);
const signal = (ticket: string, name: string, payload: object) =>
  handle(`release:${ticket}`).signal(name, payload);

/** Requests a release, optionally with a run timeout. */
async function ask(ticket: string, workflowRunTimeout?: string): Promise<void> {
  await company.temporal.client.workflow.signalWithStart('release', {
    workflowId: `release:${ticket}`,
    taskQueue,
    signal: 'request',
    signalArgs: [{ actor: 'U_ANN' }],
    ...(workflowRunTimeout === undefined ? {} : { workflowRunTimeout: workflowRunTimeout as '1s' }),
  });
  await company.untilStage(ticket, 'awaiting_approval');
}

async function accept(ticket: string): Promise<void> {
  await signal(ticket, 'accept', { actor: 'U_NORA' });
  await eventually(async () => {
    expect((await company.statusOf(ticket)).stage).toMatch(/queued|ready/);
  });
}

async function queueUp(ticket: string): Promise<void> {
  await ask(ticket);
  await accept(ticket);
}

async function start(ticket: string): Promise<void> {
  await company.untilStage(ticket, 'ready');
  await signal(ticket, 'depStart', { actor: 'U_ANN' });
  await company.untilStage(ticket, 'deploying');
}

/** Terminates a coordinator and waits for the next one. Until then the dead one would answer queries. */
async function loseCoordinator(component: string): Promise<void> {
  await handle(`lock:${component}`).terminate('a test');
  await vi.waitFor(async () => {
    expect((await handle(`lock:${component}`).describe()).status.name).toBe('RUNNING');
  }, noticedMs);
}

const stateOf = (component: string) => handle(`lock:${component}`).query<LockState>(lockStateQuery);

const lockIs = (component: string, holders: string[], queue: string[]) =>
  waitForLock(company, component, holders, queue, noticedMs);

async function announced(about: RegExp): Promise<void> {
  await vi.waitFor(
    async () => {
      const texts = await company.slack.readableBy('U_BEN', shipping);
      expect(texts.filter((text) => about.test(text))).toHaveLength(1);
    },
    { timeout: noticedMs, interval: 200 },
  );
}

describe('the lock', { concurrent: true }, () => {
  it('of a holder that times out goes to the next; a waiter that times out leaves the line', async () => {
    const [a, b, c] = ticketsOf('alpha');
    await ask(c);
    await Promise.all([ask(a, '30s'), ask(b, '25s')]);
    for (const ticket of [a, b, c]) await accept(ticket);
    await lockIs('alpha', [a], [b, c]);
    await handle(`release:${b}`)
      .result()
      .catch(() => undefined);
    await lockIs('alpha', [a], [c]);
    await handle(`release:${a}`)
      .result()
      .catch(() => undefined);
    await lockIs('alpha', [c], []);
    await company.untilStage(c, 'ready');
  }, 300_000);

  it('of a holder that is cancelled in Temporal on production stays with it, also when its coordinator dies', async () => {
    const [a, b] = ticketsOf('beta');
    await queueUp(a);
    await start(a);
    await queueUp(b);
    await handle(`release:${a}`).cancel();
    await announced(/BETA-1.*ended without a word/);
    await loseCoordinator('beta');
    await vi.waitFor(async () => {
      expect((await stateOf('beta')).holders).toMatchObject([{ ticket: a, orphan: true, started: true }]);
    }, noticedMs);
    await lockIs('beta', [a], [b]);
    await company.say('U_SAM', 'unlock beta the servers are clean');
    await lockIs('beta', [b], []);
    // After an `unlock`, the orphan does not come back with the next coordinator.
    await loseCoordinator('beta');
    await lockIs('beta', [b], []);
  });

  it('is not shaken by signals that arrive twice, late, out of order, or for a release of before', async () => {
    const [a, b] = ticketsOf('gamma');
    await queueUp(a);
    const first = await vi.waitFor(async () => {
      const [holder] = (await stateOf('gamma')).holders;
      if (holder === undefined) throw new Error('Nobody holds the lock');
      return holder;
    }, noticedMs);
    const { requestId, token, orphan, grantedAt, started, ...rest } = first;
    expect({ orphan, started, grantedAt: grantedAt > 0 }).toEqual({
      orphan: false,
      started: false,
      grantedAt: true,
    });
    const acquire = { requestId, ...rest };
    const lock = handle('lock:gamma');
    await lock.signal('acquire', acquire);
    await lock.signal('release', { requestId, token: token - 1 });
    await signal(a, 'lockGranted', { component: 'gamma', requestId, token });
    await signal(a, 'lockGranted', { component: 'gamma', requestId: 'of another time', token: token - 5 });
    await queueUp(b);
    await lockIs('gamma', [a], [b]);
    await start(a);
    await signal(a, 'depFinish', { actor: 'U_ANN' });
    await company.untilStage(b, 'ready');
    // All signals of the first release once more, after its end.
    await lock.signal('acquire', acquire);
    await lock.signal('started', { requestId, token, releaseId: `release:${a}` });
    await lock.signal('release', { requestId, token: null });
    await lockIs('gamma', [b], []);
    await start(b);
    expect((await company.statusOf(b)).locks).toMatchObject([{ state: 'held' }]);
  });

  it('of a release that was reset and has forgotten it is free again, or its own', async () => {
    const [a, b] = ticketsOf('delta');
    await queueUp(a);
    await company.untilStage(a, 'ready');
    await queueUp(b);
    // Later signals are not reapplied, so the release has lost its approval.
    await resetToBefore(company.temporal, `release:${a}`, isSignal('accept'), { again: false });
    await lockIs('delta', [b], []);
    await company.untilStage(a, 'awaiting_approval');
    await company.untilStage(b, 'ready');
  });
});

describe('once these are over', () => {
  it('the lock of a holder and of a waiter that were deleted is free after the next round', async () => {
    const [a, b, c] = ticketsOf('epsilon');
    await queueUp(a);
    await queueUp(b);
    await queueUp(c);
    await lockIs('epsilon', [a], [b, c]);
    const { client, namespace } = company.temporal;
    for (const ticket of [a, b]) {
      const workflowExecution = { workflowId: `release:${ticket}` };
      await client.workflowService.deleteWorkflowExecution({ namespace, workflowExecution });
    }
    // Every worker compares locks when it starts, and then every five minutes.
    await company.worker().kill();
    await company.startWorker();
    await lockIs('epsilon', [c], []);
    await company.untilStage(c, 'ready');
  });
});
