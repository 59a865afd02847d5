import { join } from 'node:path';
import { startChild, untilReady } from '../../start/child.ts';
import { freePort } from '../support/free-port.ts';
import { emulatorOfJira } from './unpacked.ts';

/** An emulated Jira Data Center, which accepts any token. */
export interface Jira {
  readonly url: string;
  /** Returns the answer; throws with it if it is an error. */
  readonly ask: (method: 'GET' | 'POST', path: string, body?: object) => Promise<unknown>;
}

/** Its only project is `PAY`. Closed with the test file. */
export async function startJira(): Promise<Jira> {
  const folder = await emulatorOfJira();
  const port = await freePort();
  const url = `http://127.0.0.1:${port}`;
  const own = { JIRA820_PORT: String(port), JIRA820_LOCALE: 'en', JIRA820_PROJECT_KEY: 'PAY' };
  const child = await startChild({
    ...{ name: 'jira820', command: join(folder, 'bin/jira820'), args: [] },
    env: { ...process.env, ...own },
  });
  await untilReady(child, async () => (await fetch(`${url}/rest/api/2/serverInfo`)).ok, 30_000);
  return {
    url,
    async ask(method, path, body) {
      const headers = { authorization: 'Bearer any', 'content-type': 'application/json' };
      const sent = body === undefined ? {} : { body: JSON.stringify(body) };
      const answer = await fetch(`${url}/rest/api/2${path}`, { method, headers, ...sent });
      const text = await answer.text();
      if (!answer.ok) throw new Error(`${method} ${path}: ${answer.status} ${text}`);
      return text === '' ? null : (JSON.parse(text) as unknown);
    },
  };
}
