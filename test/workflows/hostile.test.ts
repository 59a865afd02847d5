/** Hostile signals and updates: releases and locks ignore them and keep working. */
import { WorkflowUpdateFailedError } from '@temporalio/client';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { defaultPayloadConverter } from '@temporalio/common';
import type { LockCommandSignal } from '../../domain/command/commands.ts';
import type { PublicLockAnswer } from '../../domain/lock/events.ts';
import type { CommandUpdate } from '../../domain/messages/definitions.ts';
import {
  lockCommandUpdate,
  letGoSignal,
  lockStateQuery,
  numberUpdate,
  orderSignal,
  releaseCommandUpdate,
  stateQuery,
  statusQuery,
  ticketNewsSignal,
} from '../../domain/messages/definitions.ts';
import {
  alertsWorkflow,
  counterIdOf,
  homeWorkflow,
  lockIdOf,
  lockWorkflow,
  releaseAliasWorkflow,
  releaseCounterWorkflow,
  releaseIdOf,
  taskQueue,
  ticketChangedWorkflow,
  writeBackWorkflow,
} from '../../domain/messages/workflows.ts';
import { startInProcess } from '../support/in-process-worker.ts';
import { lockRequest } from '../support/lock-requests.ts';
import { scriptedActivities } from '../support/scripted-activities.ts';
import { testNamespace } from '../support/temporal.ts';
import type { TestNamespace } from '../support/temporal.ts';
import { troublesOf } from '../support/well.ts';

let server: TestNamespace;
let end: () => Promise<void>;
beforeAll(async () => {
  server = await testNamespace();
  end = await startInProcess(server, scriptedActivities({}, []));
});
afterAll(async () => {
  await end();
  await server.close();
});

const handle = (workflowId: string) => server.client.workflow.getHandle(workflowId);

async function release(ticket: string) {
  return server.client.workflow.signalWithStart('release', {
    workflowId: releaseIdOf(ticket),
    taskQueue,
    signal: 'request',
    signalArgs: [{ actor: 'U_ANN' }],
  });
}

const lock = (component: string) =>
  server.client.workflow.start(lockWorkflow, { workflowId: lockIdOf(component), taskQueue });

/** Sends a payload with this exact text, which no client would encode. */
async function signalText(workflowId: string, signalName: string, text: string): Promise<void> {
  const { metadata } = defaultPayloadConverter.toPayload({});
  await server.client.workflowService.signalWorkflowExecution({
    namespace: server.namespace,
    workflowExecution: { workflowId },
    signalName,
    input: { payloads: [{ metadata: metadata ?? null, data: new TextEncoder().encode(text) }] },
    requestId: `${signalName}-${String(Math.random())}`,
  });
}

let tickets = 0;
const freshTicket = () => `H-${String((tickets += 1))}`;
const nested = (depth: number) => '['.repeat(depth) + ']'.repeat(depth);
const window = {
  start: '2026-01-02T16:00',
  timezone: 'UTC',
  rule: 'FREQ=WEEKLY;BYDAY=FR',
  forMs: 3_600_000,
  reason: 'x',
};

