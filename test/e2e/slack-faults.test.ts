/** Failures between dobrobot and Slack: nothing is lost, and nothing is said or done twice. */
import { afterAll, beforeAll, expect, it } from 'vitest';
import { botUserId } from '../../start/embedded-slack.ts';
import { untilDelivered as attempts } from '../../workflows/until-delivered.ts';
import { general, shipping, startCompany, type Company, type Person } from '../support/company.ts';
import { eventually, eventuallyTrue } from '../support/eventually.ts';
import { redelivered, type SlackLine } from '../support/slack-line.ts';
import { partsOf, Transcript, type Place } from '../support/transcript.ts';

let company: Company;
let line: SlackLine;
let transcript: Transcript;
const burst = Array.from({ length: 12 }, (_, n) => `BURST-${n + 1}`);

beforeAll(async () => {
  const tickets = [...burst, ...[1, 2, 3, 4, 5, 6].map((n) => `FAULT-${n}`)];
  company = await startCompany({
    tickets: Object.fromEntries(tickets.map((ticket) => [ticket, ['ios-app']])),
    ownLine: true,
    slacksPace: true,
  });
  if (company.line === null) throw new Error('The company has no line of its own');
  ({ line } = company);
  transcript = new Transcript(company);
});
afterAll(() => company.close());

/** As from the Temporal Web UI. */
const signal = (ticket: string, name: string, actor: Person) =>
  company.temporal.client.workflow.signalWithStart('release', {
    workflowId: `release:${ticket}`,
    taskQueue: 'dobrobot',
    signal: name,
    signalArgs: [{ actor }],
  });

const saidAbout = async (ticket: string, where: Place = 'shipping'): Promise<readonly string[]> =>
  (await transcript.posts())
    .filter(({ place, text }) => place === where && new RegExp(`${ticket}\\b`).test(text))
    .map(({ text }) => text);

/** Resolves once exactly this was said, in this order. */
const untilSaid = (ticket: string, says: readonly RegExp[], where: Place = 'shipping') =>
  eventually(async () => {
    const expected = says.map((pattern) => expect.stringMatching(pattern) as string);
    expect(await saidAbout(ticket, where)).toEqual(expected);
  });

const asked = /asks for the good/;
/** The card at this stage, and the first messages below it. */
const storyUntil = (stage: RegExp, parts: number): readonly RegExp[] =>
  [stage, /gave the good/, /turn/, /started/, /finished/].slice(0, parts);
const story = storyUntil(/: finished$/, 5);

/** The attempts that a release's activities took. A fault that the worker handles by itself takes only the first. */
async function attemptsOf(ticket: string): Promise<readonly number[]> {
  const { events } = await company.temporal.client.workflow.getHandle(`release:${ticket}`).fetchHistory();
  const started = (events ?? []).flatMap((event) => event.activityTaskStartedEventAttributes ?? []);
  return [...new Set(started.map(({ attempt }) => attempt ?? 0))];
}

/** The number of the attempt at a delivery that is under way or waited for; 0 if there is nothing to deliver. */
async function attemptUnderWay(ticket: string): Promise<number> {
  const { raw } = await company.temporal.client.workflow.getHandle(`release:${ticket}`).describe();
  return Math.max(0, ...(raw.pendingActivities ?? []).map(({ attempt }) => attempt ?? 0));
}

it('waits where Slack wants it for as long as Slack wants, and answers elsewhere meanwhile', async () => {
  const welcomes = line.faults.calls('chat.postMessage', shipping).length;
  const posts = (channel: string) =>
    line.faults.calls('chat.postMessage', channel).slice(channel === shipping ? welcomes : 0);
  line.faults.order('chat.postMessage', { type: 'limit', retryAfterSeconds: 8, channel: shipping });
  await signal('FAULT-1', 'request', 'U_ANN');
  await eventuallyTrue(() => posts(shipping).length === 1);
  await untilSaid('FAULT-1', [/asks for your good/], 'U_NORA');
  await company.say('U_BEN', 'help status');
  await eventuallyTrue(() => posts(general).length === 1);
  expect(posts(shipping)).toHaveLength(1);
  line.faults.order('chat.postMessage', { type: 'limit', retryAfterSeconds: 2, channel: shipping });
  line.faults.order('chat.update', { type: 'limit', retryAfterSeconds: 1 });
  await untilSaid('FAULT-1', [asked]);
  const [limited = 0, limitedAgain = 0, taken = 0] = posts(shipping);
  expect(limitedAgain - limited).toBeGreaterThanOrEqual(7990);
  expect(taken - limitedAgain).toBeGreaterThanOrEqual(1990);
  await signal('FAULT-1', 'accept', 'U_NORA');
  await untilSaid('FAULT-1', storyUntil(/: has its turn, not started · /, 3));
  expect(line.faults.allHappened()).toBe(true);
  expect(await attemptsOf('FAULT-1')).toEqual([1]);
});

it('says once what Slack failed to take, and what it took and did not confirm', async () => {
  line.faults.order('chat.postMessage', { type: 'refused' }, { type: 'lostAnswer' });
  await signal('FAULT-2', 'request', 'U_ANN');
  await untilSaid('FAULT-2', [asked]);
  await untilSaid('FAULT-2', [/asks for your good/], 'U_OTTO');
  expect(line.faults.allHappened()).toBe(true);
  line.faults.order('chat.update', { type: 'lostAnswer' }, { type: 'refused' });
  line.faults.order('chat.postMessage', { type: 'brokenOff' }, { type: 'lostAnswer' });
  await signal('FAULT-2', 'accept', 'U_NORA');
  await eventuallyTrue(() => line.faults.allHappened());
  await signal('FAULT-2', 'depStart', 'U_ANN');
  await untilSaid('FAULT-2', storyUntil(/: on production · /, 4));
  await untilSaid('FAULT-2', [/gave the good/, /Done/], 'U_NORA');
});

