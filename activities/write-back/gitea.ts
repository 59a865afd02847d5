import { z } from 'zod';
import { iso } from '../../domain/iso.ts';
import { partsOfKey } from '../tickets/repository.ts';
import { commentOnce } from './comment-once.ts';
import type { Wire } from './wire.ts';
import type { Writer } from './writer.ts';

const comments = z
  .array(z.object({ body: z.string() }))
  .nullable()
  .transform((all) => all ?? []);

/** Writes to Gitea and Forgejo. */
export const giteaWriter = (wire: Wire): Writer => ({
  async comment(key, comment) {
    const { repo, number } = partsOfKey(key);
    const all = `/repos/${repo}/issues/${number}/comments`;
    await commentOnce(wire, { all, query: `since=${iso(comment.since)}`, comments }, comment);
  },
});
