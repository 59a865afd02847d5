import { afterAll, beforeAll, expect, it } from 'vitest';
import { botUserId } from '../../start/embedded-slack.ts';
import { general, startCompany, type Company, type Person } from '../support/company.ts';
import { eventually, eventuallyTrue } from '../support/eventually.ts';
import { envelopeOf, redelivered, type Envelope, type SlackLine } from '../support/slack-line.ts';
import { Transcript } from '../support/transcript.ts';

let company: Company;
let line: SlackLine;
let transcript: Transcript;

beforeAll(async () => {
  const tickets = Object.fromEntries([1, 2, 3, 4, 5, 6, 7, 8].map((n) => [`DUP-${n}`, ['ios-app']]));
  company = await startCompany({ tickets: tickets, ownLine: true });
  if (company.line === null) throw new Error('The company has no line of its own');
  ({ line } = company);
  transcript = new Transcript(company);
});
afterAll(() => company.close());

/** How many messages about a ticket each place got. Places without any are left out. */
async function told(ticket: string): Promise<Record<string, number>> {
  const about = (await transcript.posts()).filter(({ text }) => new RegExp(`${ticket}\\b`).test(text));
  const counts: Record<string, number> = {};
  for (const { place } of about) counts[place] = (counts[place] ?? 0) + 1;
  return counts;
}

/** The messages that follow from one request that passes its checks. */
const once = { shipping: 1, U_NORA: 1, U_OTTO: 1 };

const untilTold = (ticket: string, expected: Record<string, number>) =>
  eventually(async () => {
    expect(await told(ticket)).toEqual(expected);
  });

const questionIdOf = ({ payload }: Envelope): string => {
  const { channel, ts } = payload['event'] as { readonly channel: string; readonly ts: string };
  return `question:${channel}:${ts}`;
};

const answersLike = async (pattern: RegExp): Promise<number> =>
  (await transcript.posts()).filter(({ place, text }) => place === 'general' && pattern.test(text)).length;

async function requestsSeen(ticket: string): Promise<number> {
  const { history } = await company.statusOf(ticket);
  return history.filter(({ type }) => type === 'requested').length;
}

async function runs(ticket: string): Promise<number> {
  let count = 0;
  const query = `WorkflowId = 'release:${ticket}'`;
  for await (const run of company.temporal.client.workflow.list({ query })) count += run.runId === '' ? 0 : 1;
  return count;
}

/** Resolves once the latest run of the workflow has closed, which is when it has delivered everything. */
const closed = (workflowId: string) =>
  company.temporal.client.withDeadline(Date.now() + 20_000, () =>
    company.temporal.client.workflow.getHandle(workflowId).result(),
  );

/** Cancels a release and waits until it has closed. */
async function end(ticket: string, by: Person): Promise<void> {
  await company.say(by, `cancel ${ticket}`);
  await closed(`release:${ticket}`);
}

it('takes a post that arrives as a message and as a mention for one', async () => {
  const text = `<@${botUserId}> dobro DUP-1`;
  const { ts } = await company.slack.say(general, 'U_ANN', text);
  const post = { user: 'U_ANN', text, ts, channel: general, event_ts: ts };
  await Promise.all([
    line.deliver(envelopeOf({ type: 'message', channel_type: 'channel', ...post })),
    line.deliver(envelopeOf({ type: 'app_mention', ...post })),
    line.deliver(envelopeOf({ type: 'app_mention', ...post })),
  ]);
  await company.untilStage('DUP-1', 'awaiting_approval');
  await untilTold('DUP-1', once);
  await company.say('U_NORA', 'status DUP-1');
  await untilTold('DUP-1', { ...once, general: 1 });
  expect(await requestsSeen('DUP-1')).toBe(1);
});

it('acts once on a command that is delivered twice', async () => {
  await company.say('U_ANN', 'dobro DUP-2');
  await company.untilStage('DUP-2', 'awaiting_approval');
  const accept = await company.write('U_NORA', 'accept DUP-2');
  await line.deliver(accept);
  await line.deliver(redelivered(accept));
  await company.untilStage('DUP-2', 'ready');
  await line.deliver(redelivered(accept));
  await company.say('U_ANN', 'dep start DUP-2');
  await company.untilStage('DUP-2', 'deploying');
  // Requested, accepted, has its turn, started; and the answers to two commands.
  await untilTold('DUP-2', { ...once, shipping: 4, U_ANN: 1, general: 2 });
});

it('answers once the command that ended a release, though it is delivered again', async () => {
  const finish = await company.write('U_ANN', 'dep finish DUP-2');
  await line.deliver(finish);
  await closed('release:DUP-2');
  await line.deliver(redelivered(finish));
  await untilTold('DUP-2', { ...once, shipping: 5, U_ANN: 1, general: 3 });
});

