import { log, patched, proxyActivities, workflowInfo } from '@temporalio/workflow';
import type { CommandSignal, LockCommandSignal } from '../domain/command/commands.ts';
import { isTemporaryRefusal } from '../domain/messages/answer.ts';
import { isHooks } from '../domain/hooks/hook-grant.ts';
import { isService } from '../domain/service.ts';
import type { LockRoles } from '../domain/lock/commands.ts';
import type { Roles } from '../domain/release/commands.ts';
import type { SharedActivities } from '../domain/messages/activities.ts';
import type { ClaimedCommand } from '../domain/messages/token-claim.ts';
import type { Pipeline } from '../domain/messages/pipeline.ts';
import type { PersonsCommand } from '../domain/messages/payload.ts';

/** Not local activities, though these cost no events: a local result may reach the workflow after signals that replay puts behind it. */
const { lookUpRoles, lookUpLockRoles, lookUpClaim } = proxyActivities<SharedActivities>({
  startToCloseTimeout: '10 seconds',
  retry: { initialInterval: '200 ms', maximumAttempts: 4 },
});

type Commanded = PersonsCommand<CommandSignal | LockCommandSignal>;

/** The roles that the actor of a command has for a release of these components now; null if they cannot be looked up. */
export const rolesOf = (command: Commanded, components: readonly string[]): Promise<Roles | null> =>
  known(
    command.actor,
    lookUpRoles({ user: command.actor, components, ...claimedBy(command), ...handedBy(command) }),
  );

/** The roles that the actor of a command has for the lock of a component now; null if they cannot be looked up. */
export const lockRolesOf = (command: Commanded, component: string): Promise<LockRoles | null> =>
  known(command.actor, lookUpLockRoles({ user: command.actor, component, ...claimedBy(command) }));

/**
 * The command with the pipeline that was proven for its token; without proof, with the one that it claims itself. The token of a hook is
 * for no single run: each delivery names its own, and the hook has proven that.
 */
export function withProof<C extends Commanded>(command: C, proven: Pipeline | null | undefined): C {
  if (!proven) return command;
  const { token } = proven;
  const own = token !== null && isHooks(token) ? command.pipeline : null;
  return { ...command, pipeline: own === null ? proven : { ...own, token } };
}

/** The same for a command that needs no roles. If the lookup fails, the command goes on without proof. */
export async function proven<C extends Commanded>(command: C): Promise<C> {
  const { claimed } = claimedBy(command);
  return claimed === undefined
    ? command
    : withProof(command, await known(command.actor, lookUpClaim(claimed)));
}

/**
 * Whether a command with a known ID is tried again, after its roles could not be looked up. An update is, since its sender means that. A
 * signal is not: its sender has read the refusal, and Slack repeats messages on its own.
 */
export const isTriedAgain = (earlier: Parameters<typeof isTemporaryRefusal>[0], posted: boolean): boolean =>
  !posted && isTemporaryRefusal(earlier) && patched('roles-asked-again');

function claimedBy({ claim, signal, commandId, actor }: Commanded): { readonly claimed?: ClaimedCommand } {
  if (!claim) return {};
  return { claimed: { claim, signal, to: workflowInfo().workflowId, commandId, actor } };
}

const handedBy = ({ signal, user }: Commanded): { readonly handsTo?: string } =>
  signal === 'handover' && user !== null && !isService(user) ? { handsTo: user } : {};

async function known<T>(user: string, looked: Promise<T>): Promise<T | null> {
  try {
    return await looked;
  } catch (error) {
    log.warn('The roles of a person could not be looked up', { user, error });
    return null;
  }
}
