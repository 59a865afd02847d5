/**
 * `npm run bench:chat`: the time from a message in Slack to the answer there, with one and with 1,000 open releases, compared with the
 * minimal bot that answers through Temporal, in the same run. Prints Markdown; `docs/performance.md` says how to read it.
 */
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { Client, Connection } from '@temporalio/client';
import getPort from 'get-port';
import { stringify } from 'yaml';
import { startChild, untilReady } from '../start/child.ts';
import { findEmbeddedSlack, startEmbeddedSlack } from '../start/embedded-slack.ts';
import { startEmbeddedTemporal } from '../start/embedded-temporal.ts';
import { startNodeChild } from '../start/node-child.ts';
import { without } from '../start/project.ts';
import { findTemporalCli } from '../start/temporal-binaries.ts';
import { releaseIdOf, releaseWorkflow, taskQueue } from '../domain/messages/workflows.ts';
import { inFolder } from './in-folder.ts';
import { ChatPage } from './chat-page.ts';
import { median, quantile } from './statistics.ts';
import { number, table } from './table.ts';

const componentCount = 100;
const openCount = 1000;
/** The first of the open releases hold a lock each; the checks of the others fail. Each card takes the worker a second. */
const holders = 20;
const asked = 40;

const asker = 'U_ANN';
const channel = 'C0BENCH';
const releaseChannel = 'C0RELEASES';
/** Unknown to Slack, so that notifying them costs nothing. */
const approver = 'U_NOBODY';
const requester = 'U_ELSE';

const componentOf = (n: number): string => `component-${n % componentCount}`;
const numbers = (from: number, to: number) => Array.from({ length: to - from }, (_, index) => from + index);
const done = {
  codeReview: 'done',
  customerDemo: 'done',
  releaseDocs: 'https://w.example.com',
  rollbackDocs: 'https://w.example.com',
};
const ticketsYaml = stringify(
  numbers(0, openCount).map((n) => ({
    key: `CHAT-${n}`,
    title: `Title of ${n}`,
    components: [componentOf(n)],
    ...done,
    qa: n < holders ? 'done' : 'missing',
  })),
);
const configYaml = stringify({
  slack: { releaseChannel },
  people: { approvers: [approver], admins: [approver] },
  tickets: { tracker: 'file', file: 'tickets.yaml', linkTemplate: 'https://t.example.com/{key}' },
  components: Object.fromEntries(
    numbers(0, componentCount).map((n) => [componentOf(n), { critical: true, admin: false }]),
  ),
});

/** The messages, by what they exercise. */
const sayings = {
  'accept, refused': 'accept CHAT-0',
  status: 'status CHAT-0',
  'queue of one component': 'queue component-0',
  'queue of all': 'queue',
};
const floorName = 'floor: a signal, an activity';

/**
 * The development server polls each of its queues at most 20 times a second. A conversation without pauses uses that up, and then each step
 * of a workflow waits up to 50 ms longer. A real server has that limit per shard and has many; this one has a single shard.
 */
const queueLooks = ['transfer', 'timer', 'visibility'].flatMap((queue) => [
  '--dynamic-config-value',
  `history.${queue}ProcessorMaxPollRPS=1000`,
]);

type Times = ReadonlyMap<string, readonly number[]>;

/** Takes turns, so that other load on the machine affects all alike. */
async function converse(real: ChatPage, floor: ChatPage): Promise<Times> {
  const times = new Map<string, number[]>([floorName, ...Object.keys(sayings)].map((name) => [name, []]));
  for (let round = 0; round < asked; round += 1) {
    times.get(floorName)?.push(await floor.ask(channel, asker, 'hello'));
    for (const [name, words] of Object.entries(sayings)) {
      times.get(name)?.push(await real.ask(channel, asker, words));
    }
  }
  return times;
}

function told(title: string, times: Times): string {
  const least = median(times.get(floorName) ?? []);
  const rows = [...times].map(([name, values]) => [
    name,
    number(median(values), 0),
    number(quantile(values, 0.95), 0),
    number(median(values) / least, 2),
  ]);
  return table([title, 'median ms', 'p95 ms', '× floor'], rows);
}

