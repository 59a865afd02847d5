import type { TrackerSettings } from '../../domain/trackers.ts';
import { jiraPath } from '../tickets/jira.ts';
import { githubCredential, githubPaths, trackerApi } from '../tickets/tracker-api.ts';
import type { TrackerWorld } from '../tickets/tracker-api.ts';
import { giteaWriter } from './gitea.ts';
import { githubWriter } from './github.ts';
import { gitlabWriter } from './gitlab.ts';
import { jiraWriter } from './jira.ts';
import { linearWriter } from './linear.ts';
import { redmineWriter } from './redmine.ts';
import { Wire } from './wire.ts';
import type { Writer } from './writer.ts';

/**
 * Creates the writer of a tracker, with the present value of its
 * credential; null if the tracker cannot be written to. Throws `NotRead`.
 */
export async function toWriter(settings: TrackerSettings, world: TrackerWorld): Promise<Writer | null> {
  if (settings.tracker === 'file' || settings.tracker === 'http') return null;
  if (settings.tracker === 'github') {
    const credential = githubCredential(settings);
    const wireFor = async (repo: string) => new Wire(await trackerApi(settings, world, repo), credential);
    return githubWriter(wireFor, githubPaths(settings).rest);
  }
  const api = await trackerApi(settings, world);
  const wire = new Wire(api, settings.tokenEnv);
  switch (settings.tracker) {
    case 'redmine':
      return redmineWriter(wire);
    case 'gitea':
      return giteaWriter(wire);
    case 'gitlab':
      return gitlabWriter(wire);
    case 'jira':
      return jiraWriter(wire, jiraPath(settings));
    case 'linear':
      return linearWriter(api, '/graphql', settings.tokenEnv);
  }
}
