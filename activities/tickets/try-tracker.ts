import { z } from 'zod';
import type { TrackerSettings } from '../../domain/trackers.ts';
import { failures } from '../../texts/http.ts';
import { cannotTell, reading } from './api.ts';
import type { Api } from './api.ts';
import { fileTracker } from './file-tracker.ts';
import { githubPause } from './github.ts';
import { query } from './graphql.ts';
import { askJira } from './ask-jira.ts';
import { jiraPath } from './jira.ts';
import { linearPause } from './linear.ts';
import { checkKey } from './redmine-key.ts';
import { githubAppOf, githubCredential, githubPaths, trackerApi } from './tracker-api.ts';
import type { TrackerWorld } from './tracker-api.ts';
import type { Unread } from './tracker.ts';

/** `onlyByTicket`: only reading a ticket can tell. */
export type CredentialTest = { readonly outcome: 'taken' | 'onlyByTicket' } | Unread;

/**
 * Tests the credential of a tracker with a request that any valid one
 * may make. A file tracker is tested by reading the file. Never throws.
 */
export const tryTracker = (settings: TrackerSettings, world: TrackerWorld): Promise<CredentialTest> =>
  reading(async (): Promise<CredentialTest> => {
    switch (settings.tracker) {
      case 'file': {
        const found = await fileTracker(settings.file).find('', new Set());
        return 'reason' in found ? found : { outcome: 'taken' };
      }
      case 'http':
        return { outcome: 'onlyByTicket' };
      case 'redmine':
        await checkKey(await trackerApi(settings, world));
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
        // A scoped token may be valid for issues only, and is refused here as if it were wrong.
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

/** A 403 is fine: the token is valid but may not read its user. */
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