describe('a release', { concurrent: true }, () => {
  it.each([
    ['nested 20,000 deep', `{"actor":"U_ANN","reason":${nested(20_000)}}`],
    ['nested beside what it reads', `{"actor":"U_VERA","other":${nested(20_000)}}`],
    ['a list, nested', nested(20_000)],
    ['a megabyte', JSON.stringify({ actor: 'U_ANN', reason: 'x'.repeat(1_000_000) })],
    ['half a text', '{"actor":"U_'],
    ['with keys of objects', '{"__proto__":{"actor":"U_ANN"},"constructor":1}'],
  ])('takes a signal %s', async (_, text) => {
    const { workflowId } = await release(freshTicket());
    for (const signal of ['accept', 'reject', 'lockGranted']) await signalText(workflowId, signal, text);
    await expect
      .poll(async () => (await handle(workflowId).query(statusQuery)).stage)
      .toMatch(/awaiting_approval|ready/);
    const answer = await handle(workflowId).executeUpdate(releaseCommandUpdate, {
      args: [{ signal: 'cancel', actor: 'U_ANN' }],
    });
    expect(answer).toMatchObject({ done: true });
  });

  it('goes on as another run before Temporal ends it for its size', async () => {
    const { workflowId } = await release('BIG-1');
    const big = JSON.stringify({ actor: 'U_ANN', reason: 'x'.repeat(1_000_000) });
    for (let n = 0; n < 60; n += 1) {
      await signalText(workflowId, 'reject', big);
      // Returns once the signal is handled.
      await handle(workflowId).query(statusQuery);
    }
    expect(
      await handle(workflowId).executeUpdate(releaseCommandUpdate, {
        args: [{ signal: 'accept', actor: 'U_VERA' }],
      }),
    ).toMatchObject({ done: true });
    const { historySize } = await handle(workflowId).describe();
    expect(historySize).toBeLessThan(10_000_000);
  });
});

describe('a lock', { concurrent: true }, () => {
  it.each([
    ['an instant that no calendar has', { since: 1e300 }],
    ['an instant before all', { since: -1 }],
    ['a name of a megabyte', { ticket: 'x'.repeat(1_000_000) }],
    ['names of objects', { mode: 'constructor', priority: '__proto__' }],
  ])('takes a request with %s', async (_, wrong) => {
    const { workflowId } = await lock(freshTicket().toLowerCase());
    await handle(workflowId).signal(orderSignal('acquire'), { ...lockRequest('W-0', 1), ...wrong } as never);
    await handle(workflowId).signal(orderSignal('acquire'), lockRequest('W-1', 1));
    await expect
      .poll(async () => (await handle(workflowId).query(lockStateQuery)).lastToken)
      .toBeGreaterThan(0);
    expect(await handle(workflowId).query(stateQuery)).toMatchObject({ queue: [] });
  });

  it.each([
    ['an unknown zone', { ...window, timezone: 'Mars/Base' }],
    ['a rule that never comes', { ...window, rule: 'FREQ=YEARLY;BYMONTH=2;BYMONTHDAY=30' }],
    ['a rule that is none', { ...window, rule: 'FREQ=SOMETIMES' }],
    ['a rule of seconds', { ...window, rule: 'FREQ=SECONDLY' }],
    ['a start that is none', { ...window, start: 'yesterday' }],
    ['an endless time', { ...window, forMs: 1e300 }],
    ['no time', { ...window, forMs: -1 }],
  ])('takes settings with %s', async (_, wrong) => {
    const { workflowId } = await lock(freshTicket().toLowerCase());
    await handle(workflowId).signal(orderSignal('configure'), { version: 'x', windows: [wrong] });
    await handle(workflowId).signal(orderSignal('acquire'), lockRequest('W-1', 1));
    await expect
      .poll(async () => (await handle(workflowId).query(lockStateQuery)).lastToken)
      .toBeGreaterThan(0);
  });

  it('keeps within what Temporal takes, however many freezes with long reasons are said', async () => {
    const { workflowId } = await lock('frozen');
    /** Retries if the run ended during the update, since the lock then continues as new. */
    const say = async (command: CommandUpdate<LockCommandSignal>): Promise<PublicLockAnswer> => {
      for (;;) {
        try {
          return await handle(workflowId).executeUpdate(lockCommandUpdate, { args: [command] });
        } catch (error) {
          if (!(error instanceof WorkflowUpdateFailedError)) throw error;
        }
      }
    };
    const freeze = (n: number) =>
      say({
        ...{ signal: 'freeze', actor: 'U_ADAM', commandId: `freeze-${String(n)}` },
        reason: `${String(n)} ${'ы'.repeat(2900)}`,
      });
    const answers = [await freeze(0)];
    // Each waiting release is notified of all freezes.
    const waiting = Array.from({ length: 20 }, (_, n) => lockRequest(`W-${String(n)}`, n));
    for (const request of waiting) await handle(workflowId).signal(orderSignal('acquire'), request);
    for (let n = 1; n < 60; n += 1) answers.push(await freeze(n));
    expect(answers.filter(({ done }) => done)).toHaveLength(50);
    expect(answers.at(-1)).toMatchObject({ done: false, code: 'tooManyFreezes' });
    // Each answer lists all freezes.
    for (let n = 0; n < 100; n += 1) {
      await say({ signal: 'unfreeze', actor: 'U_VERA', commandId: `unfreeze-${String(n)}` });
    }
    const { freezes, queue } = await handle(workflowId).query(lockStateQuery);
    expect(freezes).toHaveLength(50);
    expect(queue).toHaveLength(20);
    await expectWell(workflowId);
  });
});

