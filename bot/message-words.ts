/** All the text of a message, whoever wrote it. */
import { decodedText } from './markup.ts';

/** The properties that hold visible text or link targets, at any depth of blocks and attachments. */
const told = [
  'text',
  'pretext',
  'fallback',
  'title',
  'title_link',
  'value',
  'url',
  'from_url',
  'original_url',
];

/** A labelled link contributes both its address and its label. */
const labelled = /<(https?:[^|<>]*)\|([^<>]*)>/g;

/** The plain texts of a message, without duplicates: its own, then those of its blocks, then those of its attachments. */
export function wordsOfMessage({
  text,
  blocks,
  attachments,
}: {
  readonly text?: unknown;
  readonly blocks?: unknown;
  readonly attachments?: unknown;
}): readonly string[] {
  const wires = [...(typeof text === 'string' ? [text] : []), ...wiresIn(blocks), ...wiresIn(attachments)];
  return [...new Set(wires.map((wire) => decodedText(wire.replace(labelled, '<$1> $2'))))];
}

function wiresIn(part: unknown): readonly string[] {
  if (typeof part !== 'object' || part === null) return [];
  // A button's value is for the program that made it.
  const hidden = 'type' in part && part.type === 'button' ? ['value'] : [];
  return Object.entries(part).flatMap(([name, value]: [string, unknown]) => {
    if (typeof value !== 'string') return wiresIn(value);
    return told.includes(name) && !hidden.includes(name) ? [value] : [];
  });
}
