import { afterAll, beforeAll, expect, it, vi } from 'vitest';
import { connectClient } from '../../config/temporal.ts';
import { taskQueue } from '../../domain/messages/workflows.ts';
import { eventsOf } from '../../histories/history.ts';
import { testNamespace, type TestNamespace } from '../support/temporal.ts';

let server: TestNamespace;
beforeAll(async () => {
  server = await testNamespace();
  for (const [name, value] of Object.entries<string>({ ...server.env })) vi.stubEnv(name, value);
});
afterAll(async () => {
  vi.unstubAllEnvs();
  await server.close();
});

it('a history of which a page has more than 4 MB can be read', async () => {
  const workflow = await server.client.workflow.start('release', { workflowId: 'release:BIG-1', taskQueue });
  for (let n = 0; n < 6; n += 1) await workflow.signal('request', 'x'.repeat(1_000_000));
  const { client, connection } = await connectClient();
  try {
    const events = await eventsOf(client.workflow.getHandle('release:BIG-1'));
    expect(events?.filter((event) => event.workflowExecutionSignaledEventAttributes)).toHaveLength(6);
  } finally {
    await connection.close();
  }
});
