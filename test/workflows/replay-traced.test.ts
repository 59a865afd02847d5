/** Whoever begins to trace, or stops it, has releases open: neither changes what a workflow commands. */
import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { Worker } from '@temporalio/worker';
import { beforeAll, expect, it } from 'vitest';
import { workflowOptions } from '../../worker/workflow-bundle.ts';
import { History } from '../histories/play.ts';

interface Recorded {
  readonly workflowId: string;
  /** Temporal's own encoding, in base64. */
  readonly history: string;
}

const folder = join(import.meta.dirname, '..', 'histories');
const paths = (await readdir(folder, { recursive: true })).filter((path) => path.endsWith('.json'));
const recordings = (
  await Promise.all(
    paths.map(async (path) => {
      const recorded = JSON.parse(await readFile(join(folder, path), 'utf8')) as Partial<Recorded>;
      const { workflowId, history } = recorded;
      return workflowId === undefined || history === undefined ? [] : [{ path, workflowId, history }];
    }),
  )
).flat();

let traced: Awaited<ReturnType<typeof workflowOptions>>;
beforeAll(async () => {
  traced = await workflowOptions({ traced: true });
});

it('there are histories', () => {
  expect(recordings.length).toBeGreaterThan(30);
});

it.each(recordings)(
  '$path was recorded without traces, and replays with them',
  async ({ workflowId, history }) => {
    const sinks = { exporter: { export: { fn: () => undefined } } };
    const decoded = History.decode(Buffer.from(history, 'base64'));
    await Worker.runReplayHistory({ ...traced, sinks }, decoded, workflowId);
  },
);
