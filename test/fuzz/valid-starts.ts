/** What workflows were started with and what they handed on, of the recorded histories. */
import { join } from 'node:path';
import { defaultPayloadConverter } from '@temporalio/common';
import { readRecording } from '../histories/replayed.ts';
import { recordingsIn } from '../histories/versions.ts';

export interface ValidStart {
  /** The type of the workflow. */
  readonly type: string;
  readonly input: unknown;
}

/** A longer one would make a test of thousands of arrivals slow. */
const largestBytes = 50_000;
/** For each type and each set of fields. */
const mostAlike = 3;

/** Every kind of input of every type of workflow, some of each. */
export async function validStarts(): Promise<readonly ValidStart[]> {
  const kinds = new Map<string, ValidStart[]>();
  for (const recording of await recordingsIn(join(import.meta.dirname, '..', 'histories'))) {
    const { events } = (await readRecording(recording)).history;
    const type = events[0]?.workflowExecutionStartedEventAttributes?.workflowType?.name;
    const inputs = [
      events[0]?.workflowExecutionStartedEventAttributes?.input,
      events.at(-1)?.workflowExecutionContinuedAsNewEventAttributes?.input,
    ];
    for (const payload of inputs.flatMap((input) => input?.payloads?.slice(0, 1) ?? [])) {
      const { length } = payload.data ?? new Uint8Array();
      if (type == null || length > largestBytes) continue;
      const input: unknown = defaultPayloadConverter.fromPayload(payload);
      const fields = typeof input === 'object' && input !== null ? Object.keys(input) : typeof input;
      const kind = JSON.stringify([type, fields]);
      const alike = kinds.get(kind) ?? [];
      if (alike.length < mostAlike) kinds.set(kind, [...alike, { type, input }]);
    }
  }
  return [...kinds.values()].flat();
}
