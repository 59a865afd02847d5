import { isGrpcServiceError } from '@temporalio/client';
import type { WorkflowHandle } from '@temporalio/client';
import { defaultPayloadConverter } from '@temporalio/common';
import type { LoadedDataConverter } from '@temporalio/common';
import {
  decode,
  decodeOptionalFailureToOptionalError,
} from '@temporalio/common/lib/internal-non-workflow/index.js';
import type proto from '@temporalio/proto';
import { inBatches } from '../domain/in-batches.ts';

export type HistoryEvent = proto.temporal.api.history.v1.IHistoryEvent;
export type Payload = proto.temporal.api.common.v1.IPayload;

/** gRPC's NOT_FOUND. */
const deleted: readonly number[] = [5];
const decryptedAtOnce = 100;

/**
 * The events of a run, with the payloads that we read decrypted. Null if the run was deleted;
 * lists may still show it for a moment. Throws gRPC's other errors, and `KeyMissing`.
 */
export async function eventsOf(
  run: Pick<WorkflowHandle, 'fetchHistory' | 'client'>,
): Promise<readonly HistoryEvent[] | null> {
  try {
    const events = (await run.fetchHistory()).events ?? [];
    const { loadedDataConverter } = run.client.options;
    for await (const some of inBatches(events, decryptedAtOnce))
      await Promise.all(some.map((event) => decrypt(event, loadedDataConverter)));
    return events;
  } catch (error) {
    if (isGrpcServiceError(error) && deleted.includes(error.code)) return null;
    throw error;
  }
}

/**
 * Decrypts in place: the inputs of workflow, signals and activities,
 * the results of activities, and the message of the workflow's failure.
 */
async function decrypt(event: HistoryEvent, converter: LoadedDataConverter): Promise<void> {
  const values = [
    event.workflowExecutionStartedEventAttributes?.input,
    event.workflowExecutionSignaledEventAttributes?.input,
    event.activityTaskScheduledEventAttributes?.input,
    event.activityTaskCompletedEventAttributes?.result,
  ];
  for (const value of values) {
    if (value?.payloads) value.payloads = await decode(converter.payloadCodecs, value.payloads);
  }
  const failure = event.workflowExecutionFailedEventAttributes?.failure;
  if (failure)
    failure.message = (await decodeOptionalFailureToOptionalError(converter, failure))?.message ?? null;
}

/** The value in a payload; null without a payload. */
export const read = (payload: Payload | null | undefined): unknown =>
  payload ? defaultPayloadConverter.fromPayload(payload) : null;
