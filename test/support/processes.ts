import type { Child } from '../../start/child.ts';
import { startNodeChild } from '../../start/node-child.ts';
import { without } from '../../start/project.ts';

/** A real worker. Of the families `TEMPORAL_…`, `SLACK_…`, `DOBROBOT_…` and `DATABASE_…` it gets only what `env` names. */
export function startWorker(env: Readonly<Record<string, string>>): Promise<Child> {
  return startNodeChild('worker', {
    ...without(process.env, 'TEMPORAL', 'SLACK', 'DOBROBOT', 'DATABASE'),
    ...env,
  });
}

/** A real bot; its environment as the worker's. */
export function startBot(env: Readonly<Record<string, string>>): Promise<Child> {
  return startNodeChild('bot', {
    ...without(process.env, 'TEMPORAL', 'SLACK', 'DOBROBOT', 'DATABASE'),
    ...env,
  });
}

/** A real web page; its environment as the worker's. */
export function startWeb(env: Readonly<Record<string, string>>): Promise<Child> {
  return startNodeChild('web', {
    ...without(process.env, 'TEMPORAL', 'SLACK', 'DOBROBOT', 'DATABASE'),
    ...env,
  });
}
