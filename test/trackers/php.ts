import { execFile } from 'node:child_process';
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { startChild, untilReady } from '../../start/child.ts';
import { without } from '../../start/project.ts';

const run = promisify(execFile);

/** Runs a PHP script. `input`: its stdin. Throws with its output if it fails. */
export async function php(
  args: readonly string[],
  { env = {}, input = '' }: { readonly env?: Readonly<Record<string, string>>; readonly input?: string } = {},
): Promise<string> {
  const running = run('php', args, { env: { ...process.env, ...env } });
  running.child.stdin?.end(input);
  return (await running).stdout;
}

export interface PhpSite {
  /** The document root for PHP's own server. */
  readonly folder: string;
  /** PHP that returns `false` if a file is to be served, and otherwise includes the script that answers. */
  readonly router: string;
  /** The folder for the router script. */
  readonly work: string;
  readonly port: number;
  readonly env?: Readonly<Record<string, string>>;
}

/** Serves until the test file ends. */
export async function servePhp({ folder, router, work, port, env = {} }: PhpSite): Promise<void> {
  const script = join(work, 'router.php');
  await writeFile(script, `<?php\n${router}\n`);
  const child = await startChild({
    name: 'php',
    command: 'php',
    args: ['-S', `127.0.0.1:${port}`, '-t', folder, script],
    env: { ...without(process.env, 'DOBROBOT'), PHP_CLI_SERVER_WORKERS: '3', ...env },
  });
  const answers = async () => (await fetch(`http://127.0.0.1:${port}/`, { redirect: 'manual' })).status > 0;
  await untilReady(child, answers, 20_000);
}
