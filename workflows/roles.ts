import { log, proxyLocalActivities } from '@temporalio/workflow';
import type { Roles } from '../domain/release/commands.ts';
import type { SharedActivities } from './activities.ts';

const { lookUpRoles } = proxyLocalActivities<SharedActivities>({
  startToCloseTimeout: '10 seconds',
  retry: { initialInterval: '200 ms', maximumAttempts: 4 },
});

/** What a person may act as now; null if that cannot be known. */
export async function rolesOf(user: string): Promise<Roles | null> {
  try {
    return await lookUpRoles(user);
  } catch (error) {
    log.warn('The roles of a person could not be looked up', { user, error });
    return null;
  }
}
