import { randomUUID } from 'node:crypto';
import { setTimeout as sleep } from 'node:timers/promises';
import { WithStartWorkflowOperation, WorkflowUpdateFailedError } from '@temporalio/client';
import type { Client } from '@temporalio/client';
import { ApplicationFailure } from '@temporalio/common';
import type { PublicLockAnswer } from '../domain/lock/events.ts';
import { commandSignal, lockCommandUpdate, releaseCommandUpdate } from '../domain/messages/definitions.ts';
import type { Answer } from '../domain/messages/answer.ts';
import type { Unreached } from '../domain/messages/unreached.ts';
import { lockIdOf, releaseIdOf, releaseWorkflow, taskQueue } from '../domain/messages/workflows.ts';
import type { ReleaseAnswer } from '../domain/release/answers.ts';
import type { Settings } from '../domain/settings.ts';
import type { Sender } from '../domain/messages/origin.ts';
import type { Errand } from './errands.ts';
import { errandsOf } from './errands.ts';
import type { PersonsOrder } from './errands.ts';
import { orNull } from './or-null.ts';
import { Releases } from './releases.ts';

/** What came of a command: the answer of its workflow, or why it reached none. */
export type DispatchAnswer = ReleaseAnswer | PublicLockAnswer | Answer<object, Unreached>;

/**
 * Carries out a command and returns what came of it. With `all` it is the answer of the lock that speaks for all. Throws Temporal's errors;
 * then whether it was carried out is not known, and sending it again with the same `commandId` tells.
 */
export async function dispatch(
  client: Client,
  settings: Settings,
  order: PersonsOrder,
  sender: Sender,
): Promise<DispatchAnswer> {
  const known = { ...sender, commandId: sender.commandId ?? randomUUID() };
  const errands = await errandsOf(order, known, settings, frozenBy(client));
  if ('code' in errands) return { done: false, ...errands };
  const answers = await Promise.all(errands.map((errand) => carryOut(client, errand)));
  const unreached = answers.find((answer) => !answer.done && answer.code === 'lockAway');
  const first = errands.findIndex(({ payload }) => payload.all !== 'other');
  const answer = unreached ?? answers[first];
  if (answer === undefined) throw new Error('A command without an errand');
  return answer;
}

/**
 * Sends a command as a signal; its workflow posts the answer. Returns why it reached none, or null. Throws Temporal's errors: then it is to be
 * sent again, and what was taken does nothing a second time.
 */
export async function send(
  client: Client,
  settings: Settings,
  order: PersonsOrder,
  sender: Sender,
): Promise<Unreached | null> {
  const errands = await errandsOf(order, sender, settings, frozenBy(client));
  if ('code' in errands) return errands;
  const unreached = await Promise.all(errands.map((errand) => signal(client, errand)));
  return unreached.find((one) => one !== null) ?? null;
}

const frozenBy = (client: Client) => (components: readonly string[]) =>
  new Releases(client).frozenOf(components);

/** Signals one workflow; see `send`. A request starts its release if none is open. */
export async function signal(client: Client, errand: Errand): Promise<Unreached | null> {
  const definition = commandSignal(errand.signal);
  if (errand.to === 'release' && errand.signal === 'request') {
    await client.workflow.signalWithStart(releaseWorkflow, {
      ...startOf(errand),
      signal: definition,
      signalArgs: [errand.payload],
    });
    return null;
  }
  const handle = client.workflow.getHandle(idOf(errand));
  const taken = await orNull(handle.signal(definition, errand.payload).then(() => true));
  return taken === null ? unreachedBy(errand) : null;
}

/** So often a command goes on to the next run, should each run end before it answers. */
const mostRuns = 5;
const betweenRunsMs = 100;

/** Updates one workflow; see `dispatch`. */
async function carryOut(client: Client, errand: Errand): Promise<DispatchAnswer> {
  for (let run = 1; ; run += 1) {
    try {
      return (await orNull(update(client, errand))) ?? (await answerOfTheLast(client, errand));
    } catch (error) {
      if (run === mostRuns || !endedBeforeItsAnswer(error)) throw error;
      await sleep(betweenRunsMs);
    }
  }
}

function update(client: Client, errand: Errand): Promise<ReleaseAnswer | PublicLockAnswer> {
  const { payload } = errand;
  const handle = client.workflow.getHandle(idOf(errand));
  if (errand.to === 'lock') {
    return handle.executeUpdate(lockCommandUpdate, { args: [{ ...payload, signal: errand.signal }] });
  }
  const request = { ...payload, signal: errand.signal };
  if (errand.signal !== 'request') return handle.executeUpdate(releaseCommandUpdate, { args: [request] });
  const start = { ...startOf(errand), workflowIdConflictPolicy: 'USE_EXISTING' } as const;
  return client.workflow.executeUpdateWithStart(releaseCommandUpdate, {
    args: [request],
    startWorkflowOperation: new WithStartWorkflowOperation(releaseWorkflow, start),
  });
}

const startOf = ({ ticket, payload: { actor } }: Extract<Errand, { to: 'release' }>) => ({
  workflowId: releaseIdOf(ticket),
  taskQueue,
  staticSummary: `Release of ${ticket}, asked for by ${actor}`,
});

const idOf = (errand: Errand): string =>
  errand.to === 'release' ? releaseIdOf(errand.ticket) : lockIdOf(errand.component);

const unreachedBy = (errand: Errand): Unreached =>
  errand.to === 'release'
    ? { code: 'nothingOpen', facts: { ticket: errand.ticket } }
    : { code: 'lockAway', facts: { component: errand.component } };

/** The run took the command and ended, or went on as another, before it answered. */
const endedBeforeItsAnswer = (error: unknown): boolean =>
  error instanceof WorkflowUpdateFailedError &&
  error.cause instanceof ApplicationFailure &&
  error.cause.type === 'AcceptedUpdateCompletedWorkflow';

/** No release is open: the last one may have carried it out before it ended. */
async function answerOfTheLast(client: Client, errand: Errand): Promise<DispatchAnswer> {
  const { commandId } = errand.payload;
  const known =
    errand.to === 'release' && commandId !== undefined
      ? await new Releases(client).answerOf(errand.ticket, commandId)
      : null;
  return known ?? { done: false, ...unreachedBy(errand) };
}