it('makes one release of the same request by two people at once; the second hears of the first', async () => {
  await Promise.all([company.say('U_ANN', 'dobro DUP-3'), company.say('U_BEN', 'dobro DUP-3')]);
  const { requester } = await company.untilStage('DUP-3', 'awaiting_approval');
  await untilTold('DUP-3', { ...once, general: 1 });
  const answer = (await transcript.posts()).find(
    ({ place, text }) => place === 'general' && text.includes('DUP-3'),
  );
  expect(answer?.text).toMatch(
    new RegExp(`^@${(requester ?? '').slice(2).toLowerCase()} asked .*DUP-3.*already`),
  );
  // Visibility lists lag behind.
  await expect.poll(() => runs('DUP-3')).toBe(1);
});

it('has one effect with two bots on the same events', async () => {
  const secondBot = await company.startSecondBot();
  await eventuallyTrue(() => line.connections() === 2);
  await company.say('U_ANN', 'dobro DUP-4');
  await company.untilStage('DUP-4', 'awaiting_approval');
  await company.say('U_NORA', 'accept DUP-4');
  await company.untilStage('DUP-4', 'ready');
  await company.say('U_ANN', 'dep start DUP-4');
  await company.untilStage('DUP-4', 'deploying');
  await untilTold('DUP-4', { ...once, shipping: 4, U_ANN: 1, general: 2 });
  expect(await requestsSeen('DUP-4')).toBe(1);
  for (const words of ['status DUP-4', 'accept DUP-404', 'acept DUP-4040', 'freeze dup-40400 not there']) {
    const { ts } = await company.say('U_ANN', words);
    await closed(`question:${general}:${ts}`);
  }
  await untilTold('DUP-4', { ...once, shipping: 4, U_ANN: 1, general: 3 });
  await untilTold('DUP-404', { general: 1 });
  expect(await answersLike(/accept/)).toBe(1);
  await secondBot.stop();
  await eventuallyTrue(() => line.connections() === 1);
});

it('starts no second release by a request that is delivered again after the end', async () => {
  const request = await company.write('U_ANN', 'dobro DUP-5');
  await line.deliver(request);
  await company.untilStage('DUP-5', 'awaiting_approval');
  await end('DUP-5', 'U_ANN');
  const before = await told('DUP-5');
  for (let delivery = 2; delivery <= 4; delivery += 1) {
    await line.deliver(redelivered(request));
    await closed('release:DUP-5');
    const { stage, requester } = await company.statusOf('DUP-5');
    expect({ delivery, stage, requester }).toEqual({ delivery, stage: 'cancelled', requester: 'U_ANN' });
    expect(await told('DUP-5')).toEqual(before);
  }
  // A new request is carried out.
  await company.say('U_BEN', 'dobro DUP-5');
  expect((await company.untilStage('DUP-5', 'awaiting_approval')).requester).toBe('U_BEN');
});

it('starts no second release by a request that is delivered again at the very moment of the end', async () => {
  const request = await company.write('U_ANN', 'dobro DUP-6');
  await line.deliver(request);
  await company.untilStage('DUP-6', 'awaiting_approval');
  await company.say('U_ANN', 'cancel DUP-6');
  await line.deliver(redelivered(request));
  await company.untilStage('DUP-6', 'cancelled');
  await closed('release:DUP-6');
  expect(await company.statusOf('DUP-6')).toMatchObject({ stage: 'cancelled', requester: 'U_ANN' });
  expect(await told('DUP-6')).toEqual({ ...once, shipping: 2, general: 1 });
});

it('does not do to the next release what was said of the one before it', async () => {
  await company.say('U_ANN', 'dobro DUP-7');
  await company.untilStage('DUP-7', 'awaiting_approval');
  const accept = await company.write('U_NORA', 'accept DUP-7');
  await line.deliver(accept);
  await company.untilStage('DUP-7', 'ready');
  await end('DUP-7', 'U_ANN');
  await company.say('U_BEN', 'dobro DUP-7');
  await company.untilStage('DUP-7', 'awaiting_approval');
  await line.deliver(redelivered(accept));
  // Commands are carried out in order: once this one is answered, the redelivered one was dropped.
  await company.say('U_BEN', 'dep start DUP-7');
  await eventually(async () => {
    const posts = await transcript.posts();
    expect(posts.some(({ text }) => /No `dep start`.*DUP-7|may `dep start DUP-7`/.test(text))).toBe(true);
  });
  expect(await company.statusOf('DUP-7')).toMatchObject({ stage: 'awaiting_approval', acceptedBy: [] });
});

it('answers once what the bot cannot carry out, though it is delivered again', async () => {
  for (const words of ['status DUP-8', 'help handover', 'accept DUP-8', 'quite unreadable']) {
    const question = await company.write('U_BEN', words);
    await line.deliver(question);
    await line.deliver(redelivered(question));
    await closed(questionIdOf(question));
    await line.deliver(redelivered(question));
  }
  await untilTold('DUP-8', { general: 2 });
  expect(await answersLike(/handover TICKET/)).toBe(1);
  expect(await answersLike(/quite/)).toBe(1);
});
