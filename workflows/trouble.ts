import { proxyActivities, sleep } from '@temporalio/workflow';
import type { SharedActivities } from '../domain/messages/activities.ts';
import type { Trouble } from '../domain/trouble.ts';
import { untilDelivered } from './until-delivered.ts';

const { tellAdmins } = proxyActivities<SharedActivities>(untilDelivered);

/**
 * Tells the admins what is wrong. Stays open for a day: only one workflow of an ID is open, so no process tells them again in that time.
 */
export async function trouble(found: Trouble): Promise<void> {
  await tellAdmins(found);
  await sleep('1 day');
}
