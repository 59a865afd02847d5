import { createServer } from 'node:http';
import { once } from 'node:events';
import type { AddressInfo } from 'node:net';
import { startRelay } from '../../support/relay.ts';
import type { Relay } from '../../support/relay.ts';

/** A tracker that has every ticket, behind a connection that can be cut. A ticket's components follow from its number. */
export async function startTracker(
  componentsOf: (n: number) => readonly string[],
): Promise<{ readonly url: string; readonly way: Relay; close(): void }> {
  const server = createServer((request, response) => {
    const key = decodeURIComponent(request.url?.split('/').at(-1) ?? '');
    const components = componentsOf(Number(key.split('-').at(-1)));
    response.setHeader('content-type', 'application/json');
    response.end(JSON.stringify({ name: `Title of ${key}`, components, qa: 'Passed' }));
  }).listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as AddressInfo;
  const way = await startRelay({ host: '127.0.0.1', port });
  return { url: `http://127.0.0.1:${way.port}`, way, close: () => server.close() };
}

/** The configuration for this tracker. */
export const trackerSettings = (url: string) => ({
  tickets: {
    ...{ tracker: 'http', url: `${url}/tickets/{key}`, tokenEnv: 'TRACKER_TOKEN' },
    linkTemplate: 'https://jira.company.example/view/{key}',
    ticket: { title: 'body.name', components: 'body.components', fields: '{"QA": body.qa}' },
  },
  checks: {
    ...{ codeReview: false, customerDemo: false, releaseDocs: false, rollbackDocs: false },
    qa: { field: 'QA', is: ['Passed'] },
  },
  internalHosts: ['127.0.0.1'],
});
