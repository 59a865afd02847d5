import { z } from 'zod';
import type { TrackerSettings } from '../../domain/trackers.ts';
import { failures } from '../../texts/http.ts';
import { cannotTell, reading } from './api.ts';
import type { Api } from './api.ts';
import { fileTracker } from './file-tracker.ts';
import { githubPause } from './github.ts';
import { query } from './graphql.ts';
import { askJira } from './jira-asked.ts';
import { jiraPath } from './jira.ts';
import { linearPause } from './linear.ts';
import { beSomebody } from './redmine-me.ts';
import { githubAppOf, githubCredential, githubPaths, trackerApi } from './tracker-api.ts';
import type { TrackerWorld } from './tracker-api.ts';
import type { Unread } from './tracker.ts';

/** `onlyByTicket`: nothing short of a ticket tells. */
export type Tried = { readonly outcome: 'taken' | 'onlyByTicket' } | Unread;

/** Whether a tracker takes its credential, by what any good one is told; a file, whether it can be read. Throws nothing. */
export const tryTracker = (settings: TrackerSettings, world: TrackerWorld): Promise<Tried> =>
  reading(async (): Promise<Tried> => {
    switch (settings.tracker) {
      case 'file': {
        const found = await fileTracker(settings.file).find('', new Set());
        return 'reason' in found ? found : { outcome: 'taken' };
      }
      case 'http':
        return { outcome: 'onlyByTicket' };
      case 'redmine':
        await beSomebody(await trackerApi(settings, world));
        break;
      case 'gitea':
      case 'gitlab':
        await beKnown(await trackerApi(settings, world));
        break;
      case 'linear':
        await view(await trackerApi(settings, world), '/graphql', linearPause, settings.tokenEnv);
        break;
      case 'jira': {
        const { tokenEnv, cloudId } = settings;
        // One with scopes may be good for tickets alone, and is refused then as one that is wrong.
        if (cloudId !== null) return { outcome: 'onlyByTicket' };
        const api = await trackerApi(settings, world);
        const myself = await askJira(api, tokenEnv, `${jiraPath(settings)}/myself`, z.object({}));
        if (myself === null) throw cannotTell(failures.status(api.origin, 404));
        break;
      }
      case 'github':
        if (settings.tokenEnv === null) await (await githubAppOf(settings, world)).isKnown();
        else {
          const { graphql } = githubPaths(settings);
          await view(await trackerApi(settings, world), graphql, githubPause, githubCredential(settings));
        }
        break;
    }
    return { outcome: 'taken' };
  });

/** Whoever may not see even that is known all the same. */
async function beKnown(api: Api): Promise<void> {
  const answer = await api.ask('/user');
  if (answer.status !== 403) api.read(answer, z.object({ id: z.number() }));
}

async function view(
  api: Api,
  path: string,
  pauseOf: (headers: Headers) => number,
  credential: string,
): Promise<void> {
  const { errors } = await query(api, path, 'query { viewer { __typename } }', {}, pauseOf, credential);
  const [error] = errors;
  if (error !== undefined) throw cannotTell(failures.said(api.origin, error.message));
}
