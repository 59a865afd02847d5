import { proxyActivities } from '@temporalio/workflow';
import type { CheckReport } from '../domain/release/checks.ts';
import type { RequestOptions } from '../domain/command/command.ts';
import type { Subject } from '../domain/release/subject.ts';
import type { ReleaseActivities } from '../domain/messages/activities.ts';

/** Whoever fills in the form does not wait for longer. */
const { checkTicket } = proxyActivities<ReleaseActivities>({ scheduleToCloseTimeout: '5 seconds' });

/** What the formal checks of a release would find now, for somebody who is about to ask for its release. */
export const preview = (asked: {
  readonly subject: Subject;
  readonly options: RequestOptions;
}): Promise<CheckReport> => checkTicket(asked);
