import type { TrackerSettings } from '../../domain/trackers.ts';
import { noLogins } from '../logins.ts';
import { Api } from './api.ts';
import { basic, secretOf } from './credential.ts';
import { fileTracker } from './file-tracker.ts';
import { gitea } from './gitea.ts';
import { github } from './github.ts';
import { gitlab } from './gitlab.ts';
import { httpTracker } from './http-tracker.ts';
import { jira, jiraPath } from './jira.ts';
import { linear } from './linear.ts';
import { redmine } from './redmine.ts';
import { githubCredential, githubPaths, trackerApi } from './tracker-api.ts';
import type { TrackerWorld } from './tracker-api.ts';
import type { Tracker } from './tracker.ts';

/** Creates the reader of a tracker, with the present value of its credential. Throws `NotRead` if that is not set. */
export async function toTracker(settings: TrackerSettings, world: TrackerWorld): Promise<Tracker> {
  const logins = world.logins ?? noLogins();
  switch (settings.tracker) {
    case 'file':
      return fileTracker(settings.file);
    case 'http': {
      const { url, headers, tokenEnv, userEnv } = settings;
      const known = await httpHeaders(settings, world);
      const credential = tokenEnv ?? userEnv ?? 'headers';
      return httpTracker(
        new Api(world.http, { base: url, headers: { ...headers, ...known }, credential }),
        settings,
      );
    }
    case 'github': {
      const { graphql } = githubPaths(settings);
      return github((repo) => trackerApi(settings, world, repo), graphql, githubCredential(settings));
    }
    case 'redmine':
      return redmine(await trackerApi(settings, world), settings.url, logins.taken);
    case 'gitea':
      return gitea(await trackerApi(settings, world), logins.pulls);
    case 'gitlab':
      return gitlab(await trackerApi(settings, world), settings.tokenEnv);
    case 'linear':
      return linear(await trackerApi(settings, world), '/graphql', settings.tokenEnv);
    case 'jira': {
      const { url, tokenEnv: credential } = settings;
      return jira(await trackerApi(settings, world), { url, path: jiraPath(settings), credential });
    }
  }
}

async function httpHeaders(
  settings: Extract<TrackerSettings, { tracker: 'http' }>,
  { env }: TrackerWorld,
): Promise<Readonly<Record<string, string>>> {
  const { tokenEnv, scheme, userEnv, passwordEnv } = settings;
  if (tokenEnv !== null) return { authorization: `${scheme} ${await secretOf(tokenEnv, env)}` };
  if (userEnv === null || passwordEnv === null) return {};
  return { authorization: basic(await secretOf(userEnv, env), await secretOf(passwordEnv, env)) };
}
