import { z } from 'zod';
import { partsOfKey } from '../tickets/repository.ts';
import { commentOnce } from './comment-once.ts';
import type { Wire } from './wire.ts';
import type { Writer } from './writer.ts';

const notes = z.array(z.object({ body: z.string() }));

export const gitlabWriter = (wire: Wire): Writer => ({
  async comment(key, comment) {
    const { repo, number } = partsOfKey(key);
    const all = `/projects/${encodeURIComponent(repo)}/issues/${number}/notes`;
    const newest = 'per_page=100&order_by=created_at&sort=desc';
    await commentOnce(wire, { all, query: newest, comments: notes }, comment);
  },
});
