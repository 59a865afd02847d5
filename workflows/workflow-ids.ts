/**
 * The IDs of the workflows that a workflow starts and signals may come from outside, in a signal or a command. Temporal refuses a task with
 * an ID that it does not take, again and again, and half a surrogate pair ends the worker.
 */
import { ApplicationFailure } from '@temporalio/workflow';
import type { WorkflowInterceptorsFactory } from '@temporalio/workflow';
import { takenWorkflowId } from '../domain/messages/workflow-id.ts';

export const interceptors: WorkflowInterceptorsFactory = () => ({
  outbound: [
    {
      startChildWorkflowExecution: (input, next) =>
        next({
          ...input,
          options: { ...input.options, workflowId: takenWorkflowId(input.options.workflowId) },
        }),
      signalWorkflow: (input, next) => {
        const { target } = input;
        if (target.type === 'child') return next(input);
        const workflowId = takenWorkflowId(target.workflowExecution.workflowId ?? '');
        if (workflowId === '') return Promise.reject(noneThere());
        return next({
          ...input,
          target: { ...target, workflowExecution: { ...target.workflowExecution, workflowId } },
        });
      },
    },
  ],
});

/** As Temporal says it of any other ID that no open workflow has. */
const noneThere = (): ApplicationFailure =>
  ApplicationFailure.nonRetryable('There is no workflow without an ID', 'ExternalWorkflowExecutionNotFound');
