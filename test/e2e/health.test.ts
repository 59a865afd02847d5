/** Worker, bot and web page as Kubernetes and Prometheus see them, in good times and bad. */
import { freePort } from '../support/free-port.ts';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { startChild } from '../../start/child.ts';
import type { Child } from '../../start/child.ts';
import { without } from '../../start/project.ts';
import { dobrobot } from '../cli/dobrobot.ts';
import { startCompany } from '../support/company.ts';
import type { Company } from '../support/company.ts';
import { query, testDatabase } from '../support/database.ts';
import { eventually } from '../support/eventually.ts';
import { startBot, startWeb, startWorker } from '../support/processes.ts';
import { startRelay } from '../support/relay.ts';
import type { Relay } from '../support/relay.ts';

let company: Company;
let database: string;
let temporal: Relay;
const ports = { worker: 0, bot: 0, web: 0 };
type Name = keyof typeof ports;

beforeAll(async () => {
  database = await testDatabase();
  company = await startCompany({
    tickets: { 'PAY-1': ['billing'], 'PAY-2': ['billing'], 'PAY-3': ['ledger'], 'PAY-4': ['ledger'] },
    database,
    settings: {
      locks: { checkEvery: '1s' },
      tickets: {
        main: {
          ...{ tracker: 'file', file: 'our-tickets.yaml', keys: 'PAY-*' },
          linkTemplate: 'https://jira.company.example/view/{key}',
        },
        away: { tracker: 'gitea', url: 'http://127.0.0.1:1', tokenEnv: 'AWAY_TOKEN', keys: 'away/*' },
      },
      internalHosts: ['127.0.0.1'],
    },
  });
  // Only the processes started below, which serve their health, may run.
  await Promise.all([company.worker().stop(), company.bot().stop()]);
  const [host = '', port] = company.temporal.address.split(':');
  temporal = await startRelay({ host, port: Number(port) });
  for (const name of ['worker', 'bot', 'web'] as const) ports[name] = await freePort();
  const env = (name: Name) => ({
    ...company.env,
    AWAY_TOKEN: 'a secret',
    TEMPORAL_ADDRESS: `127.0.0.1:${temporal.port}`,
    DOBROBOT_HEALTH_PORT: String(ports[name]),
  });
  await Promise.all([
    startWorker(env('worker')),
    startBot(env('bot')),
    startWeb({ ...env('web'), DOBROBOT_WEB_PORT: String(await freePort()) }),
  ]);
});
afterAll(async () => {
  await temporal.close();
  await company.close();
});

async function asked(name: Name, path: string): Promise<readonly [status: number, text: string]> {
  const response = await fetch(`http://127.0.0.1:${ports[name]}${path}`);
  return [response.status, await response.text()];
}

const until = (name: Name, status: number, words: RegExp = /./) =>
  eventually(async () => {
    const answer = await asked(name, '/readyz');
    expect(answer).toEqual([status, expect.stringMatching(words)]);
  });

/** Metrics are read every 15 s. */
const untilMetric = (name: Name, ...lines: readonly RegExp[]) =>
  eventually(async () => {
    const [, text] = await asked(name, '/metrics');
    for (const line of lines) expect(text).toMatch(new RegExp(`^${line.source}$`, 'm'));
  });

it('they are alive and ready, and count their own', async () => {
  for (const name of ['worker', 'bot', 'web'] as const) {
    await until(name, 200, /^ready$/m);
    expect(await asked(name, '/healthz')).toEqual([200, 'alive\n']);
    await untilMetric(
      name,
      /dobrobot_ready 1/,
      /dobrobot_configuration_info\{version="[0-9a-f]{12}"\} 1/,
      /dobrobot_build_info\{version="\d+\.\d+\.\d+"\} 1/,
      /nodejs_version_info\{.*\} 1/,
      /process_cpu_seconds_total .+/,
    );
  }
  await untilMetric(
    'worker',
    /# TYPE temporal_workflow_task_execution_latency_seconds histogram/,
    /temporal_request_total\{.*\} \d+/,
  );
});

it('the worker counts releases by stage, their waits, and who holds what', async () => {
  await company.say('U_ANN', 'dobro PAY-1');
  await company.untilStage('PAY-1', 'awaiting_approval');
  await company.say('U_NORA', 'accept PAY-1');
  await company.untilStage('PAY-1', 'awaiting_admin');
  await company.say('U_ANN', 'dobro PAY-2');
  await company.untilStage('PAY-2', 'awaiting_approval');
  await company.say('U_NORA', 'accept PAY-2');
  await company.untilStage('PAY-2', 'queued');
  await company.say('U_BEN', 'dobro away/code#1');
  await untilMetric(
    'worker',
    /dobrobot_open_releases\{stage="queued"\} 1/,
    /dobrobot_open_releases\{stage="awaiting_admin"\} 1/,
    /dobrobot_open_releases\{stage="deploying"\} 0/,
    /dobrobot_longest_wait_seconds\{stage="queued"\} [\d.]*[1-9][\d.]*/,
    /dobrobot_longest_wait_seconds\{stage="ready"\} 0/,
    /dobrobot_lock_held_seconds\{component="billing"\} [\d.]*[1-9][\d.]*/,
    /dobrobot_lock_waiting_releases\{component="billing"\} 1/,
    /dobrobot_orphaned_locks\{component="billing"\} 0/,
    /dobrobot_workflows_failing_tasks 0/,
    /dobrobot_waits_total\{for="good"\} 2/,
    /dobrobot_waited_seconds_total\{for="lock"\} .+/,
    /dobrobot_tracker_errors_total\{tracker="away",outcome="cannotTell"\} [1-9]\d*/,
    /dobrobot_configuration_places_differing 0/,
    /dobrobot_source_up\{source="temporal"\} 1/,
    /dobrobot_source_up\{source="configuration"\} 1/,
    /dobrobot_source_up\{source="log"\} 1/,
    /dobrobot_source_up\{source="deliveries"\} 1/,
  );
  expect((await asked('worker', '/metrics'))[1]).not.toMatch(/lock_held_seconds\{component="ledger"\}/);
});

