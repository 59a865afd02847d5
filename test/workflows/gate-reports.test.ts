/** How often a deployment on GitHub gets a report, and how long it waits, on a server that skips time. */
import type { TestWorkflowEnvironment } from '@temporalio/testing';
import { Worker } from '@temporalio/worker';
import { afterEach, beforeEach, expect, it } from 'vitest';
import type { GateActivities } from '../../domain/messages/activities.ts';
import type { GateAnswer, GateInput, GateView } from '../../domain/messages/hooks.ts';
import { taskQueue } from '../../domain/messages/workflows.ts';
import { workflowOptions } from '../../worker/workflow-bundle.ts';
import { timeSkippingEnvironment } from '../support/temporal.ts';

const day = 24 * 3_600_000;

let env: TestWorkflowEnvironment;
let ours: Awaited<ReturnType<typeof workflowOptions>>;
// A new one for each test: see `retry` in vitest.config.ts.
beforeEach(async () => {
  [env, ours] = await Promise.all([timeSkippingEnvironment(), workflowOptions()]);
});
afterEach(() => env.teardown());

const view = (state: GateView['state'], key: string): GateView => ({
  ...{ state, key, ticket: 'T-1', comment: `${state} ${key}` },
});

/** The answers to a deployment requested `ageMs` ago. `look` returns what the nth look finds; `said` are the reports of an earlier run. */
async function toldOf(
  look: (nth: number, tooLong: boolean) => GateView,
  { ageMs = 0, said }: { readonly ageMs?: number; readonly said?: GateInput['said'] } = {},
): Promise<{ readonly answers: readonly GateAnswer[]; readonly looks: number }> {
  const answers: GateAnswer[] = [];
  let looks = 0;
  const activities: GateActivities = {
    lookAtGate: (_, tooLong) => Promise.resolve(look((looks += 1), tooLong)),
    startAtGate: () => Promise.resolve(view('started', 'started')),
    answerGate: (_, answer) => {
      answers.push(answer);
      return Promise.resolve();
    },
  };
  const worker = await Worker.create({ connection: env.nativeConnection, taskQueue, ...ours, activities });
  const asked = {
    ...{ hook: 'github', id: 'one', callback: 'https://github.example.com', environment: 'production' },
    ...{ repository: 'acme/shop', components: [], ticket: 'T-1', texts: [] },
    requestedAt: (await env.currentTimeMs()) - ageMs,
  };
  await worker.runUntil(
    env.client.workflow.execute('gate', {
      workflowId: 'gate:github:one',
      taskQueue,
      args: [{ asked, ...(said === undefined ? {} : { said }) }],
    }),
  );
  return { answers, looks };
}

const reports = (answers: readonly GateAnswer[]) => answers.filter(({ state }) => state === null);

it('reports what is new nine times at most, once more at its turn, and then lets it pass', async () => {
  const { answers } = await toldOf((nth) => view(nth <= 40 ? 'waits' : 'turn', `step ${Math.ceil(nth / 2)}`));
  expect(reports(answers).map(({ comment }) => comment)).toEqual([
    ...[1, 2, 3, 4, 5, 6, 7, 8, 9].map((step) => `waits step ${step}`),
    'turn step 21',
  ]);
  expect(answers.at(-1)).toEqual({ state: 'approved', comment: 'started started' });
  expect(answers).toHaveLength(11);
});

it('counts those of an earlier run', async () => {
  const said = Array.from({ length: 9 }, (_, nth) => `before ${nth}`);
  const { answers } = await toldOf((nth) => view(nth <= 3 ? 'waits' : 'turn', `step ${nth}`), { said });
  expect(reports(answers).map(({ comment }) => comment)).toEqual(['turn step 4']);
});

it('waits for 29 days, and then refuses', async () => {
  const { answers, looks } = await toldOf(
    (_, tooLong) => (tooLong ? view('over', 'too long') : view('waits', 'the same')),
    { ageMs: 29 * day - 5 * 60_000 },
  );
  expect(answers.map(({ state }) => state)).toEqual([null, 'rejected']);
  // Every 30 seconds for the last five minutes.
  expect(looks).toBeGreaterThanOrEqual(10);
  expect(looks).toBeLessThanOrEqual(12);
});
