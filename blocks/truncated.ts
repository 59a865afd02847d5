import type { KnownBlock } from '@slack/web-api';
import { cut } from '../texts/mrkdwn.ts';

interface Content {
  readonly text: string;
  readonly blocks: KnownBlock[];
}

/** Limits the text of a message, and all texts in its blocks together, to `limit` characters each. Cuts from the end; keeps buttons. */
export function truncated({ text, blocks }: Content, limit: number): Content {
  let room = limit;
  const fit = <T extends { readonly text: string }>(words: T): T => {
    const fitting = cut(words.text, Math.max(room, 2));
    room -= fitting.length;
    return { ...words, text: fitting };
  };
  const shrink = (block: KnownBlock): KnownBlock[] => {
    if (block.type !== 'section') return [block];
    if (room < 2) return [];
    const { text: words, fields, ...rest } = block;
    return [
      {
        ...rest,
        ...(words === undefined ? {} : { text: fit(words) }),
        ...(fields === undefined ? {} : { fields: fields.map(fit) }),
      },
    ];
  };
  return { text: cut(text, limit), blocks: blocks.flatMap(shrink) };
}
