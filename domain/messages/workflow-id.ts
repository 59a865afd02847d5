import { bytesOf } from './bounds.ts';

/** Temporal refuses longer IDs. */
const longestId = 1000;

/**
 * A workflow ID that Temporal takes: well-formed Unicode, cut to what it allows. Valid IDs stay as they are, and an empty one stays empty.
 */
export function takenWorkflowId(id: string): string {
  const text = id.toWellFormed();
  if (bytesOf(text) <= longestId) return text;
  let taken = '';
  let bytes = 0;
  for (const character of text) {
    bytes += bytesOf(character);
    if (bytes > longestId) break;
    taken += character;
  }
  return taken;
}
