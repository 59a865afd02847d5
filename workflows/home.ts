import { proxyActivities, setHandler, sleep } from '@temporalio/workflow';
import type { HomeActivities } from '../domain/messages/activities.ts';
import { homeReasons } from '../domain/messages/home.ts';
import type { HomeReason } from '../domain/messages/home.ts';
import { homeSignal } from '../domain/messages/definitions.ts';
import { untilSaid } from './until-said.ts';

const { publishHome } = proxyActivities<HomeActivities>(untilSaid);

/** A command that somebody gave there has had its effect by then, as a rule. */
const effectWithinMs = 2000;

/** Shows a person their App Home, and again for what came meanwhile: one after the other, so that an older one never replaces a newer. */
export async function home(user: string): Promise<void> {
  const wanted: HomeReason[] = [];
  for (const reason of homeReasons) {
    setHandler(homeSignal(reason), () => {
      wanted.push(reason);
    });
  }
  while (wanted.length > 0) {
    if (wanted.splice(0).includes('commanded')) await sleep(effectWithinMs);
    await publishHome(user);
  }
}