it('an orphan is counted, shown in the state of its lock and in the Web UI, and named by doctor', async () => {
  const release = company.temporal.client.workflow.getHandle('release:PAY-3');
  await company.say('U_ANN', 'dobro PAY-3 no_need_admin');
  await company.untilStage('PAY-3', 'awaiting_approval');
  await company.say('U_NORA', 'accept PAY-3');
  await company.untilStage('PAY-3', 'ready');
  await company.say('U_ANN', 'dep start PAY-3');
  await company.untilStage('PAY-3', 'deploying');
  expect((await company.lock('ledger')).holders[0]).not.toHaveProperty('orphan');
  await release.terminate('a test');
  await eventually(async () => {
    expect((await company.lock('ledger')).holders).toMatchObject([{ ticket: 'PAY-3', orphan: true }]);
  });
  await untilMetric('worker', /dobrobot_orphaned_locks\{component="ledger"\} 1/);
  const { currentDetails } = await company.temporal.client.workflow
    .getHandle('lock:ledger')
    .query<{ readonly currentDetails: string }>('__temporal_workflow_metadata');
  expect(currentDetails).toMatch(/`PAY-3`.*\*\*orphan\*\*: .*`unlock` once it is safe/);
  const { code, out } = await dobrobot(['doctor'], { ...company.env, AWAY_TOKEN: 'a secret' });
  expect(code).toBe(1);
  expect(out).toMatch(
    /^WRONG +orphans: ledger by PAY-3: held by releases that ended.*unlock COMPONENT REASON$/m,
  );
});

it('rows that the log does not take grow old, and so are not ready those who write and read it', async () => {
  const name = new URL(database).pathname.slice(1);
  const server = new URL(database);
  server.pathname = '/postgres';
  await query(server.href, `alter database ${name} allow_connections false`);
  await query(
    server.href,
    `select pg_terminate_backend(pid) from pg_stat_activity where datname = '${name}'`,
  );
  await company.say('U_ANN', 'dobro PAY-4');
  await company.untilStage('PAY-4', 'awaiting_approval');
  for (const one of ['worker', 'web'] as const)
    await until(one, 503, /^The database of the release log does not answer: /);
  await until('bot', 200);
  await untilMetric(
    'worker',
    /dobrobot_oldest_unrecorded_row_seconds [\d.]*[1-9][\d.]*/,
    /dobrobot_source_up\{source="log"\} 0/,
    /dobrobot_ready 0/,
  );
  expect((await asked('worker', '/metrics'))[1]).not.toMatch(/^dobrobot_waits_total\{/m);
  await query(server.href, `alter database ${name} allow_connections true`);
  for (const one of ['worker', 'web'] as const) await until(one, 200);
  await untilMetric(
    'worker',
    /dobrobot_oldest_unrecorded_row_seconds 0/,
    /dobrobot_source_up\{source="log"\} 1/,
  );
});

it('without Temporal none is ready, all are alive, and come back by themselves', async () => {
  temporal.cut();
  for (const name of ['worker', 'bot', 'web'] as const) {
    await until(name, 503, /^Temporal does not answer at 127\.0\.0\.1:\d+, namespace test-/);
    expect((await asked(name, '/healthz'))[0]).toBe(200);
  }
  await untilMetric('worker', /dobrobot_source_up\{source="temporal"\} 0/);
  const [, alone] = await asked('worker', '/metrics');
  expect(alone).not.toMatch(/^dobrobot_(?:open_releases|configuration_places)/m);
  // The worker knows by itself which configuration it uses.
  expect(alone).toMatch(/^dobrobot_configuration_info\{version="[0-9a-f]{12}"\} 1$/m);
  temporal.mend();
  for (const name of ['worker', 'bot', 'web'] as const) await until(name, 200);
});

it('without Slack the bot is not ready, and what is to be said grows old', async () => {
  await company.slack.child.kill();
  await until('bot', 503, /^Slack is not connected/);
  await company.temporal.client.workflow
    .getHandle('release:PAY-4')
    .signal('accept', { actor: 'U_NORA', via: 'terminal' });
  await untilMetric('worker', /dobrobot_oldest_unsaid_message_seconds [\d.]*[1-9][\d.]*/);
});

/** A worker that cannot become ready. */
async function startUnready(env: Readonly<Record<string, string>>): Promise<Child> {
  return startChild({
    ...{ name: 'worker', command: process.execPath, args: ['build/run.mjs', 'worker/main'] },
    env: { ...without(process.env, 'TEMPORAL', 'SLACK', 'DOBROBOT', 'DATABASE'), ...env },
  });
}

it('a worker that looks for Temporal is alive and not ready, and says so', async () => {
  ports.worker = await freePort();
  const nowhere = await freePort();
  const child = await startUnready({
    ...company.env,
    TEMPORAL_ADDRESS: `127.0.0.1:${nowhere}`,
    DOBROBOT_HEALTH_PORT: String(ports.worker),
  });
  await eventually(() => asked('worker', '/healthz'));
  expect(await asked('worker', '/readyz')).toEqual([503, 'It is starting.\n']);
  await child.kill();
});
