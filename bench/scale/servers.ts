import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { Client, Connection } from '@temporalio/client';
import { msToTs } from '@temporalio/common/lib/time.js';
import getPort from 'get-port';
import { stringify } from 'yaml';
import { livingChildren } from '../../start/child.ts';
import { startEmbeddedPostgres } from '../../start/embedded-postgres.ts';
import { findEmbeddedSlack, startEmbeddedSlack } from '../../start/embedded-slack.ts';
import { startEmbeddedTemporal, temporalEnvironment } from '../../start/embedded-temporal.ts';
import type { TemporalEnvironment } from '../../start/embedded-temporal.ts';
import { without } from '../../start/project.ts';
import { findTemporalCli } from '../../start/temporal-binaries.ts';
import { startFullServer } from '../../test/server/full-server.ts';
import { removeTemporaryFolders } from '../../test/support/temporary-folder.ts';
import { registerSearchAttributes } from '../../worker/search-attributes.ts';
import { approver, components, requester, ticketOf } from './kinds.ts';

const namespace = 'default';
const releaseChannel = 'C0RELEASES';
const numbers = (to: number) => Array.from({ length: to }, (_, index) => index);

const done = {
  codeReview: 'done',
  customerDemo: 'done',
  qa: 'done',
  releaseDocs: 'https://w.example.com',
  rollbackDocs: 'https://w.example.com',
};
const ticketsYaml = (count: number): string =>
  stringify(
    numbers(count).map((n) => ({
      key: ticketOf(n),
      title: `Title of ${n}`,
      components: [components[n % components.length]],
      ...done,
    })),
  );
const configYaml = (more: object): string =>
  stringify({
    slack: { releaseChannel },
    people: { approvers: [approver], admins: [approver] },
    tickets: { tracker: 'file', file: 'tickets.yaml', linkTemplate: 'https://t.example.com/{key}' },
    components: Object.fromEntries(components.map((name) => [name, { critical: true, admin: false }])),
    ...more,
  });
const workspace = {
  users: [
    { id: approver, name: 'ann' },
    { id: requester, name: 'dan' },
  ],
  channels: [{ id: releaseChannel, name: 'releases' }],
};

/** The development server; with `TEST_SERVER=full` the production server, on the database server of the log. */
async function startTemporal(postgresUrl: string): Promise<{ address: string; env: TemporalEnvironment }> {
  if (process.env['TEST_SERVER'] === 'full') {
    const { address } = await startFullServer(postgresUrl);
    const connection = await Connection.connect({ address });
    await connection.workflowService.registerNamespace({
      namespace,
      workflowExecutionRetentionPeriod: msToTs('1 day'),
    });
    const list = () => connection.workflowService.listWorkflowExecutions({ namespace });
    // A new namespace becomes usable a little after its registration.
    while ((await list().catch(() => null)) === null) await sleep(500);
    await connection.close();
    return { address, env: temporalEnvironment(address, namespace) };
  }
  const cli = await findTemporalCli(process.env);
  return startEmbeddedTemporal({ cli, port: await getPort(), uiPort: null, dbFile: null, namespace });
}

/** Starts fresh servers for as long as `measure` runs. `settings` adds to the configuration or overrides it. */
export async function onServers<T>(
  tickets: number,
  measure: (client: Client, env: NodeJS.ProcessEnv) => Promise<T>,
  settings: object = {},
): Promise<T> {
  const folder = await mkdtemp(join(tmpdir(), 'dobrobot-bench-'));
  try {
    await writeFile(join(folder, 'tickets.yaml'), ticketsYaml(tickets));
    await writeFile(join(folder, 'config.yaml'), configYaml(settings));
    const binary = await findEmbeddedSlack();
    if (binary === null) throw new Error('The embedded Slack (local-slack-linux-x64) is not installed here.');
    const slack = await startEmbeddedSlack({
      binary,
      port: await getPort(),
      workspace,
      configFile: join(folder, 'slack.yaml'),
    });
    const log = await startEmbeddedPostgres({ folder: join(folder, 'log'), port: await getPort() });
    const temporal = await startTemporal(log.env.DATABASE_URL);
    const env = {
      ...without(process.env, 'TEMPORAL', 'SLACK', 'DOBROBOT'),
      ...temporal.env,
      ...slack.env,
      ...log.env,
      SLACK_MESSAGES_PER_SECOND: '1000',
      DOBROBOT_CONFIG: join(folder, 'config.yaml'),
    };
    const connection = await Connection.connect({ address: temporal.address });
    const client = new Client({ connection });
    await registerSearchAttributes(client);
    return await measure(client, env);
  } finally {
    await Promise.all(livingChildren().map((child) => child.kill()));
    await Promise.all([rm(folder, { recursive: true, force: true }), removeTemporaryFolders()]);
  }
}
