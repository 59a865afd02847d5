import { clipped } from '../../domain/signs/finding.ts';
import type { Approval } from '../../domain/signs/ticket.ts';
import { unknownTicket } from './api.ts';

/** Splits the key `ACME/APP#12` into `acme/app` and `12`. Throws `unknown()` if the key has another form. */
export function partsOfKey(key: string): { readonly repo: string; readonly number: string } {
  const [, repo, number] = /^([^#]+)#(\d+)$/.exec(key) ?? [];
  if (repo === undefined || number === undefined) throw unknownTicket();
  // The repository becomes part of a URL path, in which dots would lead elsewhere.
  if (repo.split('/').some((part) => /^\.*$/.test(part))) throw unknownTicket();
  return { repo: repo.toLowerCase(), number };
}

export interface Review extends Omit<Approval, 'stale'> {
  readonly verdict: 'approved' | 'refused' | 'other';
  readonly stale?: boolean;
}

/** Keeps each person's last verdict, if that is an approval. `reviews` are in chronological order. */
export function approvalsIn(reviews: readonly Review[]): readonly Approval[] {
  const last = new Map<string, Review>();
  for (const review of reviews) if (review.verdict !== 'other') last.set(review.by.toLowerCase(), review);
  return [...last.values()]
    .filter(({ verdict }) => verdict === 'approved')
    .map(({ by, commit, at, stale = false }) => ({ by: clipped(by), commit, at, stale }));
}
