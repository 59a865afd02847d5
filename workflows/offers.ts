import { proxyActivities } from '@temporalio/workflow';
import type { OfferActivities } from '../domain/messages/activities.ts';
import type { MissedCommand } from '../domain/messages/slack-sender.ts';
import { untilDelivered } from './until-delivered.ts';

const { offerBack } = proxyActivities<OfferActivities>(untilDelivered);

/** Offers what was said in one channel while the bot was away, as buttons. `missed` is in the order in which it was said. */
export async function offers(missed: readonly MissedCommand[]): Promise<void> {
  await offerBack(missed);
}
