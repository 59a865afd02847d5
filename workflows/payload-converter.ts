/** How workflows read what reaches them; the bundle takes this file as the worker's payload converter. */
import { defaultPayloadConverter } from '@temporalio/common';
import type { PayloadConverter } from '@temporalio/common';

/**
 * Reads as Temporal's own converter does, but for what that cannot read: it throws, and a signal whose payload throws wedges
 * the workflow for ever. Here it becomes `{ unreadable }`, which no handler takes for a command, so that it is logged and ignored.
 */
export const payloadConverter = {
  toPayload(value, context) {
    return defaultPayloadConverter.toPayload(value, context);
  },
  fromPayload(payload, context) {
    try {
      return defaultPayloadConverter.fromPayload(payload, context);
    } catch (error) {
      return { unreadable: String(error) };
    }
  },
} as PayloadConverter;
