/** How workflows read payloads; the bundle uses this file as the worker's payload converter. */
import { defaultPayloadConverter } from '@temporalio/common';
import { decode } from '@temporalio/common/lib/encoding.js';
import type { PayloadConverter } from '@temporalio/common';
import { isTooDeep } from '../domain/messages/bounds.ts';

/**
 * Reads like Temporal's own converter, which throws if it cannot read a payload, and a signal whose payload throws wedges the workflow for
 * ever. Here such a payload becomes `{ unreadable }`, which no handler accepts as a command, so that it is logged and ignored. So does one
 * that is nested too deeply to be copied or passed on.
 */
export const payloadConverter = {
  toPayload(value, context) {
    return defaultPayloadConverter.toPayload(value, context);
  },
  fromPayload(payload, context) {
    try {
      if (payload.data && isTooDeep(decode(payload.data))) return { unreadable: 'It is nested too deeply' };
      return defaultPayloadConverter.fromPayload(payload, context);
    } catch (error) {
      return { unreadable: String(error) };
    }
  },
} as PayloadConverter;
