import { log, proxyActivities } from '@temporalio/workflow';
import type { LockRoles } from '../domain/lock/commands.ts';
import type { Roles } from '../domain/release/commands.ts';
import type { SharedActivities } from '../domain/messages/activities.ts';

/**
 * Not local ones, which cost no events: what one gives may reach the workflow with its next task, behind what came in between, and is replayed
 * before that.
 */
const { lookUpRoles, lookUpLockRoles } = proxyActivities<SharedActivities>({
  startToCloseTimeout: '10 seconds',
  retry: { initialInterval: '200 ms', maximumAttempts: 4 },
});

/** What a person may act as now in a release of these components; null if that cannot be known. */
export const rolesOf = (user: string, components: readonly string[]): Promise<Roles | null> =>
  known(user, lookUpRoles({ user, components }));

/** What a person may do now with the lock of a component; null if that cannot be known. */
export const lockRolesOf = (user: string, component: string): Promise<LockRoles | null> =>
  known(user, lookUpLockRoles({ user, component }));

async function known<T>(user: string, looked: Promise<T>): Promise<T | null> {
  try {
    return await looked;
  } catch (error) {
    log.warn('The roles of a person could not be looked up', { user, error });
    return null;
  }
}
