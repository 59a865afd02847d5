import {
  allHandlersFinished,
  CancellationScope,
  CancelledFailure,
  condition,
  continueAsNew,
  makeContinueAsNewFunc,
  proxyActivities,
  setHandler,
  uuid4,
} from '@temporalio/workflow';
import { commandSignals } from '../domain/command/commands.ts';
import type { ReleaseActivities } from '../domain/messages/activities.ts';
import {
  commandSignal,
  letGoSignal,
  releaseCommandUpdate,
  statusQuery,
} from '../domain/messages/definitions.ts';
import type { ReleaseReply } from '../domain/messages/definitions.ts';
import { readCommand, readCommandRequest } from '../domain/messages/payload.ts';
import type { CommandPayload, ReleaseCommand } from '../domain/messages/payload.ts';
import { readLetGo } from '../domain/messages/runs.ts';
import type { AliasInput, LetGo, Received, ReleaseResult } from '../domain/messages/runs.ts';
import { releaseIdOf, releaseWorkflow } from '../domain/messages/workflows.ts';
import { refused } from '../domain/release/answers.ts';
import { mustContinueAsNew } from './long-life.ts';
import { firstRun } from './release.ts';
import type { release } from './release.ts';
import { signalIfOpen } from './signal-lock.ts';
import { logIgnored } from './log-ignored.ts';
import { tellUnreached } from './tell-unreached.ts';

const { passOn } = proxyActivities<ReleaseActivities>({ startToCloseTimeout: '1 minute' });

/** A command on its way to the release, as it came and as it was read. */
interface ForwardedCommand extends Received<ReleaseCommand> {
  readonly command: ReleaseCommand & { readonly commandId: string };
  readonly payload: CommandPayload;
  readonly reply?: (answer: ReleaseReply) => void;
}

/**
 * Holds the ID of a further key of a release for as long as the release is open, so that nobody can release it elsewhere, and passes on
 * what reaches it. Ends with the result of its release. A request that finds the release gone begins the next one, here.
 */
export async function releaseAlias(input: AliasInput): Promise<ReleaseResult> {
  const { of, release: releaseKey } = input;
  const inbox: ForwardedCommand[] = [];
  let letGo: LetGo | null = null;
  takeCommands(releaseKey, (message) => inbox.push(message));
  setHandler(letGoSignal, (payload: unknown) => {
    const told = readLetGo(payload);
    if (told === null) logIgnored('A malformed signal was ignored', letGoSignal.name, payload);
    else if (told.release === releaseKey) letGo = told;
  });
  setHandler(statusQuery, () => {
    throw new Error(`This belongs to the release ${of}: ask ${releaseIdOf(of)}`);
  });

  // Cancelling it has no effect: terminate it to be rid of it.
  return CancellationScope.nonCancellable(async () => {
    for (;;) {
      const isIdle = () => letGo === null && inbox.length === 0;
      await condition(() => !isIdle() || mustContinueAsNew(true));
      if (isIdle() && allHandlersFinished()) await continueAsNew<typeof releaseAlias>(input);
      const ended: LetGo | null = letGo;
      if (ended !== null) return endAs(input, ended, inbox);
      const [next] = inbox;
      if (next === undefined) continue;
      if (!(await pass(of, next))) return endAs(input, { release: releaseKey, result: null }, inbox);
      inbox.shift();
      // An answer that is not on its way when the run continues as new is lost.
      await condition(() => allHandlersFinished() || inbox.length > 0);
    }
  });
}

function takeCommands(releaseKey: string, take: (message: ForwardedCommand) => void): void {
  const toPass = (
    command: ReleaseCommand,
    payload: CommandPayload,
  ): Pick<ForwardedCommand, 'command' | 'payload'> => {
    const commandId = command.commandId ?? uuid4();
    return {
      command: { ...command, commandId },
      payload: { ...payload, commandId, release: command.release ?? releaseKey },
    };
  };
  for (const signal of commandSignals) {
    setHandler(commandSignal(signal), (payload) => {
      const command = readCommand(signal, payload);
      if (command === null) logIgnored('A malformed command was ignored', signal, payload);
      else take({ ...toPass(command, payload), posted: true });
    });
  }
  const handle = (request: CommandPayload) => {
    const command = readCommandRequest(commandSignals, request);
    if (command === null) {
      logIgnored('A malformed command was refused', releaseCommandUpdate.name, request);
      return { done: false, ...refused('malformed', {}) } as const;
    }
    return new Promise<ReleaseReply>((reply) => {
      take({ ...toPass(command, request), posted: false, reply });
    });
  };
  setHandler(releaseCommandUpdate, handle, { unfinishedPolicy: 'ABANDON' });
}

/** False if the release is not open. */
async function pass(
  of: string,
  { command: { signal }, payload, posted, reply }: ForwardedCommand,
): Promise<boolean> {
  if (posted) return signalIfOpen(releaseIdOf(of), commandSignal(signal), payload);
  const answer = await passOn({ ticket: of, request: { ...payload, signal } });
  if (answer === null) return false;
  reply?.(answer);
  return true;
}

/** Ends the alias. Commands that came too late for the release begin the next one, if there is a request among them. */
async function endAs(
  { of }: AliasInput,
  { result }: LetGo,
  inbox: ForwardedCommand[],
): Promise<ReleaseResult> {
  // Commands before the request were for the release that has ended. More may come while their senders are told.
  for (let missed = takeMissed(inbox); missed.length > 0; missed = takeMissed(inbox)) {
    await tellUnreached(of, missed);
  }
  if (inbox.length > 0) {
    await makeContinueAsNewFunc<typeof release>({ workflowType: releaseWorkflow })({
      ...firstRun,
      commands: inbox.map(({ command, posted }): Received<ReleaseCommand> => ({ command, posted })),
      answered: result?.answered ?? [],
    });
  }
  if (result !== null) return result;
  throw new CancelledFailure('Its release is gone');
}

/** Removes the commands before the first request from an inbox. */
function takeMissed(inbox: ForwardedCommand[]): readonly ForwardedCommand[] {
  const first = inbox.findIndex(({ command }) => command.signal === 'request');
  return inbox.splice(0, first < 0 ? inbox.length : first);
}
