import { proxyActivities } from '@temporalio/workflow';
import type { UnfurlActivities } from '../domain/messages/activities.ts';
import type { SharedLinks } from '../domain/messages/shared-links.ts';

/** A link that says nothing for so long says nothing at all. */
const { unfurlLinks } = proxyActivities<UnfurlActivities>({
  startToCloseTimeout: '1 minute',
  scheduleToCloseTimeout: '5 minutes',
});

/** Shows how the releases stand to which links in a message lead. */
export async function unfurl(shared: SharedLinks): Promise<void> {
  await unfurlLinks(shared);
}
