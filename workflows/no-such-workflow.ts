import { ApplicationFailure, workflowInfo } from '@temporalio/workflow';

/** What Temporal was asked for by a name that nothing has, as by hand in its Web UI: it fails at once, where it would be tried for ever. */
export function noSuchWorkflow(): never {
  const { workflowType } = workflowInfo();
  throw ApplicationFailure.nonRetryable(`There is no workflow ${workflowType}`, 'NoSuchWorkflow');
}
