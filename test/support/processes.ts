import { startChild, untilReady, type Child } from '../../start/child.ts';
import { startNodeChild } from '../../start/node-child.ts';
import { without } from '../../start/project.ts';

/**
 * Starts a real worker. Of the variables `TEMPORAL_…`, `SLACK_…`, `DOBROBOT_…` and `DATABASE_…` it gets only what `env` names.
 * `version`: the folder of another version, which is started as its `package.json` says.
 */
export function startWorker(env: Readonly<Record<string, string>>, version?: string): Promise<Child> {
  return start('worker', env, version);
}

/** Starts a real bot, with environment and version as for the worker. */
export function startBot(env: Readonly<Record<string, string>>, version?: string): Promise<Child> {
  return start('bot', env, version);
}

async function start(
  name: 'worker' | 'bot',
  more: Readonly<Record<string, string>>,
  version: string | undefined,
): Promise<Child> {
  const env = { ...without(process.env, 'TEMPORAL', 'SLACK', 'DOBROBOT', 'DATABASE'), ...more };
  if (version === undefined) return startNodeChild(name, env);
  const args = ['run', '--silent', name];
  const child = await startChild({
    name,
    command: 'npm',
    args,
    env,
    cwd: version,
    readyLine: `${name} ready`,
  });
  await untilReady(child, () => child.isReady(), 120_000);
  return child;
}

/** Starts a real web page, with the environment as for the worker. */
export function startWeb(env: Readonly<Record<string, string>>): Promise<Child> {
  return startNodeChild('web', {
    ...without(process.env, 'TEMPORAL', 'SLACK', 'DOBROBOT', 'DATABASE'),
    ...env,
  });
}
