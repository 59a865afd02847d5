import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Client, Connection } from '@temporalio/client';
import getPort from 'get-port';
import { stringify } from 'yaml';
import { livingChildren } from '../../start/child.ts';
import { startEmbeddedPostgres } from '../../start/embedded-postgres.ts';
import { findEmbeddedSlack, startEmbeddedSlack } from '../../start/embedded-slack.ts';
import { startEmbeddedTemporal } from '../../start/embedded-temporal.ts';
import { without } from '../../start/project.ts';
import { findTemporalCli } from '../../start/temporal-binaries.ts';
import { registerSearchAttributes } from '../../worker/search-attributes.ts';
import { components, requester, ticketOf } from './kinds.ts';

const releaseChannel = 'C0RELEASES';
const approver = 'U_ANN';
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
const configYaml = stringify({
  slack: { releaseChannel },
  people: { approvers: [approver], admins: [approver] },
  tickets: { tracker: 'file', file: 'tickets.yaml', linkTemplate: 'https://t.example.com/{key}' },
  components: Object.fromEntries(components.map((name) => [name, { critical: true, admin: false }])),
});
const workspace = {
  users: [
    { id: approver, name: 'ann' },
    { id: requester, name: 'dan' },
  ],
  channels: [{ id: releaseChannel, name: 'releases' }],
};

/** Servers of its own, with nothing in them, for as long as `measure` takes. */
export async function onServers<T>(
  tickets: number,
  measure: (client: Client, env: NodeJS.ProcessEnv) => Promise<T>,
): Promise<T> {
  const folder = await mkdtemp(join(tmpdir(), 'dobrobot-bench-'));
  try {
    await writeFile(join(folder, 'tickets.yaml'), ticketsYaml(tickets));
    await writeFile(join(folder, 'config.yaml'), configYaml);
    const binary = await findEmbeddedSlack();
    if (binary === null) throw new Error('The embedded Slack (local-slack-linux-x64) is not installed here.');
    const slack = await startEmbeddedSlack({
      binary,
      port: await getPort(),
      workspace,
      configFile: join(folder, 'slack.yaml'),
    });
    const log = await startEmbeddedPostgres({ folder: join(folder, 'log'), port: await getPort() });
    const cli = await findTemporalCli(process.env);
    const server = { uiPort: null, dbFile: null, namespace: 'default' };
    const temporal = await startEmbeddedTemporal({ cli, port: await getPort(), ...server });
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
    await rm(folder, { recursive: true, force: true });
  }
}
