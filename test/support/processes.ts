import type { Child } from '../../start/child.ts';
import { startNodeChild } from '../../start/node-child.ts';
import { without } from '../../start/project.ts';

/** A real worker, of this version or of that in the folder `cwd`. Of the families `TEMPORAL_…`, `SLACK_…`, `DOBROBOT_…` and `DATABASE_…` it gets only what `env` names. */
export function startWorker(env: Readonly<Record<string, string>>, cwd?: string): Promise<Child> {
  const ours = without(process.env, 'TEMPORAL', 'SLACK', 'DOBROBOT', 'DATABASE');
  return startNodeChild('worker', { ...ours, ...env }, undefined, cwd);
}

/** A real bot; its environment and version as the worker's. */
export function startBot(env: Readonly<Record<string, string>>, cwd?: string): Promise<Child> {
  const ours = without(process.env, 'TEMPORAL', 'SLACK', 'DOBROBOT', 'DATABASE');
  return startNodeChild('bot', { ...ours, ...env }, undefined, cwd);
}

/** A real web page; its environment as the worker's. */
export function startWeb(env: Readonly<Record<string, string>>): Promise<Child> {
  return startNodeChild('web', {
    ...without(process.env, 'TEMPORAL', 'SLACK', 'DOBROBOT', 'DATABASE'),
    ...env,
  });
}
