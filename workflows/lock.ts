import {
  condition,
  continueAsNew,
  defineQuery,
  defineSignal,
  log,
  setCurrentDetails,
  setHandler,
  workflowInfo,
} from '@temporalio/workflow';
import { obey } from '../domain/lock-orders.ts';
import type { LockNews } from '../domain/lock-orders.ts';
import { emptyLock } from '../domain/lock-queue.ts';
import type { LockState } from '../domain/lock-queue.ts';
import { viewOf } from '../domain/lock-view.ts';
import type { LockView } from '../domain/lock-view.ts';
import { lockOrders, readLockOrder } from '../domain/release/lock-messages.ts';
import type { LockOrder } from '../domain/release/lock-messages.ts';
import { lockDetails } from '../texts/web-ui.ts';
import { historyLongEnough, lockIdOf, stateQuery } from './names.ts';
import { signalIfOpen } from './signal-lock.ts';

/**
 * The coordinator of one critical component: who may go, who waits, in which order. It never ends, for one that
 * completes when idle loses the signals that arrive just then.
 */
export async function lock(before?: LockState): Promise<never> {
  const component = workflowInfo().workflowId.slice(lockIdOf('').length);
  const inbox = openInbox();
  let state = before ?? emptyLock(component);
  setHandler(defineQuery<LockView>(stateQuery), () => viewOf(state));

  for (;;) {
    setCurrentDetails(lockDetails(viewOf(state)));
    await condition(() => inbox.length > 0);
    const news: LockNews[] = [];
    for (let order = inbox.shift(); order !== undefined; order = inbox.shift()) {
      const obeyed = obey(state, order, Date.now());
      state = obeyed.lock;
      news.push(...obeyed.news);
    }
    await Promise.all(news.map((item) => tell(item, inbox)));
    if (inbox.length === 0 && workflowInfo().historyLength > historyLongEnough) {
      await continueAsNew<typeof lock>(state);
    }
  }
}

/** A release that is not there any more cannot hold what it was granted. */
async function tell({ releaseId, type, grant }: LockNews, inbox: LockOrder[]): Promise<void> {
  if (!(await signalIfOpen(releaseId, type, grant))) inbox.push({ type: 'release', payload: grant });
}

/** Registers the signal handlers; they only validate and push, as those of a release do. */
function openInbox(): LockOrder[] {
  const inbox: LockOrder[] = [];
  for (const type of lockOrders) {
    setHandler(defineSignal<[unknown]>(type), (payload) => {
      const order = readLockOrder(type, payload);
      if (order === null) log.warn('A malformed signal was ignored', { type, payload });
      else inbox.push(order);
    });
  }
  return inbox;
}
