import { writeFile } from 'node:fs/promises';
import { setTimeout as sleep } from 'node:timers/promises';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Payload } from '@temporalio/client';
import { botUserId } from '../../start/embedded-slack.ts';
import { general, startCompany, ticketsYaml, type Company } from '../support/company.ts';
import { eventually, eventuallyTrue } from '../support/eventually.ts';
import { Transcript, type Place } from '../support/transcript.ts';

const tickets = Object.fromEntries(
  [1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13].map((n) => [`OPS-${n}`, ['ledger']]),
);
let company: Company;
let transcript: Transcript;

beforeAll(async () => {
  company = await startCompany({ tickets: { ...tickets, 'APP-1': ['ios-app', 'ledger'] } });
  transcript = new Transcript(company);
});
afterAll(() => company.close());

const release = (ticket: string) => company.temporal.client.workflow.getHandle(`release:${ticket}`);
const signal = (ticket: string, name: string, ...payload: unknown[]) =>
  release(ticket).signal(name, ...payload);

/** Requests a release as the Temporal Web UI or a pipeline would: without the bot. */
const request = (ticket: string, payload: object) =>
  company.temporal.client.workflow.signalWithStart('release', {
    workflowId: `release:${ticket}`,
    taskQueue: 'dobrobot',
    signal: 'request',
    signalArgs: [payload],
  });

const untilSaid = (place: Place, pattern: RegExp) => transcript.untilSaid(place, pattern);

/** The messages that follow from one request that passes its checks, each in its own place. Their order is not fixed. */
async function untilAnnounced(ticket: string, by = 'U_ANN'): Promise<void> {
  for (const place of ['shipping', 'U_NORA', 'U_OTTO'] as const) {
    await untilSaid(place, new RegExp(`<@${by}> asks .*${ticket}\\b`, 's'));
  }
}

it('takes signals without the bot for the commands, and answers who gave them directly', async () => {
  await request('OPS-1', { actor: 'U_ANN' });
  await company.untilStage('OPS-1', 'awaiting_approval');
  await signal('OPS-1', 'accept', { actor: 'U_BEN' });
  await untilSaid('U_BEN', /approver.*OPS-1/);
  await signal('OPS-1', 'accept', { actor: 'U_OTTO' });
  await company.untilStage('OPS-1', 'awaiting_admin');
  await signal('OPS-1', 'adminHere', { actor: 'U_SAM', via: 'web-ui' });
  await company.untilStage('OPS-1', 'ready');
  await signal('OPS-1', 'depStart', { actor: 'U_ANN' });
  await company.untilStage('OPS-1', 'deploying');
  await signal('OPS-1', 'depRollback', { actor: 'U_SAM', reason: 'it burns' });
  await company.untilStage('OPS-1', 'rolled_back');
  await untilSaid('shipping', /^<@U_SAM> rolled back .*OPS-1.*it burns/);
  await untilSaid('U_OTTO', /Done.*OPS-1/);
  await release('OPS-1').result();
  await eventually(async () => {
    expect((await company.lock('ledger')).holders).toEqual([]);
  });
});

it('releases the same ticket again after the end, with nothing of the time before', async () => {
  await request('OPS-2', { actor: 'U_ANN', hotfix: true, noNeedAdmin: true });
  await company.untilStage('OPS-2', 'awaiting_approval');
  await signal('OPS-2', 'reject', { actor: 'U_NORA', reason: 'not today' });
  expect(await release('OPS-2').result()).toMatchObject({ stage: 'rejected' });
  await company.say('U_BEN', 'dobro OPS-2');
  expect(await company.untilStage('OPS-2', 'awaiting_approval')).toMatchObject({
    requester: 'U_BEN',
    priority: 'normal',
    admin: { needed: true, user: null },
    acceptedBy: [],
  });
  expect((await company.statusOf('OPS-2')).history.map(({ n, type }) => [n, type])).toEqual([
    [1, 'requested'],
    [2, 'checksPassed'],
  ]);
  await untilAnnounced('OPS-2', 'U_BEN');
});

/** The update `command`, as a pipeline or the terminal sends it. */
const update = (ticket: string, command: object) =>
  release(ticket).executeUpdate('command', { args: [command] });

