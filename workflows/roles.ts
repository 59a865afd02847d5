import { log, proxyActivities, workflowInfo } from '@temporalio/workflow';
import type { CommandSignal, LockCommandSignal } from '../domain/command/commands.ts';
import type { LockRoles } from '../domain/lock/commands.ts';
import type { Roles } from '../domain/release/commands.ts';
import type { SharedActivities } from '../domain/messages/activities.ts';
import type { Claimed } from '../domain/messages/claim.ts';
import type { PersonsCommand } from '../domain/messages/payload.ts';

/**
 * Not local ones, which cost no events: what one gives may reach the workflow with its next task, behind what came in between, and is replayed
 * before that.
 */
const { lookUpRoles, lookUpLockRoles } = proxyActivities<SharedActivities>({
  startToCloseTimeout: '10 seconds',
  retry: { initialInterval: '200 ms', maximumAttempts: 4 },
});

type Commanded = PersonsCommand<CommandSignal | LockCommandSignal>;

/** What whoever commands a release of these components may act as now; null if that cannot be known. */
export const rolesOf = (command: Commanded, components: readonly string[]): Promise<Roles | null> =>
  known(command.actor, lookUpRoles({ user: command.actor, components, ...claimedBy(command) }));

/** What whoever commands the lock of a component may do with it now; null if that cannot be known. */
export const lockRolesOf = (command: Commanded, component: string): Promise<LockRoles | null> =>
  known(command.actor, lookUpLockRoles({ user: command.actor, component, ...claimedBy(command) }));

function claimedBy({ claim, signal, commandId, actor }: Commanded): { readonly claimed?: Claimed } {
  if (!claim) return {};
  return { claimed: { claim, signal, to: workflowInfo().workflowId, commandId, actor } };
}

async function known<T>(user: string, looked: Promise<T>): Promise<T | null> {
  try {
    return await looked;
  } catch (error) {
    log.warn('The roles of a person could not be looked up', { user, error });
    return null;
  }
}