/** Hostile inputs, as the text of a payload. */
const hostile = [
  nested(20_000),
  `{"change":${nested(20_000)}}`,
  'null',
  '5',
  '"text"',
  '[null]',
  '[[{}]]',
  '{}',
  '{"release":null,"row":null,"ticket":5,"change":{"type":"constructor"},"answer":5}',
  JSON.stringify({ ticket: 'T-1', change: 'x'.repeat(1_000_000) }),
  '{"half":',
];

/** Fails if a task of a run failed or timed out, which Temporal would retry forever, or if the run ended as it should not. */
async function expectWell(workflowId: string): Promise<void> {
  const { events } = await handle(workflowId).fetchHistory();
  expect(troublesOf(events ?? [])).toEqual([]);
}

const start = (type: string, workflowId: string, args: unknown[]) =>
  server.client.workflow.start(type, { workflowId, taskQueue, args });

describe('the other workflows', { concurrent: true }, () => {
  it('an alias hears its release after whatever else it was told', async () => {
    const key = freshTicket();
    const { workflowId } = await start(releaseAliasWorkflow, releaseIdOf(key), [{ of: 'A-1', release: 'a' }]);
    for (const text of hostile) {
      for (const signal of ['letGo', 'accept', 'request']) await signalText(workflowId, signal, text);
    }
    for (const request of [undefined, null, 5, 'accept', [], {}, { signal: 'destroy', actor: 'U_VERA' }]) {
      const args = [request as never] as [never];
      expect(await handle(workflowId).executeUpdate(releaseCommandUpdate, { args })).toMatchObject({
        code: 'malformed',
      });
    }
    await handle(workflowId).signal(letGoSignal, { release: 'a', result: null });
    await expect(handle(workflowId).result()).rejects.toThrow();
    await expectWell(workflowId);
  });

  it('a counter gives numbers after whatever it was asked for', async () => {
    const { workflowId } = await start(releaseCounterWorkflow, counterIdOf(freshTicket()), []);
    const other: unknown = JSON.parse(nested(500));
    const asked: unknown[] = [null, 5, [], {}, { actor: 'U_ANN', text: 'x', other }];
    for (const payload of asked) {
      await handle(workflowId).executeUpdate(numberUpdate, { args: [payload as never] });
    }
    const numbered = await handle(workflowId).executeUpdate(numberUpdate, {
      args: [{ actor: 'U_ANN', text: 'Pictures' }],
    });
    expect(numbered).toMatchObject({ begun: true });
    await expectWell(workflowId);
  });

  it.each([
    ['a home', homeWorkflow, ['U_ANN'], ['preference', 'opened', 'commanded']],
    ['alerts', alertsWorkflow, [{ hook: 'h', actor: 'service:h' }], ['alerts']],
    ['a changed ticket', ticketChangedWorkflow, [{ hook: 'h', ticket: 'T-1' }], ['changed']],
  ])('%s takes signals with anything in them', async (_, type, args, signals) => {
    const { workflowId } = await start(type, `${type}-${freshTicket()}`, args);
    for (const text of hostile) {
      for (const signal of signals) await signalText(workflowId, signal, text).catch(() => undefined);
    }
    await handle(workflowId).result();
    await expectWell(workflowId);
  });

  it('a ticket is told of what it is to be told, whatever else comes', async () => {
    const row = { key: 'k', at: 1, type: 'finished', ticket: 'T-1', facts: {} };
    const { workflowId } = await server.client.workflow.signalWithStart(writeBackWorkflow, {
      workflowId: `write-back-${freshTicket()}`,
      taskQueue,
      args: [{ ticket: 'T-1', row }],
      signal: ticketNewsSignal,
      signalArgs: [null as never],
    });
    await handle(workflowId).result();
    await expectWell(workflowId);
  });

  it('a release of a key in small letters never begins beside its own', async ({ expect }) => {
    const ticket = freshTicket();
    const small = await server.client.workflow.signalWithStart('release', {
      workflowId: `release:${ticket.toLowerCase()}`,
      ...{ taskQueue, signal: 'request', signalArgs: [{ actor: 'U_ANN' }] },
    });
    expect(await small.result()).toMatchObject({ stage: 'cancelled', status: { requester: null } });
  });

  it('a release answers a lock that there is not, once, and may end', async () => {
    const { workflowId } = await release(freshTicket());
    await handle(workflowId).signal('claimLocks', { component: 'nobodys', epoch: 1 });
    await handle(workflowId).executeUpdate(releaseCommandUpdate, {
      args: [{ signal: 'cancel', actor: 'U_ANN' }],
    });
    expect(await handle(workflowId).result()).toMatchObject({ stage: 'cancelled' });
  });
});

