import { z } from 'zod';
import { iso } from '../../domain/iso.ts';
import { partsOfKey } from '../tickets/repository.ts';
import { markdown } from './markup.ts';
import type { Wire } from './wire.ts';
import type { Writer } from './writer.ts';

const comments = z
  .array(z.object({ body: z.string() }))
  .nullable()
  .transform((all) => all ?? []);

/** Writes to Gitea, and so to Forgejo. */
export const giteaWriter = (wire: Wire): Writer => ({
  async comment(key, { marker, said, since }) {
    const { repo, number } = partsOfKey(key);
    const all = `/repos/${repo}/issues/${number}/comments`;
    const hidden = `<!-- ${marker} -->`;
    if (await wire.has(`${all}?since=${iso(since)}`, comments, ({ body }) => body.includes(hidden))) return;
    await wire.send(all, { body: `${markdown(said)}\n\n${hidden}` });
  },
});