it('acts once on what is delivered twice, while connections end by request, break, and calls fail', async () => {
  const answers = async () => (await saidAbout('FAULT-3', 'general')).map((text) => text.slice(0, 4));
  const steps = [
    [
      'U_ANN',
      'dobro FAULT-3',
      'awaiting_approval',
      () => {
        line.askToReconnect('warning');
      },
    ],
    [
      'U_NORA',
      'accept FAULT-3',
      'ready',
      () => {
        line.askToReconnect('refresh_requested');
      },
    ],
    [
      'U_ANN',
      'dep start FAULT-3',
      'deploying',
      () => {
        line.dropConnections();
      },
    ],
  ] as const;
  for (const [user, words, stage, disturb] of steps) {
    const said = await company.write(user, words);
    line.faults.order('chat.postMessage', { type: 'lostAnswer' });
    const connected = line.connected();
    disturb();
    line.send(said);
    line.send(redelivered(said));
    await company.untilStage('FAULT-3', stage);
    await eventuallyTrue(() => line.connected() > connected && line.connections() === 1);
    await line.deliver(redelivered(said));
  }
  await company.say('U_ANN', 'dep finish FAULT-3');
  await company.temporal.client.workflow.getHandle('release:FAULT-3').result();
  await untilSaid('FAULT-3', story);
  expect(await answers()).toEqual(['Done', 'Done', 'Done']);
});

const before = new Set<string>();
const sinceThen = async () =>
  (await company.slack.messages(shipping)).filter(({ ts, user }) => !before.has(ts) && user === botUserId);

it('says a burst at the pace that Slack allows, joined where it waits, and answers past it', async () => {
  for (const { ts } of await company.slack.messages(shipping)) before.add(ts);
  await Promise.all(burst.map((ticket) => signal(ticket, 'request', 'U_ANN')));
  await Promise.all(burst.map((ticket) => company.untilStage(ticket, 'awaiting_approval')));
  await Promise.all(burst.map((ticket) => signal(ticket, 'accept', 'U_NORA')));
  const saidBefore = (await sinceThen()).length;
  await company.say('U_BEN', 'help handover', shipping);
  const saidThen = await eventually(async () => {
    const said = await sinceThen();
    expect(said.map(({ text }) => text)).toContainEqual(expect.stringContaining('handover TICKET'));
    return said;
  });
  // In line it would come after the waiting cards. The clock sets the pace, and a busy machine delays that as well.
  const inBetween = saidThen.findIndex(({ text }) => text?.includes('handover TICKET')) - saidBefore;
  expect(inBetween).toBeLessThan(5);
  // A card and at least one more message per release.
  expect(saidThen.length, 'the burst lasts').toBeLessThan(1 + 2 * burst.length);

  await Promise.all(burst.map((ticket) => company.untilStage(ticket, 'ready')));
  for (const ticket of burst)
    await untilSaid(ticket, storyUntil(/: has its turn, not started · /, 3), 'shipping');
  const announcements = (await sinceThen()).filter(({ text }) => text?.includes('handover TICKET') === false);
  const parts = announcements.map((message) => partsOf(message).length);
  expect(Math.max(...parts)).toBeGreaterThan(1);
  const times = announcements.map(({ ts }) => Number(ts));
  times.forEach((from, first) => {
    times.slice(first).forEach((to, more) => {
      // Five at once, then one a second, plus two for messages that a busy machine delays.
      expect(more + 1).toBeLessThanOrEqual(7 + Math.max(0, to - from));
    });
  });
}, 300_000);

it('goes on by signals while Slack is down, and says all of it afterwards, in order and once', async () => {
  // However long an outage lasts, there is no last attempt, and the next one is never far away.
  expect(attempts.retry).toEqual({ initialInterval: '500 ms', maximumInterval: '1 minute' });
  expect(attempts.scheduleToCloseTimeout).toBeUndefined();
  await signal('FAULT-4', 'request', 'U_ANN');
  await untilSaid('FAULT-4', [asked]);
  line.faults.down();
  line.dropConnections();
  for (const [name, actor, stage] of [
    ['accept', 'U_NORA', 'ready'],
    ['depStart', 'U_ANN', 'deploying'],
    ['depFinish', 'U_ANN', 'finished'],
  ] as const) {
    await signal('FAULT-4', name, actor);
    await company.untilStage('FAULT-4', stage);
  }
  await signal('FAULT-5', 'request', 'U_BEN');
  await company.untilStage('FAULT-5', 'awaiting_approval');
  await company.slack.say(general, 'U_BEN', `<@${botUserId}> dobro FAULT-6`);
  await eventuallyTrue(async () => (await attemptUnderWay('FAULT-4')) > 3);
  line.faults.up();
  await untilSaid('FAULT-4', story, 'shipping');
  // Somebody who has already started is not notified of their turn.
  await untilSaid('FAULT-4', [/Done.*on production/, /Done.*is finished/], 'U_ANN');
  await untilSaid('FAULT-5', [asked], 'shipping');
  await company.temporal.client.workflow.getHandle('release:FAULT-4').result();
  await untilSaid('FAULT-4', story);
  // The bot finds commands that were given during the outage.
  await company.untilStage('FAULT-6', 'awaiting_approval');
}, 300_000);
