/**
 * Everything that workflows receive, send and schedule occurs in a recording. What occurs in none could change without any replay noticing.
 */
import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { commandSignals, lockCommandSignals } from '../../domain/command/commands.ts';
import { lockNews, lockOrders } from '../../domain/messages/lock-messages.ts';
import * as workflows from '../../workflows/index.ts';
import { projectRoot } from '../../start/project.ts';
import { scriptedActivities } from '../support/scripted-activities.ts';
import { readRecording } from './replayed.ts';
import type { RecordedHistory } from './play.ts';
import { recordingsIn } from './versions.ts';

const workflowsFolder = join(projectRoot, 'workflows');

type Event = NonNullable<RecordedHistory['events']>[number];

const recorded = await Promise.all(
  (await recordingsIn(import.meta.dirname)).map(async ({ path }) => {
    const { history } = await readRecording({ path });
    return history.events;
  }),
);

/** The names in the recorded events. */
const named = (nameIn: (event: Event) => string | null | undefined): ReadonlySet<string> =>
  new Set(recorded.flatMap((events) => events.map((event) => nameIn(event) ?? '')));

it('what an earlier version did has none of the marks of a later one', async () => {
  const names = ['roles-unknown-for-good', 'lock-roles-unknown-for-good', 'commands-shown-last', 'votes-stand-by-code', 'expires-as-its-good-falls', 'lock-large-request-taken', 'not-named-while-down', 'unfit-untold'];
  for (const name of names) {
    const [found] = (await recordingsIn(import.meta.dirname)).filter((one) => one.name === name);
    const { history } = await readRecording(found ?? expect.unreachable());
    expect(history.events.filter(({ markerRecordedEventAttributes: mark }) => mark)).toEqual([]);
  }
});

const sources = await Promise.all(
  (await readdir(workflowsFolder)).map((name) => readFile(join(workflowsFolder, name), 'utf8')),
);
const marks = sources.flatMap((source) =>
  [...source.matchAll(/\b(?:patched|marked)\('([^']+)'/g)].map(([, mark = '']) => mark),
);

/** The ID of a patch marker; the SDK's core writes it as JSON. */
function markIn({ markerRecordedEventAttributes: recorded }: Event): string | null {
  const [data] = recorded?.details?.['patch-data']?.payloads ?? [];
  return data === undefined ? null : (JSON.parse(Buffer.from(data.data ?? []).toString()) as { id: string }).id;
}

/** Sent by the reconciler only, not by workflows. */
const byReconciler = ['configure', 'retire', 'locksNeeded'];

it.each([
  [
    'workflow',
    Object.keys(workflows).filter((name) => name !== 'default'),
    named(({ workflowExecutionStartedEventAttributes: started }) => started?.workflowType?.name),
  ],
  [
    'activity',
    Object.keys(scriptedActivities({}, [])),
    named(({ activityTaskScheduledEventAttributes: asked }) => asked?.activityType?.name),
  ],
  [
    'signal that is heard',
    [...commandSignals, ...lockCommandSignals, ...lockNews, ...lockOrders],
    named(({ workflowExecutionSignaledEventAttributes: heard }) => heard?.signalName),
  ],
  [
    'signal that is said',
    [...lockNews, ...lockOrders].filter((name) => !byReconciler.includes(name)),
    named(({ signalExternalWorkflowExecutionInitiatedEventAttributes: said }) => said?.signalName),
  ],
  ['mark', marks, named(markIn)],
])('each %s stands in a recording', (_, names, found) => {
  expect(names.filter((name) => !found.has(name))).toEqual([]);
});
