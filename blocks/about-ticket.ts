import { limits } from './limits.ts';
import type { Message } from './message.ts';

const sign = '|about:';

/**
 * Notes in the ID of the first block that the message is about a release, by its ticket, so that an answer in
 * its thread may leave out the ticket. Leaves out the note if Slack allows no ID of that length.
 */
export function aboutTicket({ text, blocks: [first, ...others] }: Message, ticket: string): Message {
  if (first === undefined) return { text, blocks: [] };
  const id = `${first.block_id ?? ''}${sign}${ticket}`;
  return { text, blocks: [id.length > limits.blockId ? first : { ...first, block_id: id }, ...others] };
}

/** The ID of a block, and the ticket noted in it; null if there is none. */
export function readAbout(blockId: string): { readonly id: string; readonly ticket: string | null } {
  const at = blockId.lastIndexOf(sign);
  if (at === -1) return { id: blockId, ticket: null };
  return { id: blockId.slice(0, at), ticket: blockId.slice(at + sign.length) };
}
