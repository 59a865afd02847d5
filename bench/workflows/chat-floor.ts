import { condition, defineSignal, proxyActivities, setHandler } from '@temporalio/workflow';
import { hearSignal } from '../names.ts';
import type { ChatFloorActivities, Heard } from '../names.ts';

const { answer } = proxyActivities<ChatFloorActivities>({ startToCloseTimeout: '1 minute' });

/** The minimal workflow that answers in Slack: a signal, and an activity that posts. */
export async function chatFloor(): Promise<never> {
  const inbox: Heard[] = [];
  setHandler(defineSignal<[Heard]>(hearSignal), (heard) => {
    inbox.push(heard);
  });
  for (;;) {
    await condition(() => inbox.length > 0);
    for (let heard = inbox.shift(); heard !== undefined; heard = inbox.shift()) await answer(heard);
  }
}