it('gives the answer to who sent an update, by the same rules, and posts none', async () => {
  await request('OPS-11', { actor: 'U_ANN' });
  await company.untilStage('OPS-11', 'awaiting_approval');
  expect(await update('OPS-11', { signal: 'accept', actor: 'U_BEN' })).toEqual({
    done: false,
    code: 'notApprover',
    facts: {},
  });
  const accept = { signal: 'accept', actor: 'U_OTTO', commandId: 'pipeline-7', via: 'api' };
  expect(await update('OPS-11', accept)).toEqual({ done: true, stage: 'queued' });
  await company.untilStage('OPS-11', 'awaiting_admin');
  expect(await update('OPS-11', accept)).toEqual({ done: true, stage: 'queued' });
  expect((await company.statusOf('OPS-11')).acceptedBy).toEqual(['U_OTTO']);
  await update('OPS-11', { signal: 'cancel', actor: 'U_ANN' });
  await untilSaid('shipping', /<@U_ANN> withdrew .*OPS-11|<@U_ANN> cancelled .*OPS-11/);
  const told = (await transcript.posts()).filter(({ place }) => place === 'U_BEN' || place === 'U_OTTO');
  expect(told.filter(({ text }) => /OPS-11.*takes an|Done\..*OPS-11/s.test(text))).toEqual([]);
});

it('hands a release over to living people alone, whichever way that is asked for', async () => {
  await request('OPS-13', { actor: 'U_ANN' });
  await company.untilStage('OPS-13', 'awaiting_approval');
  for (const user of ['U_NOBODY', 'USLACKBOT', botUserId]) {
    const handover = { signal: 'handover', actor: 'U_ANN', user };
    expect(await update('OPS-13', handover)).toEqual({ done: false, code: 'notAPerson', facts: { user } });
  }
  await signal('OPS-13', 'handover', { actor: 'U_ANN', user: 'U_NOBODY' });
  await untilSaid('U_ANN', /^<@U_NOBODY> cannot take over .*OPS-13/);
  expect((await company.statusOf('OPS-13')).requester).toBe('U_ANN');
  await signal('OPS-13', 'handover', { actor: 'U_ANN', user: 'U_BEN' });
  await eventually(async () => {
    expect((await company.statusOf('OPS-13')).requester).toBe('U_BEN');
  });
  await signal('OPS-13', 'cancel', { actor: 'U_BEN' });
});

it.each([0, 5, 30, 100])('answers an update once though its worker is killed after %i ms', async (ms) => {
  await request('OPS-12', { actor: 'U_ANN' });
  await company.untilStage('OPS-12', 'awaiting_approval');
  const reject = { signal: 'reject', actor: 'U_OTTO', reason: 'no plan', commandId: `killed-${ms}` };
  const answer = update('OPS-12', reject);
  await sleep(ms);
  await company.worker().kill();
  await company.startWorker();
  expect(await answer).toEqual({ done: true, stage: 'rejected' });
  const { history } = await company.statusOf('OPS-12');
  expect(history.filter(({ type }) => type === 'rejected')).toHaveLength(1);
});

