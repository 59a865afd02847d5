import type { Client } from '@temporalio/client';
import { optionalTsToMs } from '@temporalio/common/lib/time.js';

/** How long Temporal keeps closed workflows, in ms. Throws Temporal's errors, and one if it does not say. */
export async function retentionMs({ workflowService, options: { namespace } }: Client): Promise<number> {
  const { config } = await workflowService.describeNamespace({ namespace });
  const retention = optionalTsToMs(config?.workflowExecutionRetentionTtl);
  if (retention === undefined)
    throw new Error(`Temporal does not say for how long it keeps the namespace ${namespace}`);
  return retention;
}
