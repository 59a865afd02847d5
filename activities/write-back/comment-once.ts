import type { z } from 'zod';
import { markdown } from './markup.ts';
import type { Wire } from './wire.ts';
import type { Comment } from './writer.ts';

type Comments = z.ZodType<readonly { readonly body?: string | null | undefined }[]>;

/** Posts a comment in Markdown with an invisible marker, unless a comment at `all`, listed by `query`, has it already. */
export async function commentOnce(
  wire: Wire,
  { all, query, comments }: { readonly all: string; readonly query: string; readonly comments: Comments },
  { marker, said }: Comment,
): Promise<void> {
  const hidden = `<!-- ${marker} -->`;
  if (await wire.has(`${all}?${query}`, comments, ({ body }) => body?.includes(hidden) === true)) return;
  await wire.send(all, { body: `${markdown(said)}\n\n${hidden}` });
}
