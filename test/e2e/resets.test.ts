/** What happens to locks when somebody resets a release or a lock in Temporal to an earlier point. */
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import { lockCommandUpdate, releaseCommandUpdate } from '../../domain/messages/definitions.ts';
import type { CommandSignal } from '../../domain/command/commands.ts';
import { messagesOf } from '../support/cards.ts';
import { startCompany } from '../support/company.ts';
import type { Company } from '../support/company.ts';
import { eventually } from '../support/eventually.ts';
import { waitForLock } from '../support/wait-for-lock.ts';
import { isSignal, resetToBefore } from '../support/reset.ts';

const noticedMs = 30_000;

let company: Company;
const names = ['alpha', 'beta', 'gamma', 'delta', 'epsilon', 'zeta', 'eta'] as const;
const ticketsOf = (name: (typeof names)[number]) =>
  [1, 2].map((n) => `${name.toUpperCase()}-${n}`) as [string, string];

beforeAll(async () => {
  company = await startCompany({
    tickets: Object.fromEntries(names.flatMap((name) => ticketsOf(name).map((ticket) => [ticket, [name]]))),
    components: Object.fromEntries(names.map((name) => [name, { critical: true, admin: false }])),
    settings: { locks: { checkEvery: '1s' } },
  });
});
afterAll(() => company.close());

const handle = (workflowId: string) => company.temporal.client.workflow.getHandle(workflowId);

/** The outcome of a command. */
const command = (ticket: string, signal: CommandSignal, actor = 'U_ANN') =>
  handle(`release:${ticket}`).executeUpdate(releaseCommandUpdate, { args: [{ signal, actor }] });
const unlock = (component: string) =>
  handle(`lock:${component}`).executeUpdate(lockCommandUpdate, {
    args: [{ signal: 'unlock', actor: 'U_SAM', reason: 'a test' }],
  });

/** Requests and approves releases, one after the other. */
async function queueUp(...tickets: string[]): Promise<void> {
  for (const ticket of tickets) {
    await company.temporal.client.workflow.signalWithStart('release', {
      workflowId: `release:${ticket}`,
      taskQueue: 'dobrobot',
      signal: 'request',
      signalArgs: [{ actor: 'U_ANN' }],
    });
    await company.untilStage(ticket, 'awaiting_approval');
    expect(await command(ticket, 'accept', 'U_NORA')).toMatchObject({ done: true });
  }
}

async function start(ticket: string): Promise<void> {
  await company.untilStage(ticket, 'ready');
  expect(await command(ticket, 'depStart')).toMatchObject({ done: true, stage: 'deploying' });
}

const lockIs = (component: string, holders: string[], queue: string[]) =>
  waitForLock(company, component, holders, queue, noticedMs);

describe('a release that is reset', { concurrent: true, timeout: 300_000 }, () => {
  it('to a turn that it has lost since does not start, however soon it is told to', async () => {
    const [a, b] = ticketsOf('alpha');
    await queueUp(a, b);
    await company.untilStage(a, 'ready');
    await unlock('alpha');
    await company.untilStage(a, 'awaiting_approval');
    await start(b);
    await resetToBefore(company.temporal, `release:${a}`, isSignal('lockLost'), { again: false });
    expect(await command(a, 'depStart')).toMatchObject({ done: false, code: 'wrongStage' });
    await company.untilStage(a, 'awaiting_approval');
    expect(await company.statusOf(b)).toMatchObject({ stage: 'deploying', locks: [{ state: 'held' }] });
    await lockIs('alpha', [b], []);
  });

  it('to before a turn that it has lost since is not taken in by the news of that turn', async () => {
    const [a, b] = ticketsOf('beta');
    await queueUp(a, b);
    await company.untilStage(a, 'ready');
    await unlock('beta');
    await company.untilStage(a, 'awaiting_approval');
    await start(b);
    await resetToBefore(company.temporal, `release:${a}`, isSignal('lockGranted'), { again: true });
    expect(await command(a, 'depStart')).toMatchObject({ done: false });
    await lockIs('beta', [b], [a]);
    await command(b, 'depFinish');
    await start(a);
  });

  it('while it is on production is so again, with what it was told since', async () => {
    const [a, b] = ticketsOf('gamma');
    await queueUp(a, b);
    await start(a);
    const { locks } = await company.statusOf(a);
    await command(a, 'adminHere', 'U_SAM');
    await resetToBefore(company.temporal, `release:${a}`, isSignal('lockGranted'), { again: true });
    await vi.waitFor(async () => {
      expect(await company.statusOf(a)).toMatchObject({ stage: 'ready', locks });
    }, noticedMs);
    await start(a);
    await lockIs('gamma', [a], [b]);
    await command(a, 'depFinish');
    await start(b);
  });

  it('with a turn that it still has starts at once', async () => {
    const [a, b] = ticketsOf('delta');
    await queueUp(a, b);
    await company.untilStage(a, 'ready');
    await handle(`release:${a}`).signal('adminHere', { actor: 'U_SAM' });
    await vi.waitFor(async () => {
      expect((await company.statusOf(a)).admin.user).toBe('U_SAM');
    }, noticedMs);
    await resetToBefore(company.temporal, `release:${a}`, isSignal('adminHere'), { again: false });
    expect(await command(a, 'depStart')).toMatchObject({ done: true, stage: 'deploying' });
    await lockIs('delta', [a], [b]);
  });

  it('to before its turn comes to it again', async () => {
    const [a, b] = ticketsOf('epsilon');
    await queueUp(a);
    await company.untilStage(a, 'ready');
    await queueUp(b);
    await resetToBefore(company.temporal, `release:${a}`, isSignal('lockGranted'), { again: true });
    await company.untilStage(a, 'ready');
    await lockIs('epsilon', [a], [b]);
    await start(a);
  });
});

describe('a lock that is reset', { concurrent: true, timeout: 300_000 }, () => {
  it('to before it gave itself away asks who has it', async () => {
    const [a, b] = ticketsOf('zeta');
    await queueUp(a);
    await start(a);
    await resetToBefore(company.temporal, 'lock:zeta', isSignal('acquire'), { again: false });
    await queueUp(b);
    await lockIs('zeta', [a], [b]);
    expect((await company.statusOf(b)).stage).toBe('queued');
    await command(a, 'depFinish');
    await start(b);
  });

  it('to before it was taken away takes itself from nobody else', async () => {
    const [a, b] = ticketsOf('eta');
    await queueUp(a);
    await company.untilStage(a, 'ready');
    await handle('lock:eta').signal('unlock', { actor: 'U_SAM', reason: 'a test' });
    await company.untilStage(a, 'awaiting_approval');
    await queueUp(b);
    await start(b);
    await resetToBefore(company.temporal, 'lock:eta', isSignal('unlock'), { again: true });
    expect(await command(a, 'accept', 'U_NORA')).toMatchObject({ done: true });
    await lockIs('eta', [b], [a]);
    // The user whose command was lost is notified.
    await eventually(async () => {
      const told = await messagesOf(company, await company.slack.dm('U_SAM'));
      expect(told.map(({ text }) => text)).toContainEqual(
        expect.stringContaining('was reset in Temporal just now'),
      );
    });
    const { holders } = await company.lock('eta');
    expect(await company.statusOf(b)).toMatchObject({
      stage: 'deploying',
      locks: [{ state: 'held', token: holders[0]?.token }],
    });
  });
});
