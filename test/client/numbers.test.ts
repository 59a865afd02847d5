/** Releases without a ticket: each request gets a number, and no number is given twice, whatever is killed in between. */
import { randomUUID } from 'node:crypto';
import { setTimeout as sleep } from 'node:timers/promises';
import type { Client } from '@temporalio/client';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { dispatch, passOn, sendCommand } from '../../client/dispatch.ts';
import { earlierRelease } from '../../client/earlier-release.ts';
import type { PersonsOrder } from '../../client/errands.ts';
import { keyHolder } from '../../client/key-holder.ts';
import { askForNumber, numbersInTemporal, releaseOfPage, startNumbered } from '../../client/numbers.ts';
import { Releases } from '../../client/releases.ts';
import { loadSettings } from '../../config/load-settings.ts';
import { statusQuery } from '../../domain/messages/definitions.ts';
import { nobody } from '../../domain/messages/origin.ts';
import {
  counterIdOf,
  releaseIdOf,
  releaseWorkflow,
  taskQueue,
  ticketOfRelease,
} from '../../domain/messages/workflows.ts';
import { isNumbered } from '../../domain/release/numbers.ts';
import type { Settings } from '../../domain/settings.ts';
import { startInProcess } from '../support/in-process-worker.ts';
import { scriptedActivities } from '../support/scripted-activities.ts';
import { Random } from '../e2e/chaos/random.ts';
import { eventually } from '../support/eventually.ts';
import { testNamespace, type TestNamespace } from '../support/temporal.ts';

let server: TestNamespace;
let client: Client;
let settings: Settings;
let stopWorker: () => Promise<void>;
/** Runs before and after an activity of the counter. */
let meanwhile: () => Promise<void> = () => Promise.resolve();
let logged = 0;

const scripted = scriptedActivities({}, []);
type Asked<A extends keyof typeof scripted> = Parameters<(typeof scripted)[A]>[0];

beforeAll(async () => {
  server = await testNamespace();
  ({ client } = server);
  settings = await loadSettings('dobrobot.yaml');
  stopWorker = await startInProcess(server, {
    ...scripted,
    keyHolder: ({ workflowId, by }: Asked<'keyHolder'>) => keyHolder(client, workflowId, by),
    passOn: ({ ticket, request }: Asked<'passOn'>) => passOn(client, ticket, request),
    openRelease: async (asked: Asked<'openRelease'>) => ({
      ...(await scripted.openRelease(asked)),
      earlier: await earlierRelease(client, asked.workflowId, asked.runId),
      numbered: isNumbered(ticketOfRelease(asked.workflowId), {
        withoutTicket: true,
        prefix: prefixOf(asked.workflowId),
      }),
    }),
    inheritNumbers: async ({ prefix, runId }: Asked<'inheritNumbers'>) => {
      const told = await numbersInTemporal(client, prefix, runId);
      await meanwhile();
      return { ...told, last: Math.max(told.last, logged) };
    },
    startNumbered: async ({ ticket, payload }: Asked<'startNumbered'>) => {
      await meanwhile();
      const isStarted = await startNumbered(client, ticket, payload);
      await meanwhile();
      return isStarted;
    },
    releaseOfPage: ({ page, last }: Asked<'releaseOfPage'>) => releaseOfPage(client, page, last),
  });
});
afterAll(async () => {
  await stopWorker();
  await server.close();
});

const prefixOf = (workflowId: string): string => /^release:([A-Z]+)-/.exec(workflowId)?.[1] ?? '';

const options = { wikiLink: null, noNeedAdmin: true, hotfix: false, components: ['app'] };
const ofText = (text: string): PersonsOrder => ({ type: 'request', subject: { tickets: [], text }, options });
const ofPage = (wikiLink: string): PersonsOrder => ({
  type: 'request',
  subject: { tickets: [], text: null },
  options: { ...options, wikiLink },
});
const by = (order: PersonsOrder, commandId = randomUUID(), actor = 'U_ANN') =>
  dispatch(client, settings, order, { ...nobody, actor, via: 'api', commandId });
const status = (ticket: string) => client.workflow.getHandle(releaseIdOf(ticket)).query(statusQuery);
const ticketIn = (done: Awaited<ReturnType<typeof by>>) => (done.about === 'release' ? done.ticket : null);