const stageCount = async (client: Client, stage: string): Promise<number> => {
  const { count } = await client.workflow.count(`DobroStage = '${stage}' AND ExecutionStatus = 'Running'`);
  return count;
};

async function untilThere(client: Client, stage: string, count: number): Promise<void> {
  for (let look = 0; look < 1200; look += 1) {
    if ((await stageCount(client, stage)) >= count) return;
    await sleep(500);
  }
  throw new Error(`There are not ${count} releases in ${stage} after ten minutes.`);
}

async function open(client: Client, from: number, to: number): Promise<void> {
  for (let n = from; n < to; n += 10) {
    await Promise.all(
      numbers(n, Math.min(n + 10, to)).map((each) =>
        client.workflow.signalWithStart(releaseWorkflow, {
          workflowId: releaseIdOf(`CHAT-${each}`),
          taskQueue,
          signal: 'request',
          signalArgs: [{ actor: requester }],
        }),
      ),
    );
  }
}

async function accept(client: Client, from: number, to: number): Promise<void> {
  await untilThere(client, 'awaiting_approval', to - from);
  for (const n of numbers(from, to)) {
    await client.workflow.getHandle(releaseIdOf(`CHAT-${n}`)).signal('accept', { actor: approver });
  }
  await untilThere(client, 'ready', to);
}

const workspace = {
  users: [{ id: asker, name: 'ann' }],
  channels: [
    { id: channel, name: 'bench' },
    { id: releaseChannel, name: 'releases' },
  ],
};

/** Starts two Slacks: one with a real worker and bot, one with the floor. */
async function startAll(folder: string) {
  const binary = await findEmbeddedSlack();
  if (binary === null) throw new Error('The embedded Slack (local-slack-linux-x64) is not installed here.');
  const startSlack = async (name: string) =>
    startEmbeddedSlack({
      binary,
      port: await getPort(),
      workspace,
      configFile: join(folder, `${name}.yaml`),
    });
  const cli = await findTemporalCli(process.env);
  const server = { uiPort: null, dbFile: null, namespace: 'default', flags: queueLooks };
  const temporal = await startEmbeddedTemporal({ cli, port: await getPort(), ...server });
  const [realSlack, floorSlack] = [await startSlack('real'), await startSlack('floor')];
  const clean = { ...without(process.env, 'TEMPORAL', 'SLACK', 'DOBROBOT'), ...temporal.env };
  const env = { ...clean, ...realSlack.env, DOBROBOT_CONFIG: join(folder, 'config.yaml') };
  await startNodeChild('worker', env);
  await startNodeChild('bot', env);
  const floor = await startChild({
    name: 'floor',
    command: process.execPath,
    args: ['--import', 'tsx', 'bench/chat-floor.ts'],
    env: { ...clean, ...floorSlack.env },
    readyLine: 'floor ready',
  });
  await untilReady(floor, () => floor.isReady(), 50_000);
  return { address: temporal.address, realSlack, floorSlack };
}

async function bench(folder: string): Promise<void> {
  await writeFile(join(folder, 'tickets.yaml'), ticketsYaml);
  await writeFile(join(folder, 'config.yaml'), configYaml);
  const { address, realSlack, floorSlack } = await startAll(folder);
  const client = new Client({ connection: await Connection.connect({ address }) });
  const [realPage, floorPage] = await Promise.all([ChatPage.open(realSlack), ChatPage.open(floorSlack)]);
  await open(client, 0, 1);
  await accept(client, 0, 1);
  await converse(realPage, floorPage);
  console.log(`${told('one open release', await converse(realPage, floorPage))}\n`);
  await open(client, 1, holders);
  await accept(client, 1, holders);
  await open(client, holders, openCount);
  await untilThere(client, 'needs_work', openCount - holders);
  console.log(
    told(`${openCount} open releases, ${componentCount} components`, await converse(realPage, floorPage)),
  );
}

await inFolder(bench);
