/**
 * `npm run bench:delivery`: how soon messages arrive when Slack enforces its documented limits. Fifty requests in 16 s with five approvers,
 * then one with a group of 500, with questions asked throughout. Prints Markdown; `docs/performance.md` says how to read it.
 */
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import getPort from 'get-port';
import { stringify } from 'yaml';
import { botUserId, findEmbeddedSlack, startEmbeddedSlack } from '../start/embedded-slack.ts';
import { startEmbeddedTemporal } from '../start/embedded-temporal.ts';
import { startNodeChild } from '../start/node-child.ts';
import { without } from '../start/project.ts';
import { findTemporalCli } from '../start/temporal-binaries.ts';
import { ChatPage } from './chat-page.ts';
import { inFolder } from './in-folder.ts';
import { limitedSlack } from './limited-slack.ts';
import type { LimitedSlack, TakenPost } from './limited-slack.ts';
import { quantile } from './statistics.ts';
import { number, table } from './table.ts';

const requests = 50;
const requestsWithinMs = 16_000;
const approvers = ['U_VERA', 'U_OLEG', 'U_NORA', 'U_OTTO', 'U_EVA'];
const crowd = Array.from({ length: 500 }, (_, n) => `U_ENG${n}`);
const [requester, asker] = ['U_ANN', 'U_BEN'];
const [general, questions, releaseChannel] = ['C0GENERAL', 'C0QUESTIONS', 'C0RELEASES'];
const askedEveryMs = 1500;

const done = {
  components: ['app'],
  codeReview: 'done',
  qa: 'done',
  customerDemo: 'done',
  releaseDocs: 'https://w.example.com',
  rollbackDocs: 'https://w.example.com',
};
const keys = Array.from({ length: requests }, (_, n) => `PACE-${n}`);
const ticketsYaml = stringify([
  ...keys.map((key) => ({ key, title: `Title of ${key}`, ...done })),
  { key: 'CROWD-1', title: 'For all', ...done, components: ['site'] },
]);
const configYaml = stringify({
  slack: { releaseChannel },
  people: { approvers, admins: [asker] },
  tickets: { tracker: 'file', file: 'tickets.yaml', linkTemplate: 'https://t.example.com/{key}' },
  components: { app: { admin: false }, site: { admin: false, approvers: ['U_VERA', 'S_ENG'] } },
});
const people = [requester, asker, ...approvers, ...crowd];
const workspace = {
  users: people.map((id) => ({ id, name: id.slice(2).toLowerCase() })),
  channels: [
    { id: general, name: 'general' },
    { id: questions, name: 'questions' },
    { id: releaseChannel, name: 'releases' },
  ],
};

interface Scene {
  readonly slack: LimitedSlack;
  readonly page: ChatPage;
  readonly say: (words: string) => Promise<void>;
}

async function setTheScene(folder: string): Promise<Scene> {
  const binary = await findEmbeddedSlack();
  if (binary === null) throw new Error('The embedded Slack (local-slack-linux-x64) is not installed here.');
  await writeFile(join(folder, 'tickets.yaml'), ticketsYaml);
  await writeFile(join(folder, 'config.yaml'), configYaml);
  const configFile = join(folder, 'slack.yaml');
  const embedded = await startEmbeddedSlack({ binary, port: await getPort(), workspace, configFile });
  const slack = await limitedSlack(embedded, crowd);
  const cli = await findTemporalCli(process.env);
  const server = { uiPort: null, dbFile: null, namespace: 'default' };
  const temporal = await startEmbeddedTemporal({ cli, port: await getPort(), ...server });
  const env = {
    ...without(process.env, 'TEMPORAL', 'SLACK', 'DOBROBOT', 'DATABASE'),
    ...temporal.env,
    ...embedded.env,
    SLACK_API_URL: slack.apiUrl,
    DOBROBOT_CONFIG: join(folder, 'config.yaml'),
  };
  await startNodeChild('worker', env);
  await startNodeChild('bot', env);
  const say = async (words: string) => {
    await fetch(`${embedded.url}/_control/message`, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({ channel: general, user: requester, text: `<@${botUserId}> ${words}` }),
    });
  };
  return { slack, page: await ChatPage.open(embedded), say };
}

/** Asks questions until Slack has `count` posts about these tickets. Resolves to the duration of each answer, in ms. */
async function untilTold({ slack, page }: Scene, about: string, count: number): Promise<readonly number[]> {
  const answers: number[] = [];
  while (postsAbout(slack, about).length < count) {
    answers.push(await page.ask(questions, asker, 'help status'));
    await sleep(askedEveryMs);
  }
  return answers;
}

const postsAbout = ({ posts }: LimitedSlack, about: string): readonly TakenPost[] =>
  posts.filter(({ text }) => text.includes(`|${about}`) && /asks for/.test(text));

function row(
  scene: Scene,
  name: string,
  about: string,
  from: number,
  allowedMs: number,
  answers: readonly number[],
) {
  const told = postsAbout(scene.slack, about);
  const cards = told.filter(({ channel }) => channel === releaseChannel);
  const lastMs = Math.max(...told.map(({ at }) => at)) - from;
  return [
    name,
    String(told.length),
    number((Math.max(...cards.map(({ at }) => at)) - from) / 1000),
    number(lastMs / 1000),
    number(allowedMs / 1000),
    number(lastMs / allowedMs, 2),
    number(quantile(answers, 0.5), 0),
    number(Math.max(...answers), 0),
    String(scene.slack.tiers.limited().length),
    String(scene.slack.calls('conversations.open') + scene.slack.calls('conversations.history')),
  ];
}

const head = [
  '',
  'told',
  'last card, s',
  'last of all, s',
  'allowed, s',
  '× allowed',
  'answer: median ms',
  'worst ms',
  '429',
  'opened or read',
];

async function bench(folder: string): Promise<void> {
  const scene = await setTheScene(folder);
  await scene.page.ask(questions, asker, 'help status');
  const from = performance.now();
  const asking = (async () => {
    for (const key of keys) {
      void scene.say(`dobro ${key}`);
      await sleep(requestsWithinMs / requests);
    }
  })();
  const answers = await untilTold(scene, 'PACE-', requests * (approvers.length + 1));
  await asking;
  // A channel takes a burst of five, then one a second.
  const many = row(
    scene,
    `${requests} requests, ${approvers.length} approvers`,
    'PACE-',
    from,
    (requests - 5) * 1000,
    answers,
  );
  const crowdFrom = performance.now();
  await scene.say('dobro CROWD-1');
  const meanwhile = await untilTold(scene, 'CROWD-1', crowd.length + 2);
  // Slack takes hundreds of messages a minute per workspace; `slackTiers` assumes 600.
  const one = row(scene, `1 request, a group of ${crowd.length}`, 'CROWD-1', crowdFrom, 60_000, meanwhile);
  console.log(table(head, [many, one]));
  scene.slack.close();
}

await inFolder(bench);
