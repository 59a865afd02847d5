import { randomUUID } from 'node:crypto';
import { setTimeout as sleep } from 'node:timers/promises';
import { WithStartWorkflowOperation, WorkflowUpdateFailedError } from '@temporalio/client';
import type { Client } from '@temporalio/client';
import { ApplicationFailure } from '@temporalio/common';
import type { PublicLockAnswer } from '../domain/lock/events.ts';
import type { CommandSignal, LockCommandSignal } from '../domain/command/commands.ts';
import { criticalOf } from '../domain/components.ts';
import { identityOf, isTemporaryRefusal } from '../domain/messages/answer.ts';
import { readCommand } from '../domain/messages/payload.ts';
import { commandSignal, lockCommandUpdate, releaseCommandUpdate } from '../domain/messages/definitions.ts';
import type { TokenClaim, ClaimedCommand } from '../domain/messages/token-claim.ts';
import type { CommandUpdate, ReleaseReply } from '../domain/messages/definitions.ts';
import type { Unreached } from '../domain/messages/unreached.ts';
import { lockIdOf, releaseIdOf, releaseWorkflow, taskQueue } from '../domain/messages/workflows.ts';
import type { ReleaseAnswer } from '../domain/release/answers.ts';
import type { ReleaseSummary } from '../domain/release/status.ts';
import type { Settings } from '../domain/settings.ts';
import type { Sender } from '../domain/messages/origin.ts';
import type { Errand } from './errands.ts';
import { errandsOf } from './errands.ts';
import type { PersonsOrder } from './errands.ts';
import type { Numbered } from '../domain/messages/runs.ts';
import { askForNumber } from './numbers.ts';
import { isLockCommand } from '../domain/command/command.ts';
import { isGrpcError } from './grpc.ts';
import { withOpenLocks } from './known-locks.ts';
import { orNull } from './or-null.ts';
import { Releases } from './releases.ts';

/** An errand whose workflow ID is known. */
type Addressed = Exclude<Errand, { to: 'counter' }>;

/** Makes a door's claim for a command; null: none. */
export type TokenClaimMaker = (command: Omit<ClaimedCommand, 'claim'>) => TokenClaim | null;

/** The outcome of a command: the answer of its workflow, or why it reached none. */
export type Dispatched =
  | {
      readonly about: 'release';
      readonly ticket: string;
      readonly answer: ReleaseAnswer;
      /** The state of the release then; null if it was not returned. */
      readonly release: ReleaseSummary | null;
    }
  | {
      readonly about: 'lock';
      /** The answer of each lock; with `all`, of the one that speaks for all. */
      readonly answers: readonly { readonly component: string; readonly answer: PublicLockAnswer }[];
      /** The components whose coordinator is not running. */
      readonly away: readonly string[];
    }
  | { readonly about: 'unreached'; readonly unreached: Unreached };

/**
 * Carries out a command and returns the outcome. Throws Temporal's errors: then the command may or may not have been carried out, and
 * sending it again with the same `commandId` gives the outcome.
 */
export async function dispatch(
  client: Client,
  settings: Settings,
  order: PersonsOrder,
  sender: Sender,
  claim: TokenClaimMaker = () => null,
): Promise<Dispatched> {
  const known = { ...sender, commandId: sender.commandId ?? randomUUID() };
  const errands = await errandsOf(order, known, await knownTo(order, client, settings), frozenBy(client));
  if ('code' in errands) return { about: 'unreached', unreached: errands };
  const all = await Promise.all(errands.map((errand) => carryOut(client, claimed(errand, claim))));
  const [first] = all;
  if (first === undefined) throw new Error('A command without an errand');
  const speaking = all.filter((_, index) => errands[index]?.payload.all !== 'other');
  const answers = speaking.flatMap((one) => (one.about === 'lock' ? one.answers : []));
  if (answers.length === 0) return all.find(({ about }) => about === 'unreached') ?? first;
  const away = errands.flatMap((errand, index) =>
    errand.to === 'lock' && all[index]?.about === 'unreached' ? [errand.component] : [],
  );
  return { about: 'lock', answers, away };
}

/** Adds the door's claim for a caller with a token. */
function claimed(errand: Errand, claimFor: TokenClaimMaker): Errand {
  if (errand.to === 'counter') return errand;
  const { actor, commandId = null } = errand.payload;
  const claim = claimFor({ signal: errand.signal, to: idOf(errand), commandId, actor });
  return claim === null ? errand : { ...errand, payload: { ...errand.payload, claim } };
}

/**
 * Sends a command as a signal; its workflow posts the answer. Returns why it reached none, or null. Throws Temporal's errors: then send it
 * again, which has no effect on what was already accepted.
 */
export async function sendCommand(
  client: Client,
  settings: Settings,
  order: PersonsOrder,
  sender: Sender,
): Promise<Unreached | null> {
  const errands = await errandsOf(order, sender, await knownTo(order, client, settings), frozenBy(client));
  if ('code' in errands) return errands;
  const unreached = await Promise.all(errands.map((errand) => signal(client, errand)));
  return unreached.find((one) => one !== null) ?? null;
}

/** A command may be for a lock whose component has left the configuration. */
async function knownTo(order: PersonsOrder, client: Client, settings: Settings): Promise<Settings> {
  if (!isLockCommand(order)) return settings;
  const { components } = order;
  const critical = criticalOf(settings.components);
  const isKnown = components !== 'all' && components.every((name) => critical.includes(name));
  return isKnown ? settings : withOpenLocks(client, settings);
}

const frozenBy = (client: Client) => (components: readonly string[], user: string) =>
  new Releases(client).frozenOf(components, user);

