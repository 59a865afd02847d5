import { z } from 'zod';
import { partsOfKey } from '../tickets/repository.ts';
import { markdown } from './markup.ts';
import type { Wire } from './wire.ts';
import type { Writer } from './writer.ts';

const notes = z.array(z.object({ body: z.string() }));

/** Writes to GitLab. */
export const gitlabWriter = (wire: Wire): Writer => ({
  async comment(key, { marker, said }) {
    const { repo, number } = partsOfKey(key);
    const all = `/projects/${encodeURIComponent(repo)}/issues/${number}/notes`;
    const hidden = `<!-- ${marker} -->`;
    const newest = `${all}?per_page=100&order_by=created_at&sort=desc`;
    if (await wire.has(newest, notes, ({ body }) => body.includes(hidden))) return;
    await wire.send(all, { body: `${markdown(said)}\n\n${hidden}` });
  },
});
