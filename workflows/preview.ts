import { proxyActivities } from '@temporalio/workflow';
import type { CheckReport } from '../domain/release/check-report.ts';
import type { CheckInput, ReleaseActivities } from '../domain/messages/activities.ts';

/** How long somebody who fills in the form waits, in ms. */
const usualPatienceMs = 5000;

/** What the formal checks of a release would find now, for somebody about to request it, or looking from a terminal. */
export function preview({
  withinMs = usualPatienceMs,
  ...asked
}: CheckInput & { readonly withinMs?: number }): Promise<CheckReport> {
  const { checkTicket } = proxyActivities<ReleaseActivities>({ scheduleToCloseTimeout: withinMs });
  return checkTicket(asked);
}
