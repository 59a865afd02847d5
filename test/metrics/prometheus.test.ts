/** A real Prometheus, of Debian, reads a real worker: its metrics and the rules are as they have to be, and alerts fire when something is wrong. */
import { execFile } from 'node:child_process';
import { existsSync } from 'node:fs';
import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { Client, Connection } from '@temporalio/client';
import { freePort } from '../support/free-port.ts';
import { beforeAll, expect, it } from 'vitest';
import { parse, stringify } from 'yaml';
import { startChild } from '../../start/child.ts';
import type { Child } from '../../start/child.ts';
import { startEmbeddedTemporal } from '../../start/embedded-temporal.ts';
import type { EmbeddedTemporal } from '../../start/embedded-temporal.ts';
import { projectRoot } from '../../start/project.ts';
import { findTemporalCli } from '../../start/temporal-binaries.ts';
import { taskQueue } from '../../domain/messages/workflows.ts';
import { eventually } from '../support/eventually.ts';
import { startWorker } from '../support/processes.ts';
import { temporaryFolder } from '../support/temporary-folder.ts';
import { cache } from './cache.ts';

const bin = join(cache, 'root', 'usr', 'bin');
const rules = join(projectRoot, 'deploy', 'prometheus');
const run = promisify(execFile);

let temporal: EmbeddedTemporal;
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
  const config = join(folder, 'dobrobot.yaml');
  await writeFile(join(folder, 'tickets.yaml'), stringify([ticket]));
  await writeFile(config, stringify(configuration));
  worker = await startWorker({
    ...temporal.env,
    ...{ DOBROBOT_SLACK: 'off', DOBROBOT_CONFIG: config, DOBROBOT_HEALTH_PORT: String(metricsPort) },
  });
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

const ticket = {
  ...{ key: 'PAY-1', title: 'A refund', components: ['billing'], codeReview: 'done', qa: 'done' },
  ...{ customerDemo: 'done', releaseDocs: 'done', rollbackDocs: 'done' },
};
const configuration = {
  slack: { releaseChannel: 'releases' },
  people: { approvers: ['U_VERA'], admins: ['U_ADAM'] },
  tickets: { tracker: 'file', file: 'tickets.yaml', linkTemplate: 'https://tracker.example.com/{key}' },
  components: { billing: { critical: true, admin: false } },
  locks: { checkEvery: '1s' },
};

/** The rules, for somebody who has no five minutes. */
const hasty = async (path: string) => (await readFile(path, 'utf8')).replace(/\bfor: \d+m$/gm, 'for: 1s');

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
  // Those of others are as they are.
  const about = (await checked)
    .split('\n')
    .filter((line) => line.startsWith('dobrobot_') || /error/i.test(line));
  expect(about).toEqual([]);
});

it('an orphan fires, then Temporal that is gone, then a worker that is', async () => {
  const connection = await Connection.connect({ address: temporal.address });
  const client = new Client({ connection });
  const release = await client.workflow.signalWithStart('release', {
    ...{ workflowId: 'release:PAY-1', taskQueue, signal: 'request' },
    signalArgs: [{ actor: 'U_DAN' }],
  });
  const command = (signal: string, actor: string) =>
    eventually(async () => {
      const done = await release.executeUpdate('command', { args: [{ signal, actor }] });
      expect(done).toMatchObject({ done: true });
    });
  await command('accept', 'U_VERA');
  await command('depStart', 'U_DAN');
  await release.terminate('a test');
  await untilFiring({ alertname: 'DobrobotOrphanedLock', component: 'billing', severity: 'warning' });
  await connection.close();
  await temporal.child.kill();
  await untilFiring({ alertname: 'DobrobotNotReady', severity: 'critical' });
  await untilFiring({ alertname: 'DobrobotSourceDown', source: 'temporal' });
  await worker.kill();
  await untilFiring({ alertname: 'DobrobotDown', severity: 'critical' });
}, 300_000);