describe('a start by hand', { concurrent: true }, () => {
  const malformed = [null, 5, 'x', [], {}, { state: {}, commands: 5, notices: 'x', left: null }];

  it.each([
    ['question', 'Malformed'],
    ['offers', 'Malformed'],
    ['preview', 'Malformed'],
    ['home', 'Malformed'],
    ['asker', 'Malformed'],
    ['delivery', 'Malformed'],
    ['writeBack', 'Malformed'],
    ['trouble', 'Malformed'],
    ['digest', 'Malformed'],
    ['unfurl', 'Malformed'],
    ['alerts', 'Malformed'],
    ['gate', 'Malformed'],
    ['ticketChanged', 'Malformed'],
    ['watch', 'Malformed'],
    ['releaseAlias', 'Malformed'],
    ['lastWords', 'Malformed'],
    ['nothingOfOurs', 'NoSuchWorkflow'],
  ])('of %s with anything fails at once', async (type, failure) => {
    const wrong = malformed.filter((one) => !(type === 'offers' && Array.isArray(one)));
    for (const input of wrong) {
      const { workflowId } = await start(type, `${type}-${freshTicket()}`, [input]);
      const error: unknown = await handle(workflowId)
        .result()
        .catch((one: unknown) => one);
      // `home` and `asker` take a plain string, which has to be the ID of a person.
      expect(error).toMatchObject({ cause: { type: failure } });
      await expectWell(workflowId);
    }
  });

  it.for(malformed)('of a release and a lock with %j begins them as always', async (input, { expect }) => {
    const ticket = freshTicket();
    await start('release', releaseIdOf(ticket), [input]);
    await handle(releaseIdOf(ticket)).signal('request', { actor: 'U_ANN' });
    const component = freshTicket().toLowerCase();
    await start(lockWorkflow, lockIdOf(component), [input]);
    await expect
      .poll(async () => (await handle(releaseIdOf(ticket)).query(statusQuery)).stage)
      .toBe('awaiting_approval');
    expect(await handle(lockIdOf(component)).query(lockStateQuery)).toMatchObject({ holders: [] });
    await expectWell(releaseIdOf(ticket));
    await expectWell(lockIdOf(component));
  });
});
