import { continueAsNew, proxyActivities, setHandler, sleep, workflowInfo } from '@temporalio/workflow';
import type { HomeActivities } from '../domain/messages/activities.ts';
import { homeReasons } from '../domain/messages/home.ts';
import type { HomeReason } from '../domain/messages/home.ts';
import { homeSignal, preferenceSignal } from '../domain/messages/definitions.ts';
import { readPreferenceOrder } from '../domain/preferences.ts';
import type { NotKept, PreferenceOrder } from '../domain/preferences.ts';
import { logIgnored } from './log-ignored.ts';
import { mustContinueAsNew } from './long-life.ts';
import { untilDelivered } from './until-delivered.ts';

const { publishHome, keepPreference, answerPreference, claimWelcome, welcomePerson } =
  proxyActivities<HomeActivities>(untilDelivered);

/** How long to wait for the effect of a command given there, in ms. Usually long enough. */
const effectWithinMs = 2000;

/** What an earlier run has not handled. */
interface Left {
  readonly wanted: readonly HomeReason[];
  readonly orders: readonly PreferenceOrder[];
}

/**
 * Shows a person their App Home, and again for whatever comes meanwhile: one after the other, so that an older view never replaces a newer
 * one. Saves preferences in the order of the clicks. Welcomes a person who opens it for the first time.
 */
export async function home(user: string, left: Left = { wanted: [], orders: [] }): Promise<void> {
  const wanted = [...left.wanted];
  const orders = [...left.orders];
  for (const reason of homeReasons) {
    setHandler(homeSignal(reason), () => {
      wanted.push(reason);
    });
  }
  setHandler(preferenceSignal, (payload: unknown) => {
    const order = readPreferenceOrder(payload);
    if (order === null) logIgnored('A malformed signal was ignored', preferenceSignal.name, payload);
    else orders.push(order);
  });
  while (wanted.length + orders.length > 0) {
    const reasons = wanted.splice(0);
    const notKept = await keepAll(user, orders.splice(0));
    if (reasons.includes('commanded')) await sleep(effectWithinMs);
    const isNew = await publishHome(user, notKept);
    if (isNew && reasons.includes('opened')) await welcome(user);
    const goesOn = wanted.length + orders.length > 0 && mustContinueAsNew(true);
    if (goesOn) return continueAsNew<typeof home>(user, { wanted: [...new Set(wanted)], orders });
  }
}

/** Saves all of them. Returns why the last one that failed was not saved; null if all were. */
async function keepAll(user: string, orders: readonly PreferenceOrder[]): Promise<NotKept | null> {
  let problem: NotKept | null = null;
  for (const order of orders) {
    const notKept = await keepPreference(user, order);
    if (order.answer !== null) await answerPreference(user, order, notKept);
    problem = notKept ?? problem;
  }
  return problem;
}

async function welcome(user: string): Promise<void> {
  if (await claimWelcome({ user, by: workflowInfo().runId })) await welcomePerson(user);
}
