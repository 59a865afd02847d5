/** Slack talks to the bot over HTTP requests instead of Socket Mode. */
import { freePort } from '../support/free-port.ts';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { general, startCompany, type Company } from '../support/company.ts';
import { eventually } from '../support/eventually.ts';
import { requestOf, type SignedRequest } from '../support/slack-requests.ts';
import { Transcript, type Place } from '../support/transcript.ts';

const signingSecret = 'a secret between Slack and us';
let port: number;
let company: Company;
let transcript: Transcript;

beforeAll(async () => {
  port = await freePort();
  const tickets = { 'WEB-1': ['ios-app'], 'WEB-2': ['ios-app'], 'WEB-3': ['ios-app'] };
  company = await startCompany({ tickets, http: { signingSecret, port } });
  transcript = new Transcript(company);
});
afterAll(() => company.close());

const send = (request: Omit<SignedRequest, 'secret'> & { readonly secret?: string }) =>
  requestOf(port, { secret: signingSecret, ...request });
const json = (body: object) => ({ body: JSON.stringify(body), contentType: 'application/json' });

/** The event for a mention in `general`. */
async function mention(user: 'U_ANN' | 'U_NORA', words: string) {
  const { ts, text } = await company.slack.say(general, user, `<@U0BOT> ${words}`);
  const event = { type: 'app_mention', user, text, ts, channel: general, event_ts: ts };
  return json({ type: 'event_callback', team_id: 'T0DOBROBOT', api_app_id: 'A0DOBROBOT', event });
}

const slash = (user: string, text: string, trigger: string) => ({
  contentType: 'application/x-www-form-urlencoded',
  body: new URLSearchParams({
    command: '/dobro',
    text,
    user_id: user,
    channel_id: general,
    team_id: 'T0DOBROBOT',
    trigger_id: trigger,
    response_url: 'http://127.0.0.1:9/never',
  }).toString(),
});

const said = async (where: Place, pattern: RegExp): Promise<number> =>
  (await transcript.posts()).filter(({ place, text }) => place === where && pattern.test(text)).length;
const untilSaid = (where: Place, pattern: RegExp, times: number) =>
  eventually(async () => {
    expect(await said(where, pattern)).toBe(times);
  });

it('answers the question whether the address is ours', async () => {
  const { status, text } = await send(json({ type: 'url_verification', challenge: 'c-123' }));
  expect(status).toBe(200);
  expect(text).toContain('c-123');
});

it('takes what Slack signed: mentions and slash commands', async () => {
  expect(await send(await mention('U_ANN', 'dobro WEB-1'))).toMatchObject({ status: 200 });
  await company.untilStage('WEB-1', 'awaiting_approval');
  expect(
    await send(slash('U_NORA', 'accept <https://jira.company.example/view/WEB-1|the ticket>', 't-1')),
  ).toMatchObject({ status: 200 });
  await company.untilStage('WEB-1', 'ready');
  expect(await send(slash('U_NORA', 'status WEB-1', 't-2'))).toMatchObject({ status: 200 });
  await untilSaid('general', /Stage `ready`/, 1);
});

it('acts once on what Slack sends again', async () => {
  const request = await mention('U_ANN', 'dobro WEB-2');
  for (const retryNumber of [0, 1, 2]) {
    const retried = retryNumber === 0 ? request : { ...request, retryNumber };
    expect(await send(retried)).toMatchObject({ status: 200 });
  }
  await company.untilStage('WEB-2', 'awaiting_approval');
  const question = await mention('U_ANN', 'help handover');
  await send(question);
  await send({ ...question, retryNumber: 1 });
  await untilSaid('general', /handover TICKET/, 1);
  expect((await company.statusOf('WEB-2')).history.map(({ type }) => type)).toEqual([
    'requested',
    'checksPassed',
  ]);
  expect(await said('general', /already/)).toBe(0);
});

it('refuses what somebody else signed, what was signed long ago, and what nobody signed', async () => {
  const request = await mention('U_ANN', 'dobro WEB-3');
  expect(await send({ ...request, secret: 'a guess' })).toMatchObject({ status: 401 });
  const longAgo = Math.floor(Date.now() / 1000) - 301;
  expect(await send({ ...request, at: longAgo })).toMatchObject({ status: 401 });
  const unsigned = await fetch(`http://127.0.0.1:${port}/slack/events`, {
    method: 'POST',
    body: request.body,
  });
  expect(unsigned.status).toBe(401);
  await expect(company.statusOf('WEB-3')).rejects.toThrow(/not found/);
});

it('lives on whatever Slack could sign', async () => {
  const bodies = [
    'null',
    '[]',
    '5',
    '"words"',
    '',
    '{',
    'true',
    '{"type":null}',
    '{"event":null}',
    '{"payload":"null"}',
  ];
  const forms = ['payload=null', 'payload=%7B', 'payload=5', 'command=', 'a', 'payload=%5B%5D'];
  const all = [
    ...bodies.map((body) => ({ body, contentType: 'application/json' })),
    ...forms.map((body) => ({ body, contentType: 'application/x-www-form-urlencoded' })),
  ];
  await Promise.all(all.map((request) => send(request).catch(() => null)));
  expect(await send(slash('U_NORA', 'help unlock', 't-3'))).toMatchObject({ status: 200 });
});

it('finishes what it has in hand and ends with 0', async () => {
  const request = await mention('U_ANN', 'dobro WEB-3');
  const answer = send(request).then(
    ({ status }) => status,
    () => 0,
  );
  await company.bot().stop();
  expect(await company.bot().ended).toBe('exit code 0');
  // Either it was refused at the door, or it was carried out.
  if ((await answer) === 200) await company.untilStage('WEB-3', 'awaiting_approval');
});
