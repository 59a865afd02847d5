/** A worker without the workflow in its cache gets a query, and with it news for the workflow. */
import { setTimeout as sleep } from 'node:timers/promises';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { dispatch } from '../../client/dispatch.ts';
import { loadSettings } from '../../config/load-settings.ts';
import { lockStateQuery } from '../../domain/messages/definitions.ts';
import { nobody } from '../../domain/messages/origin.ts';
import { lockIdOf, lockWorkflow, taskQueue } from '../../domain/messages/workflows.ts';
import { askedAndWanted } from '../support/early-news.ts';
import { eventually } from '../support/eventually.ts';
import { untilIdle } from '../support/idle.ts';
import { startInProcess } from '../support/in-process-worker.ts';
import { scriptedActivities } from '../support/scripted-activities.ts';
import { testNamespace } from '../support/temporal.ts';
import type { TestNamespace } from '../support/temporal.ts';

const settings = await loadSettings('dobrobot.yaml');
const rounds = [1, 2, 3];

let server: TestNamespace;
let end: () => Promise<void>;

const begin = async () => {
  end = await startInProcess(server, scriptedActivities({}, []));
};
/** A new worker, which has to replay everything. */
const restart = async () => {
  await end();
  await begin();
};
const start = () =>
  server.client.workflow.start(lockWorkflow, { workflowId: lockIdOf('billing'), taskQueue });

beforeEach(async () => {
  server = await testNamespace();
  await begin();
});
afterEach(async () => {
  await end();
  await server.close();
});

it('acts by the time of its task, and knows the same when that is replayed', async () => {
  const lock = await start();
  const known = () => lock.query(lockStateQuery);
  await known();
  for (const n of rounds) {
    await untilIdle(lock);
    await end();
    const { wantedAt, answers } = await askedAndWanted(lock, n);
    await begin();
    // The release does not exist, so it holds the lock only for a moment.
    await eventually(async () => {
      expect((await known()).lastToken).toBeGreaterThanOrEqual(wantedAt);
    });
    await answers;
    const { lastToken } = await known();
    await restart();
    expect((await known()).lastToken).toBe(lastToken);
  }
});

it('takes a command that comes with a task whose news a query has brought', async () => {
  const lock = await start();
  const known = () => lock.query(lockStateQuery);
  await known();
  for (const n of rounds) {
    await untilIdle(lock);
    await end();
    const { answers } = await askedAndWanted(lock, n);
    const reason = `works ${n}`;
    const frozen = dispatch(
      server.client,
      settings,
      { type: 'freeze', components: ['billing'], end: null, reason },
      { ...nobody, actor: 'U_ADMIN', via: 'api', commandId: `freeze-${n}` },
    );
    // An update is not in the history before it is accepted, so its arrival cannot be observed.
    await sleep(500);
    await begin();
    expect(await frozen).toMatchObject({ answers: [{ answer: { done: true } }] });
    await answers;
    await restart();
    await eventually(async () => {
      expect((await known()).freezes).toContainEqual(expect.objectContaining({ reason }));
    });
  }
});
