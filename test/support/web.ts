import { freePort } from './free-port.ts';
import type { Child } from '../../start/child.ts';
import { startNodeChild } from '../../start/node-child.ts';
import { without } from '../../start/project.ts';

/** Starts the real server of the web page, as an operator does; `env` is all it gets. */
export async function startWeb(
  env: Readonly<Record<string, string>>,
  at?: number,
): Promise<{ readonly url: string; readonly child: Child }> {
  const port = at ?? (await freePort());
  const child = await startNodeChild('web', {
    ...without(process.env, 'TEMPORAL', 'SLACK', 'DOBROBOT', 'DATABASE'),
    ...env,
    DOBROBOT_WEB_PORT: String(port),
  });
  return { url: `http://127.0.0.1:${port}`, child };
}
