import { condition, proxyActivities } from '@temporalio/workflow';
import type { SharedActivities } from '../domain/messages/activities.ts';
import type { Settling, Shown } from '../domain/messages/asks.ts';
import type { Notice } from '../domain/messages/notice.ts';
import { untilSaid } from './until-said.ts';

const { deliverNotices, settleAsks } = proxyActivities<SharedActivities>(untilSaid);

const atOnce = 20;

/** What Slack is still to be told. */
export interface Outbox {
  readonly notices: Notice[];
  /** What it shows and is not so any more. */
  readonly settlings: Settling[];
  shown: Shown;
}

export const isEmpty = ({ notices, settlings }: Outbox): boolean => notices.length + settlings.length === 0;

/** Tells Slack what is put into the box, in order and at its own pace, for as long as the workflow runs. */
export function deliverAll(outbox: Outbox): void {
  void deliverNews(outbox);
  void settleAll(outbox);
}

async function deliverNews(outbox: Outbox): Promise<never> {
  const { notices } = outbox;
  for (;;) {
    await condition(() => notices.length > 0);
    const batch = notices.slice(0, atOnce);
    const { card, asks, settlings } = await deliverNotices(batch, outbox.shown);
    outbox.shown = { card, asks };
    outbox.settlings.push(...settlings);
    notices.splice(0, batch.length);
  }
}

/** Beside the news: to put hundreds of messages right takes Slack minutes. */
async function settleAll({ settlings }: Outbox): Promise<never> {
  for (;;) {
    await condition(() => settlings.length > 0);
    const batch = settlings.slice(0, atOnce);
    await settleAsks(batch);
    settlings.splice(0, batch.length);
  }
}

/** For the next run: this one may have told some of them already. */
export const asTried = (notices: readonly Notice[]): readonly Notice[] =>
  notices.map((notice) => ({ ...notice, tried: true }));
