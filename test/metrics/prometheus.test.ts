/** A real Prometheus from Debian scrapes a real worker: metrics and rules are valid, and alerts fire when something is wrong. */
import { execFile } from 'node:child_process';
import { existsSync } from 'node:fs';
import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { promisify } from 'node:util';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { parse, stringify } from 'yaml';
import { startChild } from '../../start/child.ts';
import type { Child } from '../../start/child.ts';
import { startEmbeddedTemporal } from '../../start/embedded-temporal.ts';
import type { EmbeddedTemporal } from '../../start/embedded-temporal.ts';
import { projectRoot } from '../../start/project.ts';
import { findTemporalCli } from '../../start/temporal-binaries.ts';
import { releaseIdOf, taskQueue } from '../../domain/messages/workflows.ts';
import { startCompany } from '../support/company.ts';
import type { Company } from '../support/company.ts';
import { query, testDatabase } from '../support/database.ts';
import { eventually } from '../support/eventually.ts';
import { freePort } from '../support/free-port.ts';
import { lockOfAnotherVersion } from '../support/lock-of-another-version.ts';
import { startWorker } from '../support/processes.ts';
import type { Fault } from '../support/slack-faults.ts';
import { temporaryFolder } from '../support/temporary-folder.ts';
import { cache } from './cache.ts';

const bin = join(cache, 'root', 'usr', 'bin');
const rules = join(projectRoot, 'deploy', 'prometheus');
const run = promisify(execFile);

let temporal: EmbeddedTemporal;
let company: Company;
let database: string;
let worker: Child;
let metricsPort: number;
let prometheusPort: number;

beforeAll(async () => {
  if (!existsSync(join(bin, 'promtool')))
    throw new Error('There is no Prometheus: sh test/metrics/install.sh');
  const folder = await temporaryFolder();
  [metricsPort, prometheusPort] = [await freePort(), await freePort()];
  temporal = await startEmbeddedTemporal({
    ...{ cli: await findTemporalCli(process.env), port: await freePort(), uiPort: null },
    ...{ dbFile: null, namespace: 'default' },
  });
  database = await testDatabase();
  company = await startCompany({
    ...{ tickets, components, settings, database, temporalAddress: temporal.address, ownLine: true },
  });
  // Only the worker that is scraped may run.
  await Promise.all([company.worker().stop(), company.bot().stop()]);
  await startOurs();
  await writeFile(join(folder, 'alerts.yml'), await hasty(join(rules, 'alerts.yml')));
  const usual = parse(await readFile(join(rules, 'prometheus.yml'), 'utf8')) as object;
  const own = {
    ...usual,
    // A worker answers more slowly while Temporal is gone.
    global: { scrape_interval: '8s', scrape_timeout: '8s', evaluation_interval: '1s' },
    scrape_configs: [{ job_name: 'dobrobot', static_configs: [{ targets: [`127.0.0.1:${metricsPort}`] }] }],
  };
  await writeFile(join(folder, 'prometheus.yml'), stringify(own));
  await startChild({
    name: 'Prometheus',
    command: join(bin, 'prometheus'),
    args: [
      `--config.file=${join(folder, 'prometheus.yml')}`,
      `--storage.tsdb.path=${join(folder, 'data')}`,
      `--web.listen-address=127.0.0.1:${prometheusPort}`,
    ],
    env: process.env,
  });
});
afterAll(() => company.close());

async function startOurs(): Promise<void> {
  worker = await startWorker({
    ...company.env,
    ...{ AWAY_TOKEN: 'a secret', DOBROBOT_HEALTH_PORT: String(metricsPort) },
  });
}

const tickets = { 'PAY-1': ['billing'], 'PAY-2': ['billing'] };
const components = { billing: { critical: true, admin: false }, db: { critical: true } };
const settings = {
  locks: { checkEvery: '1s' },
  internalHosts: ['127.0.0.1'],
  tickets: {
    main: {
      ...{ tracker: 'file', file: 'our-tickets.yaml', keys: 'PAY-*' },
      linkTemplate: 'https://jira.company.example/view/{key}',
    },
    away: { tracker: 'gitea', url: 'http://127.0.0.1:1', tokenEnv: 'AWAY_TOKEN', keys: 'away/*' },
  },
  calendars: [{ name: 'net', url: 'http://127.0.0.1:1/net.ics', components: { '*': ['db'] } }],
};

/** The rules, for a test that has neither five minutes nor four hours. */
const hasty = async (path: string) =>
  (await readFile(path, 'utf8'))
    .replace(/\bfor: \d+m$/gm, 'for: 1s')
    .replaceAll(/ > (?:300|4 \* 3600)$/gm, ' > 1');

interface Alerts {
  readonly data: {
    readonly alerts: readonly { readonly state: string; readonly labels: Readonly<Record<string, string>> }[];
  };
}

const untilFiring = (labels: Readonly<Record<string, string>>) =>
  eventually(async () => {
    const response = await fetch(`http://127.0.0.1:${prometheusPort}/api/v1/alerts`);
    const { data } = (await response.json()) as Alerts;
    const firing = data.alerts.filter(({ state }) => state === 'firing');
    expect(firing.map((alert) => alert.labels)).toContainEqual(expect.objectContaining(labels));
  });

