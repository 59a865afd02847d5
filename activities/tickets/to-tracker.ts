import { readSecret } from '../../config/secret.ts';
import type { TrackerSettings } from '../../domain/trackers.ts';
import { failures } from '../../texts/http.ts';
import type { Http } from '../http/http.ts';
import { Api, NotRead } from './api.ts';
import { fileTracker } from './file-tracker.ts';
import { gitea } from './gitea.ts';
import { github } from './github.ts';
import { gitlab } from './gitlab.ts';
import { httpTracker } from './http-tracker.ts';
import { jira } from './jira.ts';
import { linear } from './linear.ts';
import { redmine } from './redmine.ts';
import type { Tracker } from './tracker.ts';

/** With what trackers are asked. */
export interface TrackerWorld {
  readonly http: Http;
  readonly env: NodeJS.ProcessEnv;
  /** Is told of a tracker, by its name, that does not take its credential. */
  readonly onRefused?: (tracker: string, reason: string) => void;
}

/** The reader of a tracker, with its credential as it is now. Throws `NotRead` if that is not set. */
export async function toTracker(settings: TrackerSettings, world: TrackerWorld): Promise<Tracker> {
  if (settings.tracker === 'file') return fileTracker(settings.file);
  if (settings.tracker === 'http') {
    const { url, headers, tokenEnv, userEnv } = settings;
    const known = await httpHeaders(settings, world);
    const credential = tokenEnv ?? userEnv ?? 'headers';
    return httpTracker(
      new Api(world.http, { base: url, headers: { ...headers, ...known }, credential }),
      settings,
    );
  }
  const { url, tokenEnv: credential } = settings;
  const token = await secret(credential, world);
  const api = (base: string, headers: Readonly<Record<string, string>>) =>
    new Api(world.http, { base, headers, credential });
  switch (settings.tracker) {
    case 'redmine':
      return redmine(api(url, { 'x-redmine-api-key': token }), url);
    case 'gitea':
      return gitea(api(`${url}/api/v1`, { authorization: `token ${token}` }));
    case 'gitlab':
      return gitlab(api(`${url}/api/v4`, { 'private-token': token }));
    case 'github': {
      const [base, path] =
        url === 'https://github.com' ? ['https://api.github.com', '/graphql'] : [url, '/api/graphql'];
      return github(api(base, { authorization: `Bearer ${token}` }), path, credential);
    }
    case 'linear':
      return linear(api(url, { authorization: token }), '/graphql', credential);
    case 'jira': {
      const { userEnv, cloudId } = settings;
      const isCloud = cloudId !== null || new URL(url).hostname.endsWith('.atlassian.net');
      const user = userEnv === null ? null : await secret(userEnv, world);
      const base = cloudId === null ? url : `https://api.atlassian.com/ex/jira/${cloudId}`;
      const authorization = user === null ? `Bearer ${token}` : basic(user, token);
      const path = isCloud ? '/rest/api/3' : '/rest/api/2';
      return jira(api(base, { authorization }), { url, path, credential });
    }
  }
}

const basic = (user: string, password: string): string =>
  `Basic ${Buffer.from(`${user}:${password}`).toString('base64')}`;

async function httpHeaders(
  settings: Extract<TrackerSettings, { tracker: 'http' }>,
  world: TrackerWorld,
): Promise<Readonly<Record<string, string>>> {
  const { tokenEnv, scheme, userEnv, passwordEnv } = settings;
  if (tokenEnv !== null) return { authorization: `${scheme} ${await secret(tokenEnv, world)}` };
  if (userEnv === null || passwordEnv === null) return {};
  return { authorization: basic(await secret(userEnv, world), await secret(passwordEnv, world)) };
}

async function secret(variable: string, { env }: TrackerWorld): Promise<string> {
  const found = await readSecret(variable, env);
  if (found !== null) return found;
  throw new NotRead({ outcome: 'badCredentials', reason: failures.noCredential(variable) });
}
