import type { Sender } from '../domain/messages/origin.ts';
import type { Caller } from './desk.ts';

/** A caller waits for the answer, so that nobody has to post it. */
export const senderOf = ({ actor, via, commandId, pipeline = null, runner }: Caller): Sender => ({
  ...{ actor, via, commandId, pipeline },
  channel: null,
  saidAt: null,
  ...(runner === undefined ? {} : { runner }),
});
