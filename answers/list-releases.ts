import { releasePage } from '../client/release-pages.ts';
import type { ReleaseFilter } from '../client/release-pages.ts';
import { attempt } from './attempt.ts';
import type { Desk } from './desk.ts';
import { listedJson } from './json.ts';
import { done, problem } from './outcome.ts';
import type { Outcome } from './outcome.ts';
import { strangerOf } from './stranger-of.ts';

/** A page of releases. `component`: the requested one, if any. */
export const listReleases = (
  filter: ReleaseFilter,
  component: string | undefined,
  cursor: string | null,
  desk: Desk,
): Promise<Outcome> =>
  attempt(async () => {
    const page = await releasePage(desk.client, filter, cursor);
    if (page === null) {
      return problem(404, 'noPage', ({ noPage }) => noPage);
    }
    const stranger = page.releases.length > 0 || cursor !== null ? null : strangerOf(component, desk);
    return stranger ?? done({ releases: page.releases.map(listedJson), cursor: page.cursor }, () => '');
  });
