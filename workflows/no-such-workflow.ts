import { ApplicationFailure, workflowInfo } from '@temporalio/workflow';

/**
 * Runs when a workflow is started with an unknown type, such as by hand in the Web UI. Fails at once; otherwise its task would be retried
 * for ever.
 */
export function noSuchWorkflow(): never {
  const { workflowType } = workflowInfo();
  throw ApplicationFailure.nonRetryable(`There is no workflow ${workflowType}`, 'NoSuchWorkflow');
}