describe('a malformed payload', () => {
  const payloadOf = (encoding: string, data: string): Payload => ({
    metadata: { encoding: Buffer.from(encoding) },
    data: Buffer.from(data),
  });
  const good = { actor: 'U_NORA' };
  const malformed: Readonly<Record<string, readonly unknown[]>> = {
    none: [],
    null: [null],
    'a text': ['U_NORA'],
    'a number': [7],
    true: [true],
    'a list': [[good]],
    'no actor': [{}],
    'a number for an actor': [{ actor: 1 }],
    'a name for an actor': [{ actor: 'nora' }],
    'a mention for an actor': [{ actor: '<@U_NORA>' }],
    'an endless actor': [{ actor: `U${'X'.repeat(2100)}` }],
    'an actor too many': [{ actor: ['U_NORA'] }],
    'a huge reason': [{ ...good, reason: 'x'.repeat(200_000) }],
    'a list for a reason': [{ ...good, reason: ['no'] }],
    'a number for a commandId': [{ ...good, commandId: 7 }],
    'a mapping for replyTo': [{ ...good, replyTo: {} }],
    'a number for via': [{ ...good, via: 1 }],
    'a name for a user': [{ ...good, user: 'ben' }],
    'words for until': [{ ...good, until: 'tomorrow' }],
    bytes: [new Uint8Array([0, 255, 1])],
  };
  const undecodable = [
    ['JSON cut off', 'OPS-8', payloadOf('json/plain', '{"actor": "U_NO')],
    ['an unknown encoding', 'OPS-9', payloadOf('binary/encrypted', 'secret')],
    ['no encoding at all', 'OPS-10', { metadata: {}, data: Buffer.from('{}') }],
  ] as const;
  const signals = [
    'accept',
    'reject',
    'cancel',
    'request',
    'recheck',
    'adminHere',
    'handover',
    'override',
    'hotfix',
  ];

  beforeAll(async () => {
    await request('OPS-3', { actor: 'U_ANN' });
    await company.untilStage('OPS-3', 'awaiting_approval');
    await untilAnnounced('OPS-3');
  });

  /** How many posts are about this release; messages about others may still arrive. */
  const saidOf = async (ticket: string) =>
    (await transcript.posts()).filter(({ text }) => text.includes(ticket)).length;

  /** Sends a command after the malformed ones. Once it is answered, they have been read. */
  async function isResponsive(ticket = 'OPS-3'): Promise<void> {
    const posts = await saidOf(ticket);
    await signal(ticket, 'adminHere', { actor: 'U_BEN' });
    await eventuallyTrue(async () => (await saidOf(ticket)) > posts);
    expect(await saidOf(ticket), 'only that one is answered').toBe(posts + 1);
  }

  it.each(Object.entries(malformed))('such as %s changes nothing', async (_, payload) => {
    const before = await company.statusOf('OPS-3');
    for (const name of signals) await signal('OPS-3', name, ...payload);
    await isResponsive();
    expect(await company.statusOf('OPS-3')).toEqual(before);
  });

  const signalRaw = (workflowId: string, signalName: string, payload: Payload) => {
    const { client, namespace } = company.temporal;
    const input = { payloads: [payload] };
    return client.connection.workflowService.signalWorkflowExecution({
      namespace,
      workflowExecution: { workflowId },
      signalName,
      input,
    });
  };

  it.each(undecodable)('that no converter can read, %s, changes nothing', async (_, ticket, payload) => {
    await request(ticket, { actor: 'U_ANN' });
    const before = await company.untilStage(ticket, 'awaiting_approval');
    await untilAnnounced(ticket);
    await signalRaw(`release:${ticket}`, 'accept', payload);
    await isResponsive(ticket);
    expect(await company.statusOf(ticket)).toEqual(before);
  });

  it('does not begin a release either; the well-formed one behind it does', async () => {
    await request('OPS-4', { actor: 'bob' });
    expect(await company.statusOf('OPS-4')).toMatchObject({ ticket: 'OPS-4', requester: null, history: [] });
    await request('OPS-4', { actor: 'U_BEN', components: 'ledger' });
    await request('OPS-4', { actor: 'U_BEN', hotfix: 'yes' });
    await request('OPS-4', { actor: 'U_ANN' });
    expect((await company.untilStage('OPS-4', 'awaiting_approval')).requester).toBe('U_ANN');
  });

  it('does not trouble a lock', async () => {
    const lock = company.temporal.client.workflow.getHandle('lock:ledger');
    const before = await company.lock('ledger');
    for (const name of ['acquire', 'release', 'started', 'freeze', 'unfreeze', 'unlock']) {
      for (const payload of Object.values(malformed)) await lock.signal(name, ...payload);
    }
    expect(await company.lock('ledger')).toEqual(before);
    expect((await lock.describe()).status.name).toBe('RUNNING');
  });

  it('does not trouble a lock when no converter can read it', async () => {
    for (const [, , payload] of undecodable) await signalRaw('lock:db', 'freeze', payload);
    await company.temporal.client.workflow
      .getHandle('lock:db')
      .signal('freeze', { actor: 'U_NORA', reason: 'it still listens' });
    await eventually(async () => {
      expect((await company.lock('db')).freezes).toHaveLength(1);
    });
  });
});

it('answers direct messages there, and needs no mention', async () => {
  const channel = await company.slack.dm('U_ANN');
  await company.slack.say(channel, 'U_ANN', 'dobro OPS-5');
  await company.untilStage('OPS-5', 'awaiting_approval');
  await company.slack.say(channel, 'U_ANN', 'accept OPS-5');
  await untilSaid('U_ANN', /approver.*OPS-5/);
  await company.slack.say(channel, 'U_ANN', `<@${botUserId}> STATUS ops-5`);
  await untilSaid('U_ANN', /OPS-5.*waits for the good/);
  const answers = (await transcript.posts()).filter(
    ({ place, text }) => place === 'U_ANN' && text.includes('OPS-5'),
  );
  expect(answers).toHaveLength(2);
});

