/** The whole conversation without Slack, by the API alone; then Slack is there again, and shows what it would have shown. */
import { afterAll, beforeAll, expect, it, vi } from 'vitest';
import type { Stage } from '../../domain/release/stage.ts';
import type { Child } from '../../start/child.ts';
import { startNodeChild } from '../../start/node-child.ts';
import { without } from '../../start/project.ts';
import { callApi, startApiCompany } from '../support/api.ts';
import type { ApiCompany } from '../support/api.ts';
import { people } from '../support/company.ts';
import type { Person } from '../support/company.ts';
import { castOf, touchedBy } from '../support/conversation.ts';
import { steps } from '../support/conversation-steps.ts';
import type { Role } from '../support/conversation-steps.ts';
import { Transcript } from '../support/transcript.ts';
import { startWeb } from '../support/web.ts';

const cast = castOf(1);
const roles = ['first', 'second', 'third'] as const;
const stillOpen = 'OPEN-1';

let api: ApiCompany;
let url: string;
let worker: Child;
const logged: string[] = [];
const tokens = new Map<Person, string>();

beforeAll(async () => {
  const { tickets, components } = touchedBy([cast]);
  api = await startApiCompany({
    tickets: { ...tickets, [stillOpen]: ['ios-app'] },
    ...(components === undefined ? {} : { components }),
  });
  const { company } = api;
  for (const person of people) tokens.set(person, await api.tokenOf(person));
  await Promise.all([company.worker().stop(), company.bot().stop()]);
  const env = { ...company.env, DOBROBOT_SLACK: 'off', SLACK_BOT_TOKEN: '', SLACK_API_URL: '' };
  worker = await startNodeChild(
    'worker',
    { ...without(process.env, 'TEMPORAL', 'SLACK', 'DOBROBOT', 'DATABASE'), ...env },
    (line) => logged.push(line),
  );
  ({ url } = await startWeb(env));
}, 240_000);
afterAll(() => api.close());

const wordsOf = (words: string) => words.replace(/first|second|third/g, (role) => cast[role as Role]);

const say = (user: Person, text: string) =>
  callApi(url, tokens.get(user) ?? '', 'POST', '/commands', { body: { text } });

/** Stages as a step of the conversation leaves them. */
async function untilStages(stages: readonly (Stage | null)[]): Promise<void> {
  await vi.waitFor(
    async () => {
      const now = await Promise.all(
        roles.map(async (role, n) =>
          stages[n] === null ? null : (await api.company.statusOf(cast[role])).stage,
        ),
      );
      expect(now).toEqual(stages);
    },
    { timeout: 40_000, interval: 100 },
  );
}

it('goes without Slack as with it, tells nobody, and floods no log', async () => {
  const before = await new Transcript(api.company).posts();
  for (const { user, words, stages } of steps) {
    const { status } = await say(user, wordsOf(words));
    expect([words, status]).toEqual([
      words,
      words === 'dep start second' && stages[1] === 'queued' ? 409 : 200,
    ]);
    await untilStages(stages);
  }
  expect((await say('U_BEN', `dobro ${stillOpen}`)).status).toBe(200);
  await api.company.untilStage(stillOpen, 'awaiting_approval');
  expect((await say('U_SAM', 'freeze ledger for 2h network works')).status).toBe(200);
  expect(await new Transcript(api.company).posts()).toEqual(before);
  expect(logged).toEqual([]);
});

it('shows, once there is Slack again, each card as it stands, its story, and who is asked for what is open', async () => {
  await worker.stop();
  const { company } = api;
  await Promise.all([company.startWorker(), company.startBot()]);
  const transcript = new Transcript(company);
  const stories = roles.map((role) => ({
    role,
    says: steps.flatMap(({ read }) =>
      read.flatMap(({ place, about, says }) =>
        place === 'shipping' && about === role
          ? [new RegExp(wordsOf(says).replaceAll('COMPONENT', cast.component), 's')]
          : [],
      ),
    ),
  }));
  await vi.waitFor(
    async () => {
      const posts = await transcript.posts();
      for (const { role, says } of stories) {
        const told = posts.filter(
          ({ place, text }) => place === 'shipping' && text.search(new RegExp(`${cast[role]}(?!\\d)`)) >= 0,
        );
        for (const pattern of says)
          expect(told.map(({ text }) => text)).toContainEqual(expect.stringMatching(pattern));
      }
    },
    { timeout: 90_000, interval: 500 },
  );
  // The card of each, which stands in the channel once, says how it ended.
  for (const role of roles) {
    const shown = (await transcript.posts()).filter(({ text }) =>
      new RegExp(`${cast[role]}\\b.*finished`, 'is').test(text),
    );
    expect(shown.length).toBeGreaterThan(0);
  }
  // Whoever is to act is asked, and nobody for what is over.
  await transcript.untilSaid('U_NORA', new RegExp(`accept ${stillOpen}`));
  await transcript.untilSaid('shipping', /frozen.*ledger|ledger.*frozen|froze.*ledger/i);
  const direct = (await transcript.posts()).filter(({ place }) => place === 'U_NORA');
  expect(direct.filter(({ text }) => roles.some((role) => text.includes(`accept ${cast[role]}`)))).toEqual(
    [],
  );
  // They only waited for that.
  for (const role of roles) {
    const { client } = company.temporal;
    await client.withDeadline(Date.now() + 60_000, () =>
      client.workflow.getHandle(`release:${cast[role]}`).result(),
    );
  }
}, 240_000);