it('promtool finds nothing wrong with configuration and rules, and the rules pass their tests', async () => {
  for (const args of [
    ['check', 'config', 'prometheus.yml'],
    ['check', 'rules', 'alerts.yml'],
    ['test', 'rules', 'alerts.test.yml'],
  ])
    expect((await run(join(bin, 'promtool'), args, { cwd: rules })).stdout).toContain('SUCCESS');
});

it('promtool finds nothing wrong with the metrics', async () => {
  const metrics = await (await fetch(`http://127.0.0.1:${metricsPort}/metrics`)).text();
  const checked = new Promise<string>((resolve) => {
    const child = execFile(join(bin, 'promtool'), ['check', 'metrics'], (_, stdout, stderr) => {
      resolve(stdout + stderr);
    });
    child.stdin?.end(metrics);
  });
  // Metrics of libraries are not ours to fix.
  const about = (await checked)
    .split('\n')
    .filter((line) => line.startsWith('dobrobot_') || /error/i.test(line));
  expect(about).toEqual([]);
});

const release = (ticket: string) =>
  company.temporal.client.workflow.signalWithStart('release', {
    ...{ workflowId: releaseIdOf(ticket), taskQueue, signal: 'request' },
    signalArgs: [{ actor: 'U_BEN', via: 'api' }],
  });
const command = (ticket: string, signal: string, actor: string) =>
  eventually(async () => {
    const handle = company.temporal.client.workflow.getHandle(releaseIdOf(ticket));
    const done = await handle.executeUpdate('command', { args: [{ signal, actor }] });
    expect(done).toMatchObject({ done: true });
  });

it('a release that waits, a calendar that is away, and a worker with another file: each fires', async () => {
  await untilFiring({ alertname: 'DobrobotCalendarAway', calendar: 'net', severity: 'warning' });
  const other = join(await temporaryFolder(), 'other.yaml');
  const text = await readFile(company.env['DOBROBOT_CONFIG'] ?? '', 'utf8');
  await writeFile(other, stringify({ ...(parse(text) as object), language: 'ru' }));
  const second = await startWorker({ ...company.env, AWAY_TOKEN: 'a secret', DOBROBOT_CONFIG: other });
  for (const ticket of ['PAY-1', 'PAY-2']) {
    await release(ticket);
    await command(ticket, 'accept', 'U_NORA');
  }
  await untilFiring({ alertname: 'DobrobotLongWaitForLock', severity: 'info' });
  await untilFiring({ alertname: 'DobrobotConfigurationsDiffer', severity: 'warning' });
  await second.stop();
}, 300_000);

it('a task that fails fires', async () => {
  const { temporal: server } = company;
  await worker.stop();
  await lockOfAnotherVersion(server, 'lock:db');
  await startOurs();
  await server.client.workflow.getHandle('lock:db').signal('unfreeze', { actor: 'U_SAM' });
  await untilFiring({ alertname: 'DobrobotFailingTasks', severity: 'critical' });
  await server.client.workflow.getHandle('lock:db').terminate('as doctor says');
}, 300_000);

it('a tracker that does not answer fires', async () => {
  let n = 0;
  const firing = untilFiring({ alertname: 'DobrobotTrackerErrors', tracker: 'away', severity: 'warning' });
  const isOver = firing.then(
    () => true,
    () => true,
  );
  do await release(`AWAY/CODE#${(n += 1)}`);
  while (!(await Promise.race([isOver, sleep(1000, false)])));
  await firing;
}, 300_000);

it('Slack that has us wait fires, then Slack that is gone, and a database that is', async () => {
  const { line } = company;
  if (line === null) throw new Error('The company has no line of its own');
  line.faults.order('chat.postMessage', ...Array<Fault>(60).fill({ type: 'limit', retryAfterSeconds: 1 }));
  await command('PAY-1', 'depStart', 'U_BEN');
  await untilFiring({ alertname: 'DobrobotSlackRateLimited', severity: 'warning' });
  line.faults.down();
  const server = new URL(database);
  const name = server.pathname.slice(1);
  server.pathname = '/postgres';
  await query(server.href, `alter database ${name} allow_connections false`);
  await query(
    server.href,
    `select pg_terminate_backend(pid) from pg_stat_activity where datname = '${name}'`,
  );
  await command('PAY-2', 'cancel', 'U_BEN');
  await untilFiring({ alertname: 'DobrobotLogBehind', severity: 'warning' });
  await untilFiring({ alertname: 'DobrobotSlackBehind', severity: 'warning' });
}, 300_000);

it('an orphan fires, then Temporal that is gone, then a worker that is', async () => {
  const { client } = company.temporal;
  await client.workflow.getHandle('release:PAY-1').terminate('a test');
  await untilFiring({ alertname: 'DobrobotOrphanedLock', component: 'billing', severity: 'warning' });
  await temporal.child.kill();
  await untilFiring({ alertname: 'DobrobotNotReady', severity: 'critical' });
  await untilFiring({ alertname: 'DobrobotSourceDown', source: 'temporal' });
  await worker.kill();
  await untilFiring({ alertname: 'DobrobotDown', severity: 'critical' });
}, 300_000);
