import { isGrpcServiceError } from '@temporalio/client';
import type { WorkflowHandle } from '@temporalio/client';
import { defaultPayloadConverter } from '@temporalio/common';
import type proto from '@temporalio/proto';

export type HistoryEvent = proto.temporal.api.history.v1.IHistoryEvent;
export type Payload = proto.temporal.api.common.v1.IPayload;

/** gRPC's NOT_FOUND. */
const deleted: readonly number[] = [5];

/** Null of a run that was deleted, and is still in lists for a moment. Throws gRPC's other errors. */
export async function eventsOf(
  run: Pick<WorkflowHandle, 'fetchHistory'>,
): Promise<readonly HistoryEvent[] | null> {
  try {
    return (await run.fetchHistory()).events ?? [];
  } catch (error) {
    if (isGrpcServiceError(error) && deleted.includes(error.code)) return null;
    throw error;
  }
}

/** What a payload holds; null of none. */
export const read = (payload: Payload | null | undefined): unknown =>
  payload ? defaultPayloadConverter.fromPayload(payload) : null;
