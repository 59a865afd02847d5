import { mkdir, readFile, rm, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { z } from 'zod';
import { fromJson } from '../domain/from-json.ts';
import { homeFolder } from './home.ts';
import { isNamed } from './secret.ts';

/** The variables by which the terminal reaches what `npm start` runs. */
const names = [
  'TEMPORAL_ADDRESS',
  'TEMPORAL_NAMESPACE',
  'TEMPORAL_CONFIG_FILE',
  'DATABASE_URL',
  'DOBROBOT_CONFIG',
  'DOBROBOT_SLACK',
] as const;
const namesOfSlack = ['SLACK_API_URL', 'SLACK_BOT_TOKEN'] as const;

const running = z.object({
  pid: z.number(),
  env: z.partialRecord(z.enum([...names, ...namesOfSlack]), z.string()),
});

const fileIn = (env: NodeJS.ProcessEnv): string => join(homeFolder(env), 'running.json');

/** Records what `npm start` runs, readable by its user only: the database address contains its password. */
export async function noteRunning(env: NodeJS.ProcessEnv, slack: 'local' | 'other'): Promise<void> {
  const file = fileIn(env);
  const noted: NodeJS.ProcessEnv = Object.fromEntries(
    // The token of a real Slack must not be written to disk.
    [...names, ...(slack === 'local' ? namesOfSlack : [])].map((name) => [name, env[name]]),
  );
  await mkdir(dirname(file), { recursive: true });
  await rm(file, { force: true });
  await writeFile(file, JSON.stringify({ pid: process.pid, env: noted }), { mode: 0o600 });
}

/** Removes the record, unless another `npm start` has written it since. */
export async function forgetRunning(env: NodeJS.ProcessEnv): Promise<void> {
  if ((await noted(env))?.pid === process.pid) await rm(fileIn(env), { force: true });
}

/** The variables of what `npm start` runs in `DOBROBOT_HOME`, without those that the environment sets itself. Empty if it does not run. */
export async function runningEnv(env: NodeJS.ProcessEnv): Promise<NodeJS.ProcessEnv> {
  const found = await noted(env);
  if (found === null || !isAlive(found.pid)) return {};
  // A token is valid for its own Slack only.
  const isOtherSlack = namesOfSlack.some((name) => isNamed(name, env));
  return Object.fromEntries(
    Object.entries(found.env).filter(
      ([name]) => !isNamed(name, env) && !(isOtherSlack && namesOfSlack.some((one) => one === name)),
    ),
  );
}

async function noted(env: NodeJS.ProcessEnv): Promise<z.infer<typeof running> | null> {
  const text = await readFile(fileIn(env), 'utf8').catch(() => '');
  return running.safeParse(fromJson(text)).data ?? null;
}

function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch {
    return false;
  }
}
