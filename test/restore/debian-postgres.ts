import { execFile } from 'node:child_process';
import { existsSync } from 'node:fs';
import { readdir } from 'node:fs/promises';
import { homedir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { startChild, untilReady } from '../../start/child.ts';
import type { Child } from '../../start/child.ts';
import { disguiseFor } from '../../start/embedded-postgres.ts';
import { temporaryFolder } from '../support/temporary-folder.ts';

const run = promisify(execFile);

const { DOBROBOT_POSTGRES, XDG_CACHE_HOME = join(homedir(), '.cache') } = process.env;
const home = DOBROBOT_POSTGRES ?? join(XDG_CACHE_HOME, 'dobrobot', 'postgres');

export interface DebianPostgres {
  readonly child: Child;
  /** The environment in which its clients are found, and find the server. */
  readonly env: NodeJS.ProcessEnv;
  /** The address of one of its databases. */
  readonly urlOf: (database: string) => string;
}

/**
 * Starts an empty server with this first user and a database of the same name, as its Docker image does. Anybody on this machine
 * may connect. Throws an error that says what to do if it is not installed.
 */
export async function startDebianPostgres(user: string, port: number): Promise<DebianPostgres> {
  const env = {
    ...process.env,
    ...(await clients()),
    PGHOST: '127.0.0.1',
    PGPORT: String(port),
    LC_ALL: 'C.UTF-8',
  };
  const data = join(await temporaryFolder(), 'data');
  const disguise = await disguiseFor(data);
  if (disguise.length === 0 && process.getuid?.() === 0) {
    throw new Error(
      'PostgreSQL does not run as root, and there are no user namespaces: run this as somebody else',
    );
  }
  const as = (program: string, args: readonly string[]) => {
    const [command = program, ...rest] = [...disguise, program, ...args];
    return { command, args: rest };
  };
  const made = as('initdb', ['--pgdata', data, '--username', user, '--auth', 'trust', '--encoding', 'UTF8']);
  await run(made.command, made.args, { env });
  const child = await startChild({
    name: 'PostgreSQL',
    ...as('postgres', [
      '-D',
      data,
      '-p',
      String(port),
      '-h',
      '127.0.0.1',
      '-k',
      '',
      '-c',
      'fsync=off',
      '-c',
      'jit=off',
    ]),
    env,
    stopSignal: 'SIGINT',
  });
  await untilReady(child, () => child.lastLines().some((line) => line.includes('ready to accept')), 30_000);
  await run('createdb', ['--username', user, user], { env });
  return { child, env, urlOf: (database) => `postgres://${user}@127.0.0.1:${port}/${database}` };
}

async function clients(): Promise<{ readonly PATH: string; readonly LD_LIBRARY_PATH: string }> {
  if (!existsSync(join(home, 'there'))) {
    throw new Error('There is no PostgreSQL of Debian: sh test/restore/install.sh');
  }
  const usr = join(home, 'root', 'usr', 'lib');
  const [version = ''] = await readdir(join(usr, 'postgresql'));
  const libraries = (await readdir(usr)).find((name) => name.endsWith('-linux-gnu')) ?? '';
  return {
    PATH: `${join(usr, 'postgresql', version, 'bin')}:${process.env['PATH'] ?? ''}`,
    LD_LIBRARY_PATH: join(usr, libraries),
  };
}
