/** What happens to locks when releases, coordinators and workers die, and what people can do about it. */
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import { startCompany, shipping } from '../support/company.ts';
import type { Company } from '../support/company.ts';
import { eventually } from '../support/eventually.ts';
import { waitForLock } from '../support/wait-for-lock.ts';

const checkEveryMs = 1000;
/** The contract: a death is noticed within twice `locks.checkEvery`. The rest is for a busy machine. */
const noticedMs = 2 * checkEveryMs + 20_000;

let company: Company;
const names = ['alpha', 'beta', 'gamma', 'delta', 'epsilon', 'eta'] as const;
const ticketsOf = (name: string) => [1, 2, 3].map((n) => `${name.toUpperCase()}-${n}`);

beforeAll(async () => {
  company = await startCompany({
    tickets: Object.fromEntries(names.flatMap((name) => ticketsOf(name).map((ticket) => [ticket, [name]]))),
    components: Object.fromEntries(names.map((name) => [name, { critical: true, admin: false }])),
    settings: { locks: { checkEvery: '1s' } },
  });
});
afterAll(() => company.close());

const signal = (ticket: string, name: string, payload: object) =>
  company.temporal.client.workflow.getHandle(`release:${ticket}`).signal(name, payload);
const terminate = (workflowId: string) =>
  company.temporal.client.workflow.getHandle(workflowId).terminate('a test');

/** Requests and approves releases, one after the other. */
async function queueUp(...tickets: string[]): Promise<void> {
  for (const ticket of tickets) {
    await company.say('U_ANN', `dobro ${ticket}`);
    await company.untilStage(ticket, 'awaiting_approval');
    await signal(ticket, 'accept', { actor: 'U_NORA' });
    await vi.waitFor(async () => {
      expect((await company.statusOf(ticket)).stage).toMatch(/queued|ready/);
    }, noticedMs);
  }
}

const lockIs = (component: string, holders: string[], queue: string[]) =>
  waitForLock(company, component, holders, queue, noticedMs);

const announcements = async (about: RegExp) =>
  (await company.slack.readableBy('U_BEN', shipping)).filter((text) => about.test(text));

describe('the lock', { concurrent: true }, () => {
  it('of a holder that is terminated before it starts goes to the next; a waiter that is terminated leaves the line', async () => {
    const [a, b, c] = ticketsOf('alpha') as [string, string, string];
    await queueUp(a, b, c);
    await lockIs('alpha', [a], [b, c]);
    await terminate(`release:${b}`);
    await lockIs('alpha', [a], [c]);
    await terminate(`release:${a}`);
    await lockIs('alpha', [c], []);
    await company.untilStage(c, 'ready');
    // The same ticket is requested again.
    await queueUp(a);
    await lockIs('alpha', [c], [a]);
  });

  it('of a holder that is terminated on production stays with it, until somebody unlocks it', async () => {
    const [a, b] = ticketsOf('beta') as [string, string];
    await queueUp(a, b);
    await company.say('U_ANN', `dep start ${a}`);
    await company.untilStage(a, 'deploying');
    await terminate(`release:${a}`);
    await vi.waitFor(
      async () => {
        expect(await announcements(/BETA-1.*ended without a word/)).toHaveLength(1);
      },
      {
        timeout: noticedMs,
      },
    );
    await lockIs('beta', [a], [b]);
    await company.say('U_BEN', 'unlock beta let me');
    await lockIs('beta', [a], [b]);
    await company.say('U_SAM', 'unlock beta the servers are clean');
    await lockIs('beta', [b], []);
    await company.untilStage(b, 'ready');
  });

  it('survives its coordinator: holders, line, freezes and tokens come back before anything is granted', async () => {
    const [a, b, c] = ticketsOf('gamma') as [string, string, string];
    await queueUp(a, b, c);
    await company.say('U_SAM', 'freeze gamma for 2h works in the data centre');
    const before = await eventually(async () => {
      const lock = await company.lock('gamma');
      expect(lock.freezes).toHaveLength(1);
      return lock;
    });
    await terminate('lock:gamma');
    // Ended while no coordinator could learn of it: it must not come back.
    await signal(b, 'cancel', { actor: 'U_ANN' });
    await lockIs('gamma', [a], [c]);
    const after = await company.lock('gamma');
    expect(after.freezes).toEqual(before.freezes);
    expect(after.holders[0]?.token).toBe(before.holders[0]?.token);
    await company.say('U_SAM', 'unfreeze gamma');
    await eventually(async () => {
      expect((await company.statusOf(a)).waitingFor).toBe('start');
    });
    await company.say('U_ANN', `dep start ${a}`);
    await company.untilStage(a, 'deploying');
    await company.say('U_ANN', `dep finish ${a}`);
    await lockIs('gamma', [c], []);
    expect((await company.lock('gamma')).holders[0]?.token).toBeGreaterThan(
      before.holders[0]?.token ?? Infinity,
    );
  });

  it('of a holder that is cancelled in Temporal goes to the next at once', async () => {
    const [a, b] = ticketsOf('delta') as [string, string];
    await queueUp(a, b);
    await company.temporal.client.workflow.getHandle(`release:${a}`).cancel();
    await lockIs('delta', [b], []);
    await company.untilStage(a, 'cancelled');
  });

  it('goes on though somebody asks Temporal to cancel its coordinator', async () => {
    const lock = company.temporal.client.workflow.getHandle('lock:eta');
    await lock.cancel();
    await queueUp('ETA-1');
    await lockIs('eta', ['ETA-1'], []);
    expect((await lock.describe()).status.name).toBe('RUNNING');
  });

  it('is taken from a holder by unlock: one that had not started needs a new good, one on production goes on without', async () => {
    const [a, b] = ticketsOf('epsilon') as [string, string];
    await queueUp(a, b);
    await company.say('U_NORA', 'unlock epsilon it is not their turn');
    await company.untilStage(a, 'awaiting_approval');
    await lockIs('epsilon', [b], []);
    await company.say('U_ANN', `dep start ${b}`);
    await company.untilStage(b, 'deploying');
    await company.say('U_NORA', 'unlock epsilon it hangs');
    await lockIs('epsilon', [], []);
    await eventually(async () => {
      expect(await company.statusOf(b)).toMatchObject({
        stage: 'deploying',
        locks: [{ state: 'lost', token: null }],
      });
    });
    await company.say('U_ANN', `dep rollback ${b} it hung`);
    await company.untilStage(b, 'rolled_back');
  });
});
