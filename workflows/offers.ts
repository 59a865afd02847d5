import { proxyActivities } from '@temporalio/workflow';
import type { OfferActivities } from '../domain/messages/activities.ts';
import type { Undelivered } from '../domain/messages/slack-sender.ts';
import { untilSaid } from './until-said.ts';

const { offerBack } = proxyActivities<OfferActivities>(untilSaid);

/** Offers what was said in one channel while the bot was away, as buttons. `missed` is in the order in which it was said. */
export async function offers(missed: readonly Undelivered[]): Promise<void> {
  await offerBack(missed);
}
