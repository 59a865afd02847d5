import { defaultPayloadConverter } from '@temporalio/common';
import proto from '@temporalio/proto';
import type { TestNamespace } from './temporal.ts';

const {
  COMMAND_TYPE_MODIFY_WORKFLOW_PROPERTIES: modify,
  COMMAND_TYPE_CONTINUE_AS_NEW_WORKFLOW_EXECUTION: goOn,
} = proto.temporal.api.enums.v1.CommandType;

/** Nobody but this file works on it. */
const taskQueue = { name: 'by-hand' };

/** Begins a workflow as workers of 1.1 did: its run shows `memo` and goes on as another one, which shows nothing, as it has had no task yet. */
export async function goneOnSilently(
  { client, namespace }: TestNamespace,
  workflowType: string,
  workflowId: string,
  memo: object,
): Promise<void> {
  await client.workflow.start(workflowType, { workflowId, taskQueue: taskQueue.name });
  const { workflowService } = client.connection;
  const { taskToken } = await client.withDeadline(Date.now() + 60_000, () =>
    workflowService.pollWorkflowTaskQueue({ namespace, taskQueue }),
  );
  const fields = Object.fromEntries(
    Object.entries(memo).map(([name, value]) => [name, defaultPayloadConverter.toPayload(value)]),
  );
  await workflowService.respondWorkflowTaskCompleted({
    namespace,
    taskToken,
    commands: [
      { commandType: modify, modifyWorkflowPropertiesCommandAttributes: { upsertedMemo: { fields } } },
      {
        commandType: goOn,
        continueAsNewWorkflowExecutionCommandAttributes: { workflowType: { name: workflowType }, taskQueue },
      },
    ],
  });
}