describe('a release without a ticket', () => {
  it('gets a number, the same one for the same command', async () => {
    const commandId = randomUUID();
    const first = await by(ofText('New onboarding'), commandId);
    const begun = { about: 'release', ticket: 'REL-1', answer: { done: true, stage: 'checking' } };
    const release = { ticket: 'REL-1', requester: 'U_ANN' };
    expect(first).toMatchObject({ ...begun, release });
    expect(await by(ofText('New onboarding'), commandId)).toMatchObject(begun);
    expect(ticketIn(await by(ofText('New onboarding')))).toBe('REL-2');
    await eventually(async () => {
      expect(await status('REL-1')).toMatchObject({
        ticket: 'REL-1',
        tickets: [],
        stage: 'awaiting_approval',
      });
    });
    expect(await by({ type: 'cancel', ticket: 'REL-1', reason: null })).toMatchObject({
      answer: { done: true },
    });
    await eventually(async () => {
      expect(await by({ type: 'cancel', ticket: 'REL-1', reason: null })).toMatchObject({
        about: 'unreached',
      });
    });
    // A request for its key starts no new release.
    const again: PersonsOrder = { type: 'request', subject: { tickets: ['REL-1'], text: null }, options };
    expect(await by(again)).toMatchObject({ about: 'unreached', unreached: { code: 'nothingOpen' } });
    expect(await by(ofText('New onboarding'), commandId)).toMatchObject(begun);
    // Neither does a request directly through Temporal.
    const raw = await client.workflow.signalWithStart(releaseWorkflow, {
      ...{ workflowId: releaseIdOf('REL-1'), taskQueue, signal: 'request' },
      signalArgs: [{ actor: 'U_DAN', text: 'Something else' }],
    });
    expect((await raw.result()) as object).toMatchObject({
      stage: 'cancelled',
      status: { requester: 'U_ANN' },
    });
  });

  it('of a page is the same while it is open, query and fragment aside', async () => {
    const page = 'https://wiki.example.com/onboarding';
    const both = await Promise.all([
      by(ofPage(`${page}?v=1#a`)),
      by(ofPage(`${page}/`), randomUUID(), 'U_BEN'),
    ]);
    const begun = both.find((one) => one.about === 'release' && one.answer.done);
    const ticket = begun === undefined ? null : ticketIn(begun);
    expect(both.map(ticketIn)).toEqual([ticket, ticket]);
    expect(both.find((one) => one !== begun)).toMatchObject({ answer: { code: 'alreadyAsked' } });
    await eventually(async () => {
      expect(await status(ticket ?? '')).toMatchObject({ stage: 'awaiting_approval' });
    });
    expect(await by(ofPage(page))).toMatchObject({ ticket, answer: { code: 'alreadyAsked' } });
    await sendCommand(client, settings, ofPage(page), {
      ...nobody,
      actor: 'U_BEN',
      via: 'slack',
      commandId: randomUUID(),
    });
    // This also holds for a new counter without a memory.
    await client.workflow.getHandle(counterIdOf('REL')).terminate();
    expect(await by(ofPage(page))).toMatchObject({ ticket, answer: { code: 'alreadyAsked' } });
    const requester = (await status(ticket ?? '')).requester ?? '';
    await by({ type: 'cancel', ticket: ticket ?? '', reason: null }, randomUUID(), requester);
    await eventually(async () => {
      const next = await by(ofPage(page));
      expect(next).toMatchObject({ answer: { done: true } });
      expect(ticketIn(next)).not.toBe(ticket);
    });
  });

  it('begins where the log, the releases and the counter before tell that it has to', async () => {
    const ask = (commandId = randomUUID()) =>
      askForNumber(client, 'OPS', { actor: 'U_ANN', text: 'x', tickets: [], commandId });
    logged = 41;
    expect(await ask()).toEqual({ ticket: 'OPS-42', begun: true });
    logged = 0;
    await client.workflow.getHandle(counterIdOf('OPS')).terminate();
    const commandId = randomUUID();
    expect(await ask(commandId)).toEqual({ ticket: 'OPS-43', begun: true });
    await client.workflow.getHandle(counterIdOf('OPS')).terminate();
    expect(await ask(commandId)).toEqual({ ticket: 'OPS-43', begun: true });
    expect(
      await client.workflow
        .getHandle(counterIdOf('OPS'))
        .executeUpdate('number', { args: [{ actor: 'U_ANN' }] }),
    ).toBeNull();
  });
});

describe('the counter', () => {
  it('gives no number twice and loses no request, though it is terminated between its steps, 100 times', async () => {
    const counter = client.workflow.getHandle(counterIdOf('KIL'));
    let kills = 0;
    const random = new Random(7);
    meanwhile = async () => {
      if (!random.chance(0.4) || kills >= 100) return;
      kills += 1;
      await counter.terminate('a test').catch(() => undefined);
    };
    const given = new Map<string, string>();
    const ask = async (commandId: string) => {
      for (let attempt = 0; attempt < 200; attempt += 1) {
        const payload = { actor: 'U_ANN', text: commandId, tickets: [], components: ['app'], commandId };
        const answer = await askForNumber(client, 'KIL', payload).catch(() => null);
        if (answer !== null) return given.set(commandId, answer.ticket);
        await sleep(20);
      }
      throw new Error(`${commandId} got no number`);
    };
    for (let round = 0; kills < 100; round += 1) {
      await Promise.all(Array.from({ length: 4 }, (_, n) => ask(`request-${round}-${n}`)));
    }
    meanwhile = () => Promise.resolve();
    await ask('the last');
    const tickets = [...given.values()];
    expect(new Set(tickets).size).toBe(given.size);
    const releases = new Releases(client);
    for (const [commandId, ticket] of given) {
      expect(await releases.answerOf(ticket, commandId)).toMatchObject({ done: true });
    }
    // No request has two numbers either: every release that began has a number that was given.
    const begun = new Set<string>();
    for await (const { workflowId } of client.workflow.list({
      query: "WorkflowId STARTS_WITH 'release:KIL-'",
    })) {
      begun.add(ticketOfRelease(workflowId));
    }
    expect([...begun].filter((ticket) => !tickets.includes(ticket))).toEqual([]);
    console.log(`${kills} terminations, ${given.size} requests, the last is ${given.get('the last') ?? ''}`);
  }, 600_000);
});
