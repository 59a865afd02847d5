import type { Sender } from '../domain/messages/origin.ts';
import type { Caller } from './desk.ts';

/** The sender for a caller, who waits for the answer: nothing has to be posted. */
export const callersSender = ({ actor, via, commandId, pipeline = null, runner }: Caller): Sender => ({
  ...{ actor, via, commandId, pipeline },
  channel: null,
  saidAt: null,
  ...(runner === undefined ? {} : { runner }),
});
