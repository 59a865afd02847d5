import type { WebClient } from '@slack/web-api';
import type { Logger } from '@temporalio/worker';
import { Calendars } from '../activities/calendars/calendars.ts';
import { ScheduledPeople } from '../activities/on-call/scheduled-people.ts';
import { Copies } from '../log/copies.ts';
import { OnCallCopies } from '../log/on-call.ts';
import type { ReleaseLog } from '../log/release-log.ts';

/** Sources in other services that a worker polls. */
export interface Elsewhere {
  readonly calendars: Calendars;
  readonly onCall: ScheduledPeople;
}

/** `log`, `slack`: null if there is none. */
export function elsewhere(log: ReleaseLog | null, slack: WebClient | null, logger: Logger): Elsewhere {
  const copies = log === null ? null : new Copies(() => log.database());
  const { env } = process;
  const onChange = (line: string) => {
    logger.warn(line);
  };
  return {
    calendars: new Calendars({ copies, env, onChange }),
    onCall: new ScheduledPeople({ slack, copies: copies && new OnCallCopies(copies), env, onChange }),
  };
}
