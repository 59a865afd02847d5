import {
  isGrpcDeadlineError,
  isGrpcServiceError,
  QueryNotRegisteredError,
  ServiceError,
  WorkflowFailedError,
  WorkflowNotFoundError,
  WorkflowUpdateFailedError,
  WorkflowUpdateRPCTimeoutOrCancelledError,
} from '@temporalio/client';

/**
 * Whether an error means that Temporal, or the worker of a workflow, does not answer. `late`: a command may have been accepted anyway.
 * Null: it means something else.
 */
export function silenceIn(error: unknown): 'away' | 'late' | null {
  if (error instanceof WorkflowUpdateRPCTimeoutOrCancelledError || isGrpcDeadlineError(error)) return 'late';
  if (error instanceof WorkflowUpdateFailedError) return 'late';
  const isAway =
    error instanceof ServiceError ||
    error instanceof WorkflowNotFoundError ||
    error instanceof QueryNotRegisteredError ||
    // A worker did not answer a question in time.
    error instanceof WorkflowFailedError ||
    isGrpcServiceError(error);
  return isAway ? 'away' : null;
}
