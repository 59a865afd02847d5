/**
 * Limits on what a workflow accepts. Temporal ends a run at 50 MB of history, and fails one that hands more than 2 MB to the next, so input
 * by people and programs is bounded where it enters.
 */

/** The size of one command, in bytes of its JSON: enough for several texts of full length. */
export const commandBytes = 64_000;
/** The length of a name, such as a command ID, in characters. */
export const longestName = 400;
/** The length of a text that somebody writes, in characters. */
export const longestText = 3000;

/** The length of a text in UTF-8, in bytes. */
export function bytesOf(text: string): number {
  let bytes = text.length;
  for (let index = 0; index < text.length; index += 1) {
    const unit = text.charCodeAt(index);
    if (unit > 0x7f) bytes += 1;
    // Each half of a surrogate pair counts as two bytes.
    if (unit > 0x7ff && (unit < 0xd800 || unit > 0xdfff)) bytes += 1;
  }
  return bytes;
}

/** Whether plain data takes at most `mostBytes` as JSON. */
export function fits(value: unknown, mostBytes: number): boolean {
  const text = JSON.stringify(value) as string | undefined;
  return text === undefined || (text.length <= mostBytes && bytesOf(text) <= mostBytes);
}

/** Deeper than anything that we send. */
const deepest = 100;

/** Whether a JSON text nests too deep to be copied and stored: reading JSON takes any depth, writing it does not. */
export function isTooDeep(json: string): boolean {
  let depth = 0;
  let quoted = false;
  for (let index = 0; index < json.length; index += 1) {
    const sign = json[index];
    if (quoted) {
      if (sign === '\\') index += 1;
      else if (sign === '"') quoted = false;
    } else if (sign === '"') quoted = true;
    else if (sign === '[' || sign === '{') depth += 1;
    else if (sign === ']' || sign === '}') depth -= 1;
    if (depth > deepest) return true;
  }
  return false;
}
