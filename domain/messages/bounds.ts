/**
 * How much a workflow takes in at once. Temporal ends a run with 50 MB of history, and refuses one that hands more than 2 MB to the next; so what
 * people and programs write is bounded where it enters.
 */

/** Of one command, in bytes of its JSON: several texts at their longest. */
export const commandBytes = 64_000;
/** Of a name, such as a command ID, in characters. */
export const longestName = 400;
/** Of what somebody writes, in characters. */
export const longestText = 3000;

/** The length of a text in UTF-8. */
export function bytesOf(text: string): number {
  let bytes = text.length;
  for (let index = 0; index < text.length; index += 1) {
    const unit = text.charCodeAt(index);
    if (unit > 0x7f) bytes += 1;
    // Of a surrogate pair each half has two bytes.
    if (unit > 0x7ff && (unit < 0xd800 || unit > 0xdfff)) bytes += 1;
  }
  return bytes;
}

/** Whether plain data has at most so many bytes as JSON. */
export function fits(value: unknown, mostBytes: number): boolean {
  const text = JSON.stringify(value) as string | undefined;
  return text === undefined || (text.length <= mostBytes && bytesOf(text) <= mostBytes);
}

/** Deeper than anything that we send. */
const deepest = 100;

/** Whether a JSON text nests deeper than can be copied and kept: what reads JSON takes any depth, what writes it does not. */
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