/** Signals one workflow; see `sendCommand`. A request starts its release if none is open. */
export async function signal(client: Client, errand: Errand): Promise<Unreached | null> {
  if (errand.to === 'counter') {
    const { ticket, begun } = await numbered(client, errand);
    return begun ? null : signal(client, { ...errand, to: 'release', ticket, signal: 'request', open: true });
  }
  const definition = commandSignal(errand.signal);
  if (errand.to === 'release' && errand.signal === 'request' && errand.open !== true) {
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

/** The release of a request without a ticket. A malformed request is our own mistake, so it throws. */
async function numbered(
  client: Client,
  { prefix, payload }: Extract<Errand, { to: 'counter' }>,
): Promise<NonNullable<Numbered>> {
  const answer = await askForNumber(client, prefix, payload);
  if (answer === null) throw new Error(`A request without a ticket is malformed: ${JSON.stringify(payload)}`);
  return answer;
}

/** How often a command is sent to the next run if each run ends before it answers. */
const mostRuns = 5;
const betweenRunsMs = 100;

/** Updates one workflow; see `dispatch`. */
async function carryOut(client: Client, asked: Errand): Promise<Dispatched> {
  const errand = asked.to === 'counter' ? await toNumbered(client, asked) : asked;
  for (let run = 1; ; run += 1) {
    try {
      return (await orNull(update(client, errand))) ?? (await answerOfTheLast(client, errand));
    } catch (error) {
      if (run === mostRuns || !mayBeTried(error)) throw error;
      await sleep(betweenRunsMs);
    }
  }
}

/** The same request, addressed to the release that it has started or that is already open. */
async function toNumbered(client: Client, errand: Extract<Errand, { to: 'counter' }>): Promise<Addressed> {
  const { ticket } = await numbered(client, errand);
  return {
    to: 'release',
    ticket,
    signal: 'request',
    payload: { ...errand.payload, tickets: [] },
    open: true,
  };
}

async function update(client: Client, errand: Addressed): Promise<Dispatched> {
  const handle = client.workflow.getHandle(idOf(errand));
  if (errand.to === 'lock') {
    const { component, payload, signal: name } = errand;
    const args: [CommandUpdate<LockCommandSignal>] = [{ ...payload, signal: name }];
    const answer = await handle.executeUpdate(lockCommandUpdate, { args });
    return { about: 'lock', answers: [{ component, answer }], away: [] };
  }
  const { ticket, payload, signal: name } = errand;
  const args: [CommandUpdate<CommandSignal>] = [{ ...payload, signal: name, withRelease: true }];
  if (name !== 'request' || errand.open === true) {
    return answeredBy(ticket, await handle.executeUpdate(releaseCommandUpdate, { args }));
  }
  const start = { ...startOf(errand), workflowIdConflictPolicy: 'USE_EXISTING' } as const;
  const startWorkflowOperation = new WithStartWorkflowOperation(releaseWorkflow, start);
  const reply = await client.workflow.executeUpdateWithStart(releaseCommandUpdate, {
    args,
    startWorkflowOperation,
  });
  return answeredBy(ticket, reply);
}

const answeredBy = (ticket: string, { release, ...answer }: ReleaseReply): Dispatched => ({
  about: 'release',
  ticket,
  answer,
  release: release ?? null,
});

/** See `ReleaseActivities`. Throws Temporal's errors. */
export const passOn = (
  client: Client,
  ticket: string,
  request: CommandUpdate<CommandSignal>,
): Promise<ReleaseReply | null> =>
  orNull(
    client.workflow.getHandle(releaseIdOf(ticket)).executeUpdate(releaseCommandUpdate, { args: [request] }),
  );

const startOf = ({ ticket, payload: { actor } }: Extract<Errand, { to: 'release' }>) => ({
  workflowId: releaseIdOf(ticket),
  taskQueue,
  staticSummary: `Release of ${ticket}, asked for by ${actor}`,
});

const idOf = (errand: Addressed): string =>
  errand.to === 'release' ? releaseIdOf(errand.ticket) : lockIdOf(errand.component);

const unreachedBy = (errand: Addressed): Unreached =>
  errand.to === 'release'
    ? { code: 'nothingOpen', facts: { ticket: errand.ticket } }
    : { code: 'lockAway', facts: { component: errand.component } };

/** A repeated command is safe: one ID is carried out once. */
const mayBeTried = (error: unknown): boolean => {
  // Something else reached the run as it was about to end, so Temporal has it handle the command again.
  if (isGrpcError(error, 'failedPrecondition')) return true;
  const cause = error instanceof WorkflowUpdateFailedError ? error.cause : undefined;
  return cause instanceof ApplicationFailure && lostUpdates.includes(cause.type ?? '');
};

const lostUpdates: readonly string[] = [
  // The run accepted the command, then ended or continued as new before it answered.
  'AcceptedUpdateCompletedWorkflow',
  // A query had fetched the run's task, so the worker did not see the update that came with it.
  'UnprocessedUpdate',
];

/** No release is open, but the last one may have carried out the command before it ended. */
async function answerOfTheLast(client: Client, errand: Addressed): Promise<Dispatched> {
  const { commandId } = errand.payload;
  if (errand.to === 'release' && commandId !== undefined) {
    const { ticket } = errand;
    const command = readCommand(errand.signal, errand.payload);
    const asked = command === null ? {} : identityOf(command, false);
    const answer = await new Releases(client).answerOf(ticket, commandId, asked);
    // A refusal because of unknown roles does not count: it was temporary, and no open release can try again.
    if (answer !== null && !isTemporaryRefusal(answer)) return answeredBy(ticket, answer);
  }
  return { about: 'unreached', unreached: unreachedBy(errand) };
}
