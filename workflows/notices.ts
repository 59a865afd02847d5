import { condition, proxyActivities } from '@temporalio/workflow';
import type { SharedActivities } from '../domain/messages/activities.ts';
import type { CardLocation, Notice } from '../domain/messages/notice.ts';
import { untilSaid } from './until-said.ts';

const { deliverNotices } = proxyActivities<SharedActivities>(untilSaid);

const atOnce = 20;

/** What Slack is still to be told. */
export interface Outbox {
  readonly notices: Notice[];
  cardPlace: CardLocation | null;
}

/** Tells Slack what is put into the box, in order and at its own pace, for as long as the workflow runs. */
export async function deliverAll(outbox: Outbox): Promise<never> {
  const { notices } = outbox;
  for (;;) {
    await condition(() => notices.length > 0);
    const batch = notices.slice(0, atOnce);
    outbox.cardPlace = await deliverNotices(batch, outbox.cardPlace);
    notices.splice(0, batch.length);
  }
}

/** For the next run: this one may have told some of them already. */
export const asTried = (notices: readonly Notice[]): readonly Notice[] =>
  notices.map((notice) => ({ ...notice, tried: true }));
