import type { ActivityOptions } from '@temporalio/workflow';

/** What is to be said in Slack is tried for ever: it may be down for longer than anybody thought. */
export const untilSaid: ActivityOptions = {
  startToCloseTimeout: '2 minutes',
  heartbeatTimeout: '10 seconds',
  retry: { initialInterval: '500 ms', maximumInterval: '1 minute' },
};
