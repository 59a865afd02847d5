import { execFile } from 'node:child_process';
import { existsSync } from 'node:fs';
import { cp, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { gunzipSync } from 'node:zlib';
import { startChild, untilReady } from '../../start/child.ts';
import type { Child } from '../../start/child.ts';
import { query, testDatabase } from '../support/database.ts';
import { temporaryFolder } from '../support/temporary-folder.ts';
import { freePort } from '../support/free-port.ts';
import { servePhp } from '../trackers/php.ts';
import { root } from './cache.ts';

const run = promisify(execFile);

/** In the form `HOST/KEY`. */
export type Item = `${string}/${string}`;

/** A real Zabbix from Debian: its server, its frontend with the API, and a database of its own. */
export interface Zabbix {
  readonly url: string;
  /** Calls the API as its administrator. Throws unless the answer is a result. */
  readonly ask: <T>(method: string, params: object) => Promise<T>;
  /** Creates an object, such as a `host`. Returns its ID. */
  readonly create: (kind: string, params: object) => Promise<string>;
  /** Sends a value by `zabbix_sender`. Throws unless the server already knows the item. */
  readonly send: (item: Item, value: number) => Promise<void>;
  /** Stops the server, and makes frontend and database look as if that were this many minutes ago. */
  readonly stop: (minutes: number) => Promise<void>;
}

/** Closed with the test file. */
export async function startZabbix(): Promise<Zabbix> {
  if (!existsSync(join(root, 'usr/sbin/zabbix_server')))
    throw new Error('There is no Zabbix: sh test/watch/install.sh');
  const work = await temporaryFolder();
  const database = new URL(await testDatabase());
  // Zabbix accepts no port above 32,767; `freePort` stays below that.
  const serverPort = await freePort();
  const port = await freePort();
  await fill(database);
  const [server] = await Promise.all([
    startServer(database, work, serverPort),
    serveFrontend(database, work, port),
  ]);
  const url = `http://127.0.0.1:${port}`;
  const auth = await ask<string>(url, 'user.login', { username: 'Admin', password: 'zabbix' });
  return {
    url,
    ask: (method, params) => ask(url, method, params, auth),
    create: async (kind, params) => {
      const made = await ask<Record<string, [string]>>(url, `${kind}.create`, params, auth);
      return (Object.values(made) as [[string]])[0][0];
    },
    send: async (item, value) => {
      const [host, key] = item.split('/') as [string, string];
      const to = ['--zabbix-server', '127.0.0.1', '--port', String(serverPort)];
      const what = ['--host', host, '--key', key, '--value', String(value)];
      await run(join(root, 'usr/bin/zabbix_sender'), [...to, ...what]);
    },
    stop: async (minutes) => {
      await server.kill();
      await query(database.href, `UPDATE history_uint SET clock = clock - ${minutes * 60}`);
    },
  };
}

/** Leaves out the host templates, which come last and are most of the data. */
async function fill(database: URL): Promise<void> {
  const read = async (name: string) =>
    gunzipSync(await readFile(join(root, 'usr/share/zabbix-server-pgsql', `${name}.sql.gz`))).toString();
  await query(database.href, await read('schema'));
  const [own = ''] = (await read('data')).split('INSERT INTO hosts ', 1);
  await query(database.href, `${own}COMMIT;`);
}

async function startServer(database: URL, work: string, port: number): Promise<Child> {
  const settings = {
    ...{ DBHost: database.hostname, DBPort: database.port, DBName: database.pathname.slice(1) },
    ...{ DBUser: database.username, DBPassword: database.password },
    ...{ ListenIP: '127.0.0.1', ListenPort: port, SocketDir: work, PidFile: join(work, 'server.pid') },
    // It was built for older versions of PostgreSQL.
    ...{ AllowUnsupportedDBVersions: 1, AllowRoot: 1, LogType: 'console' },
    // Changes made through the API take effect within a second.
    ...{ CacheUpdateFrequency: 1, HousekeepingFrequency: 0 },
    ...{ StartPollers: 1, StartPingers: 0, StartDiscoverers: 0, StartHTTPPollers: 0, StartTrappers: 2 },
  };
  const file = join(work, 'server.conf');
  await writeFile(
    file,
    linesOf(settings, (name, value) => `${name}=${value}`),
  );
  let isListening = false;
  const child = await startChild({
    ...{ name: 'Zabbix', command: join(root, 'usr/sbin/zabbix_server'), env: process.env },
    args: ['--foreground', '--config', file],
    onLine: (line) => {
      isListening ||= line.includes('started [trapper');
    },
  });
  await untilReady(child, () => isListening, 60_000);
  return child;
}

async function serveFrontend(database: URL, work: string, port: number): Promise<void> {
  const site = join(work, 'site');
  await cp(join(root, 'usr/share/zabbix'), site, { recursive: true, verbatimSymlinks: true });
  // Debian has it in /etc.
  const settings = join(work, 'zabbix.conf.php');
  const reader = join(site, 'include/classes/core/CConfigFile.php');
  const source = await readFile(reader, 'utf8');
  await writeFile(reader, source.replace('/etc/zabbix/zabbix.conf.php', settings));
  const values = {
    ...{ TYPE: 'POSTGRESQL', SERVER: database.hostname, PORT: database.port, SCHEMA: '' },
    ...{ DATABASE: database.pathname.slice(1), USER: database.username, PASSWORD: database.password },
    ...{ ENCRYPTION: '', DOUBLE_IEEE754: '1' },
  };
  await writeFile(settings, `<?php\n${linesOf(values, (name, value) => `$DB['${name}'] = '${value}';`)}`);
  await servePhp({ folder: site, router: 'return false;', work, port });
}

const linesOf = (
  values: Readonly<Record<string, string | number>>,
  line: (name: string, value: string | number) => string,
): string =>
  Object.entries(values)
    .map(([name, value]) => `${line(name, value)}\n`)
    .join('');

async function ask<T>(url: string, method: string, params: object, auth: string | null = null): Promise<T> {
  const response = await fetch(`${url}/api_jsonrpc.php`, {
    method: 'POST',
    headers: { 'content-type': 'application/json-rpc' },
    body: JSON.stringify({ jsonrpc: '2.0', id: 1, method, params, auth }),
  });
  const { result, error } = (await response.json()) as { readonly result: T; readonly error?: object };
  if (error !== undefined) throw new Error(`${method}: ${JSON.stringify(error)}`);
  return result;
}
