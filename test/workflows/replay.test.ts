/** Releases stay open across deployments: histories recorded by older versions must replay on this one. */
import { join } from 'node:path';
import proto from '@temporalio/proto';
import { beforeAll, describe, expect, it } from 'vitest';
import { isTakenToday } from '../../domain/messages/taken-today.ts';
import { readCommand } from '../../domain/messages/payload.ts';
import { withSeconds } from '../../domain/messages/with-seconds.ts';
import { workflowOptions } from '../../worker/workflow-bundle.ts';
import { playScenario } from '../histories/play.ts';
import type { RecordedHistory } from '../histories/play.ts';
import { readRecording, replayed } from '../histories/replayed.ts';
import { scenarios } from '../histories/scenarios.ts';
import { isOpenOne } from '../histories/steps.ts';
import { next, recordingsIn } from '../histories/versions.ts';

const { EventType } = proto.temporal.api.enums.v1;

let ours: Awaited<ReturnType<typeof workflowOptions>>;
beforeAll(async () => {
  ours = await workflowOptions();
});

/** The recording must include the end of its run. Without it, almost any change would replay. */
function expectEnd(history: RecordedHistory): void {
  const last = history.events?.at(-1)?.eventType ?? 0;
  expect(EventType[last]).toMatch(
    /WORKFLOW_EXECUTION_(COMPLETED|FAILED|CANCELED|TERMINATED|CONTINUED_AS_NEW)$/,
  );
}

/** The recording of an open run must have several tasks: replay compares the commands of the earlier ones. */
function expectMiddle(history: RecordedHistory): void {
  const tasks = (history.events ?? []).filter((event) => event.workflowTaskCompletedEventAttributes);
  expect(tasks.length).toBeGreaterThan(1);
}

const recordings = await recordingsIn(join(import.meta.dirname, '..', 'histories'));
const read = await Promise.all(recordings.map(readRecording));

it('every scenario is recorded, and nothing besides is to be released', () => {
  const names = Object.keys(scenarios);
  expect(recordings.map(({ name }) => name)).toEqual(expect.arrayContaining(names));
  const nextNames = recordings.filter(({ version }) => version === next).map(({ name }) => name);
  expect(names).toEqual(expect.arrayContaining(nextNames));
});

describe.each([
  ['nothing besides', {}, () => ({})],
  // Turning tracing on or off with releases open must not change the commands of a workflow.
  ['traces', { traced: true }, () => ({ sinks: { exporter: { export: { fn: () => undefined } } } })],
])('with %s', (_, bundle, options) => {
  let wrong: ReadonlyMap<string, string | null>;
  beforeAll(async () => {
    wrong = await replayed({ ...(await workflowOptions(bundle)), ...options() }, read);
  });

  it.each(recordings)('the history of $name, recorded by $version, replays', ({ path, name }) => {
    const { history } = read.find((one) => one.path === path) ?? expect.unreachable();
    if (isOpenOne(name)) expectMiddle(history);
    else expectEnd(history);
    expect(wrong.get(path)).toBeNull();
  });
});

it('what was taken once and is refused today replays as it was taken', async () => {
  const longer = { actor: `U${'V'.repeat(120)}` };
  expect(isTakenToday(readCommand('accept', longer) ?? expect.unreachable())).toBe(false);
  const taken = await finishedWith('accept', longer);
  // The control: a payload that leads to another decision must break the replay.
  const other = await finishedWith('accept', {});
  const wrong = await replayed(ours, [
    { ...taken, path: 'taken' },
    { ...other, path: 'other' },
    { ...taken, path: 'taken again' },
  ]);
  expect([...wrong]).toEqual([
    ['taken', null],
    ['other', expect.stringContaining('TMPRL1100')],
    ['taken again', null],
  ]);
});

it('what was ignored once and is taken today replays as it was ignored', async () => {
  const { path, ...ignored } = await recordingNamed('no-request');
  const [came] = ignored.history.events.flatMap(({ workflowExecutionSignaledEventAttributes: heard }) =>
    heard?.signalName === 'request' ? (heard.input?.payloads ?? []) : [],
  );
  if (came === undefined) throw new Error('Nothing came');
  const short = { actor: 'U_DAN', until: '2999-01-01T00:00Z' };
  expect([readCommand('request', short), withSeconds(short)]).toEqual([null, expect.anything()]);
  came.data = Buffer.from(JSON.stringify(short));
  const wrong = await replayed(ours, [{ ...ignored, path }]);
  expect([...wrong]).toEqual([[path, null]]);
  // The control: a payload that leads to another decision must break the replay.
  came.data = Buffer.from(JSON.stringify({ actor: 'U_DAN' }));
  const taken = await replayed(ours, [{ ...ignored, path }]);
  expect([...taken]).toEqual([[path, expect.any(String)]]);
});

const recordingNamed = (name: string) =>
  readRecording(recordings.find((one) => one.name === name) ?? expect.unreachable());

/** The recorded history of a finished release, with the payload of its signals of this name replaced. */
async function finishedWith(signal: string, payload: object) {
  const recording = await recordingNamed('finished');
  const payloads = recording.history.events.flatMap(({ workflowExecutionSignaledEventAttributes: came }) =>
    came?.signalName === signal ? (came.input?.payloads ?? []) : [],
  );
  expect(payloads).not.toEqual([]);
  for (const part of payloads) part.data = Buffer.from(JSON.stringify(payload));
  return recording;
}

/** Without a cache, every task replays from the start: decisions by a patch marker or a reset must come out the same each time. */
const uncached = [
  ...['finished', 'several-tickets', 'reset-on-production', 'roles-unknown-once', 'commands-shown-each'],
  ...['charts-passed', 'release-goes-on', 'lock-begins-anew', 'lock-reset-told', 'lock-goes-on'],
  ...['counter', 'alias', 'watch', 'home-after-a-command', 'write-back', 'alerts', 'gate'],
];

it.each(uncached)('%s goes well without a cache', async (name) => {
  const scenario = scenarios[name] ?? expect.unreachable();
  expectEnd((await playScenario(scenario, { maxCachedWorkflows: 0 })).history);
});
