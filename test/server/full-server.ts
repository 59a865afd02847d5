import { execFile } from 'node:child_process';
import { writeFile } from 'node:fs/promises';
import { homedir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { Connection } from '@temporalio/client';
import getPort, { portNumbers } from 'get-port';
import { stringify } from 'yaml';
import { startChild, untilReady } from '../../start/child.ts';
import type { Child } from '../../start/child.ts';
import { projectRoot, without } from '../../start/project.ts';
import { temporaryFolder } from '../support/temporary-folder.ts';

const version = 'v1.32.1';
const asInCompose = join(projectRoot, 'deploy', 'temporal-dynamic.yaml');
/** Its databases, as in `deploy/temporal-schema.sh`. */
const stores = {
  temporal: 'postgresql/v12/temporal',
  temporal_visibility: 'postgresql/v12/visibility',
} as const;

/** The path of a program that `install.sh` built. */
const programOf = (name: string): string => {
  const { DOBROBOT_TEMPORAL_SERVER, XDG_CACHE_HOME = join(homedir(), '.cache') } = process.env;
  return join(DOBROBOT_TEMPORAL_SERVER ?? join(XDG_CACHE_HOME, 'dobrobot', 'temporal-server'), version, name);
};

/** Starts Temporal's server as in production: all services, on PostgreSQL, in which it creates two databases. */
export async function startFullServer(
  postgresUrl: string,
): Promise<{ readonly child: Child; readonly address: string }> {
  const database = new URL(postgresUrl);
  for (const [name, schema] of Object.entries(stores)) await makeStore(database, name, schema);
  const folder = await temporaryFolder();
  const ports = await freePorts(8);
  await writeFile(join(folder, 'development.yaml'), stringify(configured(database, ports)));
  const child = await startChild({
    name: 'Temporal',
    command: programOf('temporal-server'),
    args: ['--root', folder, '--config', '.', '--env', 'development', 'start'],
    env: without(process.env, 'TEMPORAL'),
  });
  const address = `127.0.0.1:${String(ports[0])}`;
  await untilReady(child, () => answers(address), 60_000);
  return { child, address };
}

/** Temporal's membership table accepts no port above 32,767. */
async function freePorts(count: number): Promise<readonly number[]> {
  const from = 10_000 + Math.floor(Math.random() * 20_000);
  const ports: number[] = [];
  while (ports.length < count) ports.push(await getPort({ port: portNumbers(from, 32_767), exclude: ports }));
  return ports;
}

async function makeStore({ hostname, port, username, password }: URL, name: string, schema: string) {
  const tool = (args: readonly string[]) => promisify(execFile)(programOf('temporal-sql-tool'), args);
  const at = ['--plugin', 'postgres12', '--ep', hostname, '-p', port, '-u', username, '--pw', password];
  const to = [...at, '--db', name];
  await tool([...to, 'create']);
  await tool([...to, 'setup-schema', '-v', '0.0']);
  await tool([...to, 'update-schema', '--schema-name', schema]);
}

function configured(database: URL, ports: readonly number[]) {
  const store = (databaseName: keyof typeof stores) => ({
    sql: {
      ...{ pluginName: 'postgres12', databaseName, connectAddr: database.host, connectProtocol: 'tcp' },
      ...{ user: database.username, password: database.password, maxConns: 20, maxIdleConns: 20 },
    },
  });
  const service = (n: number) => ({
    rpc: { grpcPort: ports[2 * n], membershipPort: ports[2 * n + 1], bindOnLocalHost: true },
  });
  return {
    log: { stdout: true, level: 'error' },
    persistence: {
      ...{ defaultStore: 'default', visibilityStore: 'visibility', numHistoryShards: 4 },
      datastores: { default: store('temporal'), visibility: store('temporal_visibility') },
    },
    global: { membership: { maxJoinDuration: '30s', broadcastAddress: '127.0.0.1' } },
    services: { frontend: service(0), matching: service(1), history: service(2), worker: service(3) },
    clusterMetadata: {
      ...{ enableGlobalNamespace: false, failoverVersionIncrement: 10 },
      ...{ masterClusterName: 'active', currentClusterName: 'active' },
      clusterInformation: {
        active: { enabled: true, initialFailoverVersion: 1, rpcAddress: `127.0.0.1:${String(ports[0])}` },
      },
    },
    dcRedirectionPolicy: { policy: 'noop' },
    archival: { history: { state: 'disabled' }, visibility: { state: 'disabled' } },
    dynamicConfigClient: { filepath: asInCompose, pollInterval: '60s' },
  };
}

/** Whether all services run: workflows are listed only then. */
async function answers(address: string): Promise<boolean> {
  const connection = await Connection.connect({ address, connectTimeout: 1000 });
  try {
    await connection.workflowService.listWorkflowExecutions({ namespace: 'temporal-system' });
    return true;
  } finally {
    await connection.close();
  }
}
