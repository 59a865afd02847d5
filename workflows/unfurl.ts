import { proxyActivities } from '@temporalio/workflow';
import type { UnfurlActivities } from '../domain/messages/activities.ts';
import type { SharedLinks } from '../domain/messages/shared-links.ts';

/** A link that is not unfurled by then stays without a preview. */
const { unfurlLinks } = proxyActivities<UnfurlActivities>({
  startToCloseTimeout: '1 minute',
  scheduleToCloseTimeout: '5 minutes',
});

/** Shows the state of the releases that the links in a message lead to. */
export async function unfurl(shared: SharedLinks): Promise<void> {
  await unfurlLinks(shared);
}
