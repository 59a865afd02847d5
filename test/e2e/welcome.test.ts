/** The bot introduces itself, once per place, with buttons for the first steps. */
import { afterAll, beforeAll, expect, it } from 'vitest';
import { botUserId } from '../../start/embedded-slack.ts';
import { buttonOf, click, messagesOf } from '../support/cards.ts';
import type { Seen } from '../support/cards.ts';
import { general, shipping, startCompany, type Company, type Person } from '../support/company.ts';
import { testDatabase } from '../support/database.ts';
import { eventually } from '../support/eventually.ts';

let company: Company;

beforeAll(async () => {
  company = await startCompany({
    tickets: { 'HI-1': ['ios-app'] },
    database: await testDatabase(),
  });
});
afterAll(() => company.close());

const hello = /^Hello! I bring releases to production/;
const labels = ['Ask for a release', 'Show the queue', 'What can I say?'];

const welcomesIn = async (channel: string, of = company): Promise<readonly Seen[]> =>
  (await messagesOf(of, channel)).filter(({ text }) => hello.test(text));

const welcomeIn = (channel: string, of = company): Promise<Seen> =>
  eventually(async () => {
    const [welcome, ...more] = await welcomesIn(channel, of);
    expect(more).toEqual([]);
    expect(welcome?.buttons.map(({ label }) => label)).toEqual(labels);
    return welcome ?? expect.unreachable('Nobody is welcomed');
  });

const directOf = (user: Person) => company.slack.dm(user);

/** Restarts the bot. Resolves when it has checked whether anybody is to be welcomed. */
async function restartBot(of = company): Promise<void> {
  const welcome = of.temporal.client.workflow.getHandle('welcome');
  const { runId } = await welcome.describe();
  await of.bot().stop();
  await of.startBot();
  await eventually(async () => {
    const last = await welcome.describe();
    expect(last.runId).not.toBe(runId);
    expect(last.status.name).toBe('COMPLETED');
  });
}

async function openHome(user: Person): Promise<void> {
  await company.slack.openHome(user);
  await eventually(async () => {
    const home = company.temporal.client.workflow.getHandle(`home:${user}`);
    expect((await home.describe()).status.name).toBe('COMPLETED');
  });
}

/** Checks the effect of each button for a user; `told` returns the texts where the answers appear. */
async function expectButtonsToWork(
  user: Person,
  welcome: Seen,
  told: () => Promise<readonly string[]>,
): Promise<void> {
  await click(company, user, buttonOf(welcome, 'Show the queue'));
  await eventually(async () => {
    expect(await told()).toContainEqual(expect.stringMatching(/Nobody holds a lock|Free: /));
  });
  await click(company, user, buttonOf(welcome, 'What can I say?'));
  await eventually(async () => {
    expect(await told()).toContainEqual(expect.stringMatching(/Mention me, write to me/));
  });
  await click(company, user, buttonOf(welcome, 'Ask for a release'));
  expect((await company.slack.untilForm()).callback_id).toBe('requestRelease');
}

it('welcomes those in the release channel once, however often it starts', async () => {
  const welcome = await welcomeIn(shipping);
  await restartBot();
  await company.worker().stop();
  await company.startWorker();
  await restartBot();
  expect((await welcomeIn(shipping)).ts).toBe(welcome.ts);
  await expectButtonsToWork('U_BEN', welcome, async () =>
    (await messagesOf(company, shipping, 'U_BEN')).map(({ text }) => text),
  );
});

it('answers a greeting with the same buttons', async () => {
  const direct = await directOf('U_OTTO');
  const { ts } = await company.say('U_OTTO', 'hi');
  const welcome = await welcomeIn(general);
  expect(welcome.thread).toBe(ts);
  await expectButtonsToWork('U_OTTO', welcome, async () =>
    (await messagesOf(company, general, 'U_OTTO')).map(({ text }) => text),
  );
  expect(await messagesOf(company, direct)).toEqual([]);
});

it('welcomes whoever opens the App Home for the first time, and never again', async () => {
  await openHome('U_ANN');
  const welcome = await welcomeIn(await directOf('U_ANN'));
  await openHome('U_ANN');
  await restartBot();
  await company.worker().stop();
  await company.startWorker();
  await openHome('U_ANN');
  expect((await welcomeIn(await directOf('U_ANN'))).ts).toBe(welcome.ts);
  // A command that refreshes the App Home does not count as opening it.
  await company.slack.clickHome('U_NORA', { type: 'button', action_id: 'preference:snooze' });
  await openHome('U_BEN');
  await welcomeIn(await directOf('U_BEN'));
  expect(await welcomesIn(await directOf('U_NORA'))).toEqual([]);
  await expectButtonsToWork('U_ANN', welcome, async () =>
    (await messagesOf(company, await directOf('U_ANN'))).map(({ text }) => text),
  );
});

it('welcomes nobody in the channel once something was released', async () => {
  await company.say('U_ANN', 'dobro HI-1');
  await company.untilStage('HI-1', 'awaiting_approval');
  await company.slack.deleteMessage(shipping, (await welcomeIn(shipping)).ts, botUserId);
  await restartBot();
  expect(await welcomesIn(shipping)).toEqual([]);
});

it('waits with that until it is invited there', async () => {
  const another = await startCompany({ tickets: {}, ownLine: true });
  const { slack, line } = another;
  await slack.deleteMessage(shipping, (await welcomeIn(shipping, another)).ts, botUserId);
  const invite = line?.faults.refuse({
    method: 'chat.postMessage',
    channel: shipping,
    error: 'not_in_channel',
  });
  // A worker that has welcomed would not do so again.
  await another.worker().stop();
  await another.startWorker();
  const restarted = restartBot(another);
  await eventually(async () => {
    const told = await messagesOf(another, await slack.dm('U_SAM'));
    expect(told.map(({ text }) => text)).toContainEqual(expect.stringMatching(/I am not in the channel/));
  });
  expect(await welcomesIn(shipping, another)).toEqual([]);
  invite?.();
  await restarted;
  await welcomeIn(shipping, another);
  await another.close();
});
