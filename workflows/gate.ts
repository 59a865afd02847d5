import { continueAsNew, proxyActivities, sleep } from '@temporalio/workflow';
import type { GateActivities } from '../domain/messages/activities.ts';
import type { GateInput, GateView } from '../domain/messages/hooks.ts';
import { mustContinueAsNew } from './long-life.ts';

const { lookAtGate, startAtGate, answerGate } = proxyActivities<GateActivities>({
  startToCloseTimeout: '1 minute',
  retry: { initialInterval: '1 second', maximumInterval: '1 minute' },
});

/** GitHub takes at most this many comments. */
const mostReports = 10;
/** GitHub itself gives up after 30 days. */
const longestMs = 29 * 24 * 3_600_000;
/** Polled often at first, when somebody may be looking. */
const oftenMs = 5000;
const oftenForMs = 2 * 60_000;
const seldomMs = 30_000;

/**
 * A deployment on GitHub that may not begin before its release has its turn. Comments what it waits for, starts the release, and approves
 * or rejects the deployment. Fails as soon as GitHub no longer wants an answer, before anything is started.
 */
export async function gate({ asked, said: before = [] }: GateInput): Promise<void> {
  const said = [...before];
  const report = async ({ key, comment }: GateView, most: number): Promise<void> => {
    if (said.includes(key) || said.length >= most) return;
    await answerGate(asked, { state: null, comment });
    said.push(key);
  };
  for (;;) {
    const seen = await lookAtGate(asked, Date.now() - asked.requestedAt > longestMs);
    const isTurn = seen.state === 'turn';
    // The last comment is kept for the turn: posting it shows whether GitHub still waits.
    if (isTurn || seen.state === 'waits') await report(seen, isTurn ? mostReports : mostReports - 1);
    const found = isTurn ? await startAtGate(asked, seen.ticket) : seen;
    const { comment } = found;
    if (found.state === 'started') return answerGate(asked, { state: 'approved', comment });
    if (found.state === 'over') return answerGate(asked, { state: 'rejected', comment });
    if (isTurn) await report(found, mostReports);
    await sleep(Date.now() - asked.requestedAt < oftenForMs ? oftenMs : seldomMs);
    if (mustContinueAsNew(true)) return continueAsNew<typeof gate>({ asked, said });
  }
}
