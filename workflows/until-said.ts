import type { ActivityOptions } from '@temporalio/workflow';

/**
 * What is to be said in Slack is tried for ever: it may be down for longer than anybody thought. An attempt may wait long for its turn, or for
 * as long as Slack wants; that its worker lives, its heartbeat tells.
 */
export const untilSaid: ActivityOptions = {
  startToCloseTimeout: '1 hour',
  heartbeatTimeout: '10 seconds',
  retry: { initialInterval: '500 ms', maximumInterval: '1 minute' },
};
