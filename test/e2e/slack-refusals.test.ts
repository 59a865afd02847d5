/** What Slack refuses: who is notified, and that it delays nothing else. Each of Slack's own errors, with a real worker and bot. */
import { afterAll, beforeAll, expect, it } from 'vitest';
import { neededScopes } from '../../slack/scopes.ts';
import { general, shipping, startCompany, type Company } from '../support/company.ts';
import { eventually, eventuallyTrue } from '../support/eventually.ts';
import type { SlackLine } from '../support/slack-line.ts';
import { Transcript, type Place } from '../support/transcript.ts';

let company: Company;
let line: SlackLine;
let transcript: Transcript;

beforeAll(async () => {
  const tickets = [1, 2, 3, 4, 5, 6].map((n) => `NO-${n}`);
  company = await startCompany({
    tickets: Object.fromEntries(tickets.map((ticket) => [ticket, ['ios-app']])),
    ownLine: true,
    // Ten of Slack's minutes pass in one.
    tiersAtSpeed: 10,
  });
  if (company.line === null) throw new Error('The company has no line of its own');
  ({ line } = company);
  transcript = new Transcript(company);
});
afterAll(() => company.close());

const saidAbout = async (pattern: RegExp, where: Place): Promise<readonly string[]> =>
  (await transcript.posts())
    .filter(({ place, text }) => place === where && pattern.test(text))
    .map(({ text }) => text);

/** Resolves once exactly this was said about it there, in this order. */
const untilSaid = (about: RegExp, where: Place, ...says: readonly RegExp[]) =>
  eventually(async () => {
    const expected = says.map((pattern) => expect.stringMatching(pattern) as string);
    expect(await saidAbout(about, where)).toEqual(expected);
  });

it.each([
  ['NO-1', 'is_archived', 'archived'],
  ['NO-2', 'not_in_channel', 'I am not in the channel'],
  ['NO-3', 'channel_not_found', 'I see no channel'],
])(
  '%s: a release channel that answers %s holds up nothing but what goes there, and asks for nothing that is done when it is back',
  async (ticket, error, words) => {
    const about = new RegExp(`${ticket}\\b`);
    const mend = line.faults.refuse(
      { method: 'chat.postMessage', channel: shipping, error },
      { method: 'chat.update', channel: shipping, error },
    );
    await company.say('U_ANN', `dobro ${ticket}`);
    await untilSaid(about, 'U_NORA', /asks for your good/);
    await untilSaid(about, 'U_OTTO', /asks for your good/);
    await untilSaid(about, 'U_ANN', new RegExp(`could not be announced: .*${words}`));
    await untilSaid(new RegExp(words), 'U_SAM', /Nothing is announced/);
    await company.say('U_NORA', `accept ${ticket}`);
    await untilSaid(about, 'general', /^Done/);
    await untilSaid(about, 'U_ANN', /could not be announced/, /your turn/);
    await company.say('U_ANN', `dep start ${ticket}`);
    await company.untilStage(ticket, 'deploying');
    expect(await saidAbout(about, 'shipping')).toEqual([]);
    mend();
    // Its card shows the state, and its thread the events.
    await untilSaid(about, 'shipping', /: on production/, /gave the good/, /turn/, /started/);
    await untilSaid(about, 'U_NORA', /gave the good/);
    await untilSaid(about, 'U_ANN', /could not be announced/, /started/);
    await untilSaid(new RegExp(words), 'U_SAM', /Nothing is announced/);
  },
  120_000,
);

it('reaches somebody in the channel whom it may not write to directly, and everybody else as ever', async () => {
  const { slack } = company;
  const direct = await slack.dm('U_OTTO');
  const mend = line.faults.refuse(
    { method: 'chat.postMessage', channel: 'U_OTTO', error: 'missing_scope' },
    { method: 'chat.postMessage', channel: direct, error: 'missing_scope' },
    { method: 'conversations.open', error: 'missing_scope' },
  );
  await company.say('U_BEN', 'dobro NO-4');
  await eventually(async () => {
    const whispers = (await slack.messages(shipping)).filter((message) => message.ephemeral_to === 'U_OTTO');
    expect(whispers.map(({ text }) => text)).toEqual([expect.stringMatching(/asks for your good.*NO-4/)]);
  });
  await untilSaid(/NO-4/, 'U_NORA', /asks for your good/);
  expect(await saidAbout(/NO-4/, 'U_OTTO')).toEqual([]);
  mend();
});

it('lets one person wait as long as Slack wants, and nobody else', async () => {
  const direct = await company.slack.dm('U_NORA');
  const wait = { type: 'limit', retryAfterSeconds: 6, channel: direct } as const;
  line.faults.order('chat.postMessage', wait);
  await company.say('U_ANN', 'dobro NO-5');
  await untilSaid(/NO-5/, 'U_OTTO', /asks for your good/);
  await eventuallyTrue(() => line.faults.allHappened());
  const posts = () => line.faults.calls('chat.postMessage', direct);
  const limited = posts().at(-1) ?? 0;
  await company.say('U_OTTO', 'accept NO-5');
  await untilSaid(/NO-5/, 'general', /^Done/);
  await untilSaid(/NO-5/, 'U_ANN', /your turn/);
  expect(posts().at(-1), 'it waits yet').toBe(limited);
  await company.say('U_ANN', 'dobro NO-6');
  await untilSaid(/NO-6/, 'U_NORA', /asks for your good/);
  const taken = posts().find((at) => at > limited) ?? 0;
  expect(taken - limited).toBeGreaterThanOrEqual(5990);
  // The approval has been given in the meantime, so nobody is asked for it.
  expect(await saidAbout(/NO-5/, 'U_NORA')).toEqual([]);
});

it('tells the admins once what is wrong with the setup, however often it starts', async () => {
  line.grant(neededScopes.filter((scope) => scope !== 'im:write' && scope !== 'usergroups:read'));
  line.faults.refuse({ method: 'users.info', channel: 'U_OTTO', error: 'user_not_found' });
  line.faults.refuse({ method: 'conversations.info', channel: shipping, error: 'channel_not_found' });
  for (let start = 0; start < 2; start += 1) {
    await company.worker().stop();
    await company.startWorker();
    await untilSaid(/scopes/, 'U_SAM', /lacks the scopes `im:write` and `usergroups:read`/);
    await untilSaid(/people\.approvers/, 'U_SAM', /`people\.approvers` names <@U_OTTO>/);
  }
  await eventually(() => {
    const output = company.worker().lastLines().join('\n');
    for (const wrong of ['lacks the scopes', 'U_OTTO', 'shipping']) {
      expect(output).toMatch(new RegExp(`Setup: .*${wrong}`));
    }
  });
  await untilSaid(/scopes/, 'U_SAM', /lacks the scopes/);
}, 300_000);

it('kept to what Slack takes all the while', () => {
  expect(line.tiers?.impatient()).toEqual([]);
  expect(line.tiers?.limited()).toEqual([]);
  expect(line.faults.calls('conversations.open')).toEqual([]);
});

it('answers where it was asked', async () => {
  await company.say('U_BEN', 'help status', general);
  await untilSaid(/status/, 'general', /status \[TICKET\]/);
});
