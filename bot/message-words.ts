/** All that a message says, whoever wrote it. */
import { plainText } from './markup.ts';

/** In these stands what people read or where a link leads; in blocks and attachments, at any depth. */
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

/** A link with its label says both. */
const labelled = /<(https?:[^|<>]*)\|([^<>]*)>/g;

/** Its plain texts, in their order: its own, those of its blocks, those of what is attached to it. */
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
  return [...new Set(wires.map((wire) => plainText(wire.replace(labelled, '<$1> $2'))))];
}

function wiresIn(part: unknown): readonly string[] {
  if (typeof part !== 'object' || part === null) return [];
  // What a button carries is for the program that made it.
  const hidden = 'type' in part && part.type === 'button' ? ['value'] : [];
  return Object.entries(part).flatMap(([name, value]: [string, unknown]) => {
    if (typeof value !== 'string') return wiresIn(value);
    return told.includes(name) && !hidden.includes(name) ? [value] : [];
  });
}
