import type { ActivityOptions } from '@temporalio/workflow';

/**
 * Messages to Slack are retried for ever: it may be down for longer than anybody expected. An attempt may wait long for its turn, or for a
 * rate limit; its heartbeat shows that its worker is alive.
 */
export const untilDelivered: ActivityOptions = {
  startToCloseTimeout: '1 hour',
  heartbeatTimeout: '10 seconds',
  retry: { initialInterval: '500 ms', maximumInterval: '1 minute' },
};
