import { Client } from '@temporalio/client';
import proto from '@temporalio/proto';
import { NativeConnection, Worker } from '@temporalio/worker';
import type { WorkerOptions } from '@temporalio/worker';
import { expect, vi } from 'vitest';
import { registerSearchAttributes } from '../../worker/search-attributes.ts';
import { workflowOptions } from '../../worker/workflow-bundle.ts';
import { lockIdOf, lockWorkflow, releaseIdOf, releaseWorkflow, taskQueue } from '../../domain/messages/workflows.ts';
import { scriptedActivities } from '../support/scripted-activities.ts';
import { testNamespace } from '../support/temporal.ts';
import { stageOf } from './scenarios.ts';
import type { Actor, Scenario, Stagehand } from './scenarios.ts';

export const { History } = proto.temporal.api.history.v1;
export type RecordedHistory = proto.temporal.api.history.v1.IHistory;

/** Recorded in every history, instead of the name of the machine. */
const identity = 'dobrobot-test';

/** Plays a scenario on a real server, in a namespace of its own. Returns the history to keep. */
export async function playScenario(
  { script, play }: Scenario,
  options: { readonly maxCachedWorkflows?: number } = {},
): Promise<{ workflowId: string; history: RecordedHistory }> {
  const server = await testNamespace();
  const { address, namespace } = server;
  const connection = await NativeConnection.connect({ address });
  const client = new Client({ connection, namespace, identity });
  await registerSearchAttributes(client);
  const work = {
    ...options,
    connection,
    namespace,
    identity,
    taskQueue,
    ...(await workflowOptions()),
    activities: scriptedActivities(script, []),
  };
  let end = await begin(work);
  const away: Stagehand['away'] = async (meanwhile) => {
    await end();
    await meanwhile();
    end = await begin(work);
  };
  const handle = await play({ ...(await stagehand(client)), away });
  const played = { workflowId: handle.workflowId, history: await handle.fetchHistory() };
  await end();
  await connection.close();
  await server.close();
  return played;
}

async function begin(options: WorkerOptions): Promise<() => Promise<void>> {
  const worker = await Worker.create(options);
  const running = worker.run();
  return async () => {
    worker.shutdown();
    await running;
  };
}

async function stagehand(client: Client): Promise<Omit<Stagehand, 'away'>> {
  const open = (component: string) =>
    client.workflow.start(lockWorkflow, { workflowId: lockIdOf(component), taskQueue });
  const [lock] = await Promise.all([open('billing'), open('db')]);
  return {
    client,
    lock,
    request: async (ticket, options = {}): Promise<Actor> => {
      const handle = await client.workflow.signalWithStart(releaseWorkflow, {
        workflowId: releaseIdOf(ticket),
        taskQueue,
        signal: 'request',
        signalArgs: [{ actor: 'U_DAN', ...options }],
      });
      return {
        handle,
        signal: (name, payload = {}) => handle.signal(name, { actor: 'U_VERA', ...payload }),
        until: (stage) =>
          vi.waitFor(async () => {
            expect(await stageOf(handle)).toBe(stage);
          }, 60_000),
      };
    },
  };
}
