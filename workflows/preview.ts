import { proxyActivities } from '@temporalio/workflow';
import type { CheckReport } from '../domain/release/checks.ts';
import type { CheckInput, ReleaseActivities } from '../domain/messages/activities.ts';

/** Whoever fills in the form does not wait for longer. */
const usualPatienceMs = 5000;

/** What the formal checks of a release would find now, for somebody who is about to ask for its release, or who looks from a terminal. */
export function preview({
  withinMs = usualPatienceMs,
  ...asked
}: CheckInput & { readonly withinMs?: number }): Promise<CheckReport> {
  const { checkTicket } = proxyActivities<ReleaseActivities>({ scheduleToCloseTimeout: withinMs });
  return checkTicket(asked);
}
