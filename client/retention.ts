import type { Client } from '@temporalio/client';
import { optionalTsToMs } from '@temporalio/common/lib/time.js';

/** For how long, in ms, Temporal remembers what has ended; null where it does not say. Throws Temporal's errors. */
export async function retentionMs({
  workflowService,
  options: { namespace },
}: Client): Promise<number | null> {
  const { config } = await workflowService.describeNamespace({ namespace });
  return optionalTsToMs(config?.workflowExecutionRetentionTtl) ?? null;
}
