/** Temporal's production server is stopped, and its PostgreSQL lost and restored by the commands in docs/operating.md. */
import { Client, Connection } from '@temporalio/client';
import { afterAll, beforeAll, expect, it } from 'vitest';
import type { LockView } from '../../domain/lock/lock-view.ts';
import type { ReleaseStatus } from '../../domain/release/status.ts';
import type { Child } from '../../start/child.ts';
import { dobrobot } from '../cli/dobrobot.ts';
import type { Said } from '../cli/dobrobot.ts';
import { startFullServer } from '../server/full-server.ts';
import { startCompany } from '../support/company.ts';
import type { Company } from '../support/company.ts';
import { testDatabase } from '../support/database.ts';
import { eventually } from '../support/eventually.ts';
import { freePort } from '../support/free-port.ts';
import { startBot, startWeb, startWorker } from '../support/processes.ts';
import { temporaryFolder } from '../support/temporary-folder.ts';
import { startDebianPostgres } from './debian-postgres.ts';
import type { DebianPostgres } from './debian-postgres.ts';
import { follow, stepsWith } from './steps.ts';

let folder: string;
let port: number;
let postgres: DebianPostgres;
let temporal: { readonly child: Child; readonly address: string };
let company: Company;
let env: Readonly<Record<string, string>>;
const running = new Map<string, Child>();

beforeAll(async () => {
  folder = await temporaryFolder();
  port = await freePort();
  postgres = await startDebianPostgres('temporal', port);
  temporal = await startFullServer(postgres.urlOf('temporal'));
  running.set('temporal', temporal.child);
  company = await startCompany({
    tickets: { 'PAY-1': ['billing'], 'PAY-2': ['billing'], 'APP-1': ['ios-app'] },
    temporalAddress: temporal.address,
    database: await testDatabase(),
  });
  env = { ...company.env, DOBROBOT_WEB_PORT: String(await freePort()) };
  running
    .set('worker', company.worker())
    .set('bot', company.bot())
    .set('web', await startWeb(env));
});
afterAll(async () => {
  await company.close();
  await Promise.all([...running.values()].map((child) => child.kill()));
  await postgres.child.kill();
});

const starts: Readonly<Record<string, typeof startWorker>> = {
  worker: startWorker,
  bot: startBot,
  web: startWeb,
};

async function start(name: string): Promise<void> {
  if (name === 'postgresql') postgres = await startDebianPostgres('temporal', port);
  else if (name === 'temporal') {
    // Brings its tables up to date first, as the docs do.
    temporal = await startFullServer(postgres.urlOf('temporal'));
    env = { ...env, TEMPORAL_ADDRESS: temporal.address };
    running.set(name, temporal.child);
  } else running.set(name, await (starts[name]?.(env) ?? expect.unreachable(name)));
}

/** Follows the block of commands that contains this. Returns the output of `dobrobot` in it. */
async function followed(words: string): Promise<readonly Said[]> {
  const said: Said[] = [];
  const services = {
    start,
    stop: async (name: string) => running.get(name)?.stop(),
    dobrobot: async (asked: readonly string[]) => said.push(await dobrobot(asked, env)),
  };
  await follow(stepsWith(words), services, { env: postgres.env, folder });
  return said;
}

async function ask<T>(workflowId: string, query: string): Promise<T> {
  const connection = await Connection.connect({ address: temporal.address });
  try {
    const client = new Client({ connection, namespace: company.temporal.namespace });
    return await eventually(() => client.workflow.getHandle(workflowId).query<T>(query));
  } finally {
    await connection.close();
  }
}
const statusOf = (ticket: string) => ask<ReleaseStatus>(`release:${ticket}`, 'status');
const holdersOf = async (component: string) => (await ask<LockView>(`lock:${component}`, 'state')).holders;
const all = () => Promise.all(['PAY-1', 'PAY-2', 'APP-1'].map(statusOf));

it('goes on with the releases and locks that were open', async () => {
  await company.say('U_ANN', 'dobro PAY-1');
  await company.untilStage('PAY-1', 'awaiting_approval');
  await company.say('U_NORA', 'accept PAY-1');
  await company.untilStage('PAY-1', 'awaiting_admin');
  await company.say('U_SAM', 'here PAY-1');
  await company.untilStage('PAY-1', 'ready');
  await company.say('U_ANN', 'dep start PAY-1');
  await company.untilStage('PAY-1', 'deploying');
  await company.say('U_BEN', 'dobro PAY-2');
  await company.untilStage('PAY-2', 'awaiting_approval');
  await company.say('U_NORA', 'accept PAY-2');
  await company.untilStage('PAY-2', 'queued');
  await company.say('U_ANN', 'dobro APP-1');
  await company.untilStage('APP-1', 'awaiting_approval');
  const [before, [holder]] = [await all(), await holdersOf('billing')];

  await followed('> temporal.sql');
  await postgres.child.kill();
  const [verified, examined] = await followed('< temporal.sql');
  expect(verified).toMatchObject({ code: 0, out: expect.stringContaining('nothing differs.') as string });
  expect(examined?.out).toContain('workflow tasks: none fails');
  expect([await all(), await holdersOf('billing')]).toEqual([before, [holder]]);
  await followed('up -d web bot');

  await company.say('U_ANN', 'dep finish PAY-1');
  await eventually(async () => {
    expect((await statusOf('PAY-2')).stage).toBe('awaiting_admin');
  });
  const [next] = await holdersOf('billing');
  expect(next?.ticket).toBe('PAY-2');
  expect(next?.token).toBeGreaterThan(holder?.token ?? Infinity);
});

it('is told that a copy is too old', async () => {
  await eventually(async () => {
    expect((await dobrobot(['log', 'PAY-1', '--json'], env)).out).toContain('"type":"finished"');
  });
  for (const name of ['bot', 'web', 'worker', 'temporal']) await running.get(name)?.stop();
  await postgres.child.kill();
  await followed('< temporal.sql');
  // The newest rows are not compared yet.
  await eventually(async () => {
    expect(await dobrobot(['log', 'verify'], env)).toMatchObject({
      code: 1,
      out: expect.stringMatching(/^no history says it: .*PAY-1 finished/m) as string,
    });
  });
});
