import { proxyActivities, sleep } from '@temporalio/workflow';
import type { SharedActivities } from '../domain/messages/activities.ts';
import type { Trouble } from '../domain/trouble.ts';
import { untilSaid } from './until-said.ts';

const { tellAdmins } = proxyActivities<SharedActivities>(untilSaid);

/** Tells the admins what is wrong. It lasts for a day: as only one of its ID is open, so long no process has them told again. */
export async function trouble(found: Trouble): Promise<void> {
  await tellAdmins(found);
  await sleep('1 day');
}
