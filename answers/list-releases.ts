import type { Client } from '@temporalio/client';
import { releasePage } from '../client/release-pages.ts';
import type { ReleaseFilter } from '../client/release-pages.ts';
import { attempt } from './attempt.ts';
import { listedJson } from './json.ts';
import { done, problem } from './outcome.ts';
import type { Outcome } from './outcome.ts';

/** A page of releases. */
export const listReleases = (
  client: Client,
  filter: ReleaseFilter,
  cursor: string | null,
): Promise<Outcome> =>
  attempt(async () => {
    const page = await releasePage(client, filter, cursor);
    if (page === null) {
      return problem(404, 'noPage', ({ noPage }) => noPage);
    }
    return done({ releases: page.releases.map(listedJson), cursor: page.cursor }, () => '');
  });
