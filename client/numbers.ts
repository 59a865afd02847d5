import { setTimeout as sleep } from 'node:timers/promises';
import { WithStartWorkflowOperation, WorkflowUpdateFailedError } from '@temporalio/client';
import type { Client } from '@temporalio/client';
import { commandSignal, numberUpdate } from '../domain/messages/definitions.ts';
import type { CommandPayload } from '../domain/messages/payload.ts';
import type { Numbered } from '../domain/messages/runs.ts';
import {
  counterIdOf,
  pageIdOf,
  releaseAliasWorkflow,
  releaseCounterWorkflow,
  releaseIdOf,
  releaseWorkflow,
  taskQueue,
  ticketOfRelease,
} from '../domain/messages/workflows.ts';
import { noNumbers, numberIn, mergedNumbers } from '../domain/release/numbers.ts';
import type { Numbers } from '../domain/release/numbers.ts';
import { isEnd } from '../domain/release/stage.ts';
import { orNull } from './or-null.ts';
import { Releases } from './releases.ts';
import { aliasShown, idBegins, numbersShown, releaseShown, withId } from './visibility.ts';

/** How long a caller waits for a number. Asking again with the same `commandId` gives the same number. */
const numberWithinMs = 20_000;
/** How often to ask again if the counter ends before it answers. */
const mostTries = 5;
const betweenTriesMs = 200;

/** Has a release without a ticket started, or finds the open one of the same page. Throws Temporal's errors. */
export async function askForNumber(
  client: Client,
  prefix: string,
  payload: CommandPayload,
): Promise<Numbered> {
  for (let attempt = 1; ; attempt += 1) {
    try {
      return await client.withDeadline(Date.now() + numberWithinMs, () =>
        client.workflow.executeUpdateWithStart(numberUpdate, {
          args: [payload],
          startWorkflowOperation: new WithStartWorkflowOperation(releaseCounterWorkflow, {
            workflowId: counterIdOf(prefix),
            taskQueue,
            workflowIdConflictPolicy: 'USE_EXISTING',
            staticSummary: `Numbers the releases ${prefix}-n`,
          }),
        }),
      );
    } catch (error) {
      const mayPass = error instanceof WorkflowUpdateFailedError;
      if (!mayPass || attempt === mostTries) throw error;
      await sleep(betweenTriesMs);
    }
  }
}

/** See `CounterActivities`. Throws Temporal's errors. */
export async function startNumbered(
  client: Client,
  ticket: string,
  payload: CommandPayload,
): Promise<boolean> {
  const described = await orNull(client.workflow.getHandle(releaseIdOf(ticket)).describe());
  // An alias: somebody listed this key among tickets before there was such a release.
  if (described?.type === releaseAliasWorkflow && described.status.name === 'RUNNING') return false;
  if (described !== null && releaseShown(described) !== null) {
    return (
      (await new Releases(client).answerOf(ticket, payload.commandId ?? '', { signal: 'request' })) !== null
    );
  }
  await client.workflow.signalWithStart(releaseWorkflow, {
    workflowId: releaseIdOf(ticket),
    taskQueue,
    signal: commandSignal('request'),
    signalArgs: [payload],
    staticSummary: `Release of ${ticket}, asked for by ${payload.actor}`,
  });
  return true;
}

/** See `CounterActivities`. Throws Temporal's errors. */
export async function releaseOfPage(
  client: Client,
  page: string,
  last: string | null,
): Promise<string | null> {
  const alias = await orNull(client.workflow.getHandle(pageIdOf(page)).describe());
  const kept = alias?.status.name === 'RUNNING' ? (aliasShown(alias)?.of ?? null) : null;
  for (const ticket of [kept, last]) {
    if (ticket !== null && (await isOpen(client, ticket))) return ticket;
  }
  return null;
}

async function isOpen(client: Client, ticket: string): Promise<boolean> {
  const described = await orNull(client.workflow.getHandle(releaseIdOf(ticket)).describe());
  if (described?.status.name !== 'RUNNING') return false;
  const shown = releaseShown(described);
  return shown === null || !isEnd(shown.stage);
}

/** Lists lag a little: how long a counter waits until the list shows its own run, and thereby the earlier ones. */
const listedWithinMs = 10_000;
/** How many earlier counters are asked what they knew. */
const mostBefore = 20;

/** What earlier counters and the releases that Temporal remembers say about the numbers. Throws Temporal's errors. */
export async function numbersInTemporal(client: Client, prefix: string, runId: string): Promise<Numbers> {
  const until = Date.now() + listedWithinMs;
  let before = await runsOf(client, prefix);
  while (!before.includes(runId) && Date.now() < until) {
    await sleep(100);
    before = await runsOf(client, prefix);
  }
  const known: Numbers[] = [{ ...noNumbers, last: await highestNumber(client, prefix) }];
  for (const earlier of before.filter((other) => other !== runId)) {
    const described = await orNull(client.workflow.getHandle(counterIdOf(prefix), earlier).describe());
    const numbers = numbersShown(described);
    if (numbers !== null) known.push(numbers);
  }
  return mergedNumbers(known.reverse());
}

/** The latest runs of a counter, newest first. */
async function runsOf(client: Client, prefix: string): Promise<readonly string[]> {
  const runs: string[] = [];
  for await (const { runId } of client.workflow.list({
    query: withId(counterIdOf(prefix)),
    pageSize: mostBefore,
  })) {
    runs.push(runId);
    if (runs.length === mostBefore) break;
  }
  return runs;
}

async function highestNumber(client: Client, prefix: string): Promise<number> {
  let highest = 0;
  const query = idBegins(releaseIdOf(`${prefix}-`));
  for await (const listed of client.workflow.list({ query })) {
    // Only a release that has begun has used its number; anybody may have typed this key.
    const isBegun = releaseShown(listed) !== null;
    highest = Math.max(highest, (isBegun ? numberIn(ticketOfRelease(listed.workflowId), prefix) : null) ?? 0);
  }
  return highest;
}
