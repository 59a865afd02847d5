/** Releases are open while new versions are deployed: what older versions wrote has to replay on this one. */
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import proto from '@temporalio/proto';
import { Worker } from '@temporalio/worker';
import { beforeAll, describe, expect, it } from 'vitest';
import { isTakenToday } from '../../domain/messages/taken-today.ts';
import { readCommand } from '../../domain/messages/payload.ts';
import { workflowOptions } from '../../worker/workflow-bundle.ts';
import { History, playScenario } from '../histories/play.ts';
import type { RecordedHistory } from '../histories/play.ts';
import { scenarios } from '../histories/scenarios.ts';
import { isOpenOne } from '../histories/steps.ts';
import { next, recordingsIn } from '../histories/versions.ts';

const { EventType } = proto.temporal.api.enums.v1;

let ours: Awaited<ReturnType<typeof workflowOptions>>;
beforeAll(async () => {
  ours = await workflowOptions();
});

interface Recorded {
  readonly workflowId: string;
  /** Temporal's own encoding, in base64. */
  readonly history: string;
}

/** One without an end would replay under almost any change. */
function expectEnd(history: RecordedHistory): void {
  const last = history.events?.at(-1)?.eventType ?? 0;
  expect(EventType[last]).toMatch(
    /WORKFLOW_EXECUTION_(COMPLETED|FAILED|CANCELED|TERMINATED|CONTINUED_AS_NEW)$/,
  );
}

/** It has what earlier tasks asked for, which is what a replay compares. */
function expectMiddle(history: RecordedHistory): void {
  const tasks = (history.events ?? []).filter((event) => event.workflowTaskCompletedEventAttributes);
  expect(tasks.length).toBeGreaterThan(1);
}

const recordings = await recordingsIn(join(import.meta.dirname, '..', 'histories'));

it('every scenario is recorded, and nothing besides is to be released', () => {
  const names = Object.keys(scenarios);
  expect(recordings.map(({ name }) => name)).toEqual(expect.arrayContaining(names));
  const nextNames = recordings.filter(({ version }) => version === next).map(({ name }) => name);
  expect(names).toEqual(expect.arrayContaining(nextNames));
});

describe.each([
  ['the usual cache', {}],
  ['no cache', { maxCachedWorkflows: 0 }],
])('with %s', (_, options) => {
  it.each(recordings)('the history of $name, recorded by $version, replays', async ({ path, name }) => {
    const recorded = JSON.parse(await readFile(path, 'utf8')) as Recorded;
    const history = History.decode(Buffer.from(recorded.history, 'base64'));
    if (isOpenOne(name)) expectMiddle(history);
    else expectEnd(history);
    await Worker.runReplayHistory({ ...ours, ...options }, history, recorded.workflowId);
  });
});

it('what was taken once and is refused today replays as it was taken', async () => {
  const { payloads, history, workflowId } = await finishedWithSignals('accept');
  const longer = { actor: `U${'V'.repeat(120)}` };
  expect(isTakenToday(readCommand('accept', longer) ?? expect.unreachable())).toBe(false);
  for (const payload of payloads) payload.data = Buffer.from(JSON.stringify(longer));
  await Worker.runReplayHistory(ours, history, workflowId);
  // Else the replay would tell nothing.
  for (const payload of payloads) payload.data = Buffer.from('{}');
  await expect(Worker.runReplayHistory(ours, history, workflowId)).rejects.toThrow(/TMPRL1100/);
});

/** The recorded history of a finished release, and what came with its signals of that name. */
async function finishedWithSignals(name: string) {
  const { path } = recordings.find((one) => one.name === 'finished') ?? expect.unreachable();
  const recorded = JSON.parse(await readFile(path, 'utf8')) as Recorded;
  const history = History.decode(Buffer.from(recorded.history, 'base64'));
  const payloads = history.events.flatMap(({ workflowExecutionSignaledEventAttributes: signal }) =>
    signal?.signalName === name ? (signal.input?.payloads ?? []) : [],
  );
  expect(payloads).not.toEqual([]);
  return { payloads, history, workflowId: recorded.workflowId };
}

it('goes well without a cache, where every task replays from the start', async () => {
  const { finished } = scenarios;
  if (finished === undefined) throw new Error('There is no such scenario.');
  expectEnd((await playScenario(finished, { maxCachedWorkflows: 0 })).history);
});
