import { defaultPayloadConverter } from '@temporalio/common';
import proto from '@temporalio/proto';
import type { TestNamespace } from './temporal.ts';

const {
  COMMAND_TYPE_MODIFY_WORKFLOW_PROPERTIES: modify,
  COMMAND_TYPE_CONTINUE_AS_NEW_WORKFLOW_EXECUTION: goOn,
} = proto.temporal.api.enums.v1.CommandType;

/** A task queue that only this file polls. */
const byHand = 'by-hand';

interface Handed {
  /** The memo of the first run. The next run has none, as with workers of 1.1. */
  readonly memo?: object;
  readonly args?: readonly unknown[];
  /** The task queue of the next run; by default one without a worker. */
  readonly taskQueue?: string;
}

/** Starts a workflow whose first run has continued as new with `args`. */
export async function goneOn(
  { client, namespace }: TestNamespace,
  workflowType: string,
  workflowId: string,
  { memo, args = [], taskQueue = byHand }: Handed,
): Promise<void> {
  await client.workflow.start(workflowType, { workflowId, taskQueue: byHand });
  const { workflowService } = client.connection;
  const { taskToken } = await client.withDeadline(Date.now() + 60_000, () =>
    workflowService.pollWorkflowTaskQueue({ namespace, taskQueue: { name: byHand } }),
  );
  const encoded = (value: unknown) => defaultPayloadConverter.toPayload(value);
  const fields = Object.fromEntries(
    Object.entries(memo ?? {}).map(([name, value]) => [name, encoded(value)]),
  );
  const next = { workflowType: { name: workflowType }, taskQueue: { name: taskQueue } };
  await workflowService.respondWorkflowTaskCompleted({
    namespace,
    taskToken,
    commands: [
      ...(memo === undefined
        ? []
        : [{ commandType: modify, modifyWorkflowPropertiesCommandAttributes: { upsertedMemo: { fields } } }]),
      {
        commandType: goOn,
        continueAsNewWorkflowExecutionCommandAttributes: {
          ...next,
          input: { payloads: args.map(encoded) },
        },
      },
    ],
  });
}
