/** The whole conversation without Slack, over the API alone. Then Slack comes back and shows what it would have shown. */
import { afterAll, beforeAll, expect, it } from 'vitest';
import { callApi } from '../support/api.ts';
import { people } from '../support/company.ts';
import type { Person } from '../support/company.ts';
import { steps } from '../support/conversation-steps.ts';
import { expectShown, startSlackless, stillOpen } from '../support/slackless.ts';
import type { SlacklessCompany } from '../support/slackless.ts';
import { Transcript } from '../support/transcript.ts';

let slackless: SlacklessCompany;
const tokens = new Map<Person, string>();

beforeAll(async () => {
  slackless = await startSlackless();
  for (const person of people) tokens.set(person, await slackless.api.tokenOf(person));
}, 300_000);
afterAll(() => slackless.api.close());

const say = (user: Person, text: string) =>
  callApi(slackless.url, tokens.get(user) ?? '', 'POST', '/commands', { body: { text } });

it('goes without Slack as with it, tells nobody, and floods no log', async () => {
  const { api, logged, untilStages, wordsOf } = slackless;
  const before = await new Transcript(api.company).posts();
  for (const { user, words, stages } of steps) {
    const { status } = await say(user, wordsOf(words));
    expect([words, status]).toEqual([
      words,
      words === 'dep start second' && stages[1] === 'queued' ? 409 : 200,
    ]);
    await untilStages(stages);
  }
  const ended = await callApi(slackless.url, tokens.get('U_ANN') ?? '', 'GET', '/releases?stage=finished');
  expect(ended.body['releases']).toHaveLength(3);
  expect((await say('U_BEN', `dobro ${stillOpen}`)).status).toBe(200);
  await api.company.untilStage(stillOpen, 'awaiting_approval');
  expect((await say('U_SAM', 'freeze ledger for 2h network works')).status).toBe(200);
  expect(await new Transcript(api.company).posts()).toEqual(before);
  expect(logged).toEqual([]);
});

it('shows, once there is Slack again, each card as it stands, its story, and who is asked for what is open', async () => {
  await slackless.giveSlack();
  await expectShown(slackless);
}, 300_000);