it('answers the slash command so that only who typed it reads it', async () => {
  await company.slack.command(general, 'U_BEN', '/dobro', 'OPS-6 no_need_admin');
  expect(await company.untilStage('OPS-6', 'awaiting_approval')).toMatchObject({
    requester: 'U_BEN',
    admin: { needed: false },
  });
  await company.slack.command(general, 'U_BEN', '/dobro', 'accept OPS-6');
  await company.slack.command(general, 'U_BEN', '/dobro', 'queue');
  await company.slack.command(general, 'U_BEN', '/dobro', 'acept OPS-6');
  const answers = await eventually(async () => {
    const found = (await company.slack.messages(general)).filter(({ ephemeral_to: to }) => to === 'U_BEN');
    expect(found).toHaveLength(3);
    return found.map(({ text }) => text);
  });
  for (const pattern of [/approver.*OPS-6/, /Free:.*`ledger`/, /`accept TICKET/]) {
    expect(answers).toContainEqual(expect.stringMatching(pattern));
  }
  expect(await company.slack.readableBy('U_ANN', general)).not.toContainEqual(
    expect.stringMatching(/OPS-6.*approver|approver.*OPS-6/),
  );
});

it('can be found and read in Temporal', async () => {
  await request('APP-1', { actor: 'U_ANN' });
  await company.untilStage('APP-1', 'awaiting_approval');
  const found = (query: string) =>
    eventually(async () => {
      const ids: string[] = [];
      for await (const { workflowId } of company.temporal.client.workflow.list({ query }))
        ids.push(workflowId);
      expect(ids).toEqual(['release:APP-1']);
    });
  await found(`DobroTicket = 'APP-1' AND DobroTickets = 'APP-1'`);
  await found(`DobroTicket = 'APP-1' AND DobroStage = 'awaiting_approval' AND DobroRequester = 'U_ANN'`);
  await found(`DobroComponents = 'ios-app' AND DobroComponents = 'ledger'`);

  const details = async (): Promise<string> => {
    const metadata = await release('APP-1').query<{ currentDetails?: string }>(
      '__temporal_workflow_metadata',
    );
    return metadata.currentDetails ?? '';
  };
  expect(await details()).toMatch(/awaiting_approval.*"good".*approver/s);
  await signal('APP-1', 'accept', { actor: 'U_NORA' });
  await company.untilStage('APP-1', 'awaiting_admin');
  await found(`DobroTicket = 'APP-1' AND DobroStage = 'awaiting_admin'`);
  expect(await details()).toMatch(/awaiting_admin.*admin.*here.*lock:ledger/s);
  await signal('APP-1', 'adminHere', { actor: 'U_SAM' });
  await company.untilStage('APP-1', 'ready');
  expect(await details()).toMatch(/To act \| the requester `U_ANN` or the admin `U_SAM` /);
  await signal('APP-1', 'cancel', { actor: 'U_ANN' });
  await company.untilStage('APP-1', 'cancelled');
  await found(`DobroTicket = 'APP-1' AND DobroStage = 'cancelled'`);
});

it('waits for a tickets file that cannot be read, says so once, and goes on when it is mended', async () => {
  await writeFile(company.ticketsFile, '- key: OPS-7\n  title: [broken');
  await company.say('U_ANN', 'dobro OPS-7');
  await untilSaid('U_ANN', /cannot check.*OPS-7/);
  expect(await company.statusOf('OPS-7')).toMatchObject({ stage: 'checking', waitingFor: 'checks' });
  await company.say('U_BEN', 'status OPS-7');
  await untilSaid('general', /OPS-7.*being checked/);
  await writeFile(company.ticketsFile, ticketsYaml(tickets));
  await company.untilStage('OPS-7', 'awaiting_approval');
  await untilSaid('shipping', /^<@U_ANN> asks .*OPS-7/);
  const told = (await transcript.posts()).filter(({ text }) => /cannot check.*OPS-7/.test(text));
  expect(told.map(({ place }) => place)).toEqual(['U_ANN']);
});
