import type { TrackerSettings } from '../../domain/trackers.ts';
import type { Http } from '../../http/http.ts';
import type { Logins } from '../logins.ts';
import { Api } from './api.ts';
import { basic, secretOf } from './credential.ts';
import { githubApp } from './github-app.ts';
import type { GithubApp } from './github-app.ts';

/** What reading trackers depends on. */
export interface TrackerWorld {
  readonly http: Http;
  readonly env: NodeJS.ProcessEnv;
  /** Absent: nothing is kept, and every read logs in again. */
  readonly logins?: Logins;
  /** Called with the name of a tracker that could not be read. */
  readonly onUnread?: (tracker: string, outcome: 'cannotTell' | 'badCredentials') => void;
  /** Called with the name of a tracker that rejected its credential. */
  readonly onRefused?: (tracker: string, reason: string) => void;
  /** The same for pages, with the start of their addresses. */
  readonly onPagesRefused?: (matches: string, reason: string) => void;
}

/** Trackers whose API we know. */
export type KnownTracker = Exclude<TrackerSettings, { tracker: 'file' | 'http' }>;

/**
 * The API of a tracker, with the present value of its credential. `repo` is
 * the repository for which a GitHub App gets its token. Throws `NotRead`.
 */
export async function trackerApi(
  settings: KnownTracker,
  world: TrackerWorld,
  repo: string | null = null,
): Promise<Api> {
  if (settings.tracker === 'github') return githubApi(settings, world, repo);
  const { url, tokenEnv: credential } = settings;
  const token = await secretOf(credential, world.env);
  const api = (base: string, headers: Readonly<Record<string, string>>) =>
    new Api(world.http, { base, headers, credential });
  switch (settings.tracker) {
    case 'redmine':
      return api(url, { 'x-redmine-api-key': token });
    case 'gitea':
      return api(`${url}/api/v1`, { authorization: `token ${token}` });
    case 'gitlab':
      return api(`${url}/api/v4`, { 'private-token': token });
    case 'linear':
      return api(url, { authorization: token });
    case 'jira': {
      const { userEnv, cloudId } = settings;
      const user = userEnv === null ? null : await secretOf(userEnv, world.env);
      const base = cloudId === null ? url : `https://api.atlassian.com/ex/jira/${cloudId}`;
      return api(base, { authorization: user === null ? `Bearer ${token}` : basic(user, token) });
    }
  }
}

type Github = Extract<KnownTracker, { tracker: 'github' }>;

/** The paths of GitHub's APIs. GitHub Enterprise Server has different ones. */
export const githubPaths = ({ url }: Pick<Github, 'url'>) =>
  url === 'https://github.com'
    ? { base: 'https://api.github.com', graphql: '/graphql', rest: '' }
    : { base: url, graphql: '/api/graphql', rest: '/api/v3' };

/** The name of the variable that holds the secret, for error messages. */
export const githubCredential = ({ tokenEnv, privateKeyEnv }: Github): string =>
  tokenEnv ?? privateKeyEnv ?? 'tokenEnv';

async function githubApi(settings: Github, world: TrackerWorld, repo: string | null): Promise<Api> {
  const { base, rest } = githubPaths(settings);
  const credential = githubCredential(settings);
  const { tokenEnv } = settings;
  const { token, http } =
    tokenEnv === null
      ? await asApp(settings, `${base}${rest}`, world, repo ?? '')
      : { token: await secretOf(tokenEnv, world.env), http: world.http };
  return new Api(http, { base, headers: { authorization: `Bearer ${token}` }, credential });
}

/** A GitHub App's token for a repository, and an HTTP client that forgets the app if its token is refused. */
async function asApp(
  settings: Github,
  base: string,
  world: TrackerWorld,
  repo: string,
): Promise<{ readonly token: string; readonly http: Http }> {
  const { http, logins } = world;
  const { app, where } = await appOf(settings, base, world);
  const ask: Http['ask'] = async (...asked) => {
    const answer = await http.ask(...asked);
    if (answer.outcome === 'answered' && answer.status === 401) logins?.apps.delete(where);
    return answer;
  };
  return { token: await app.tokenFor(repo), http: { ...http, ask } };
}

/** `base` is that of the REST API, `where` the key of the app in `Logins.apps`. */
async function appOf(
  { appId, appIdEnv, privateKeyEnv }: Github,
  base: string,
  { http, env, logins }: TrackerWorld,
): Promise<{ readonly app: GithubApp; readonly where: string }> {
  const id = appId ?? (await secretOf(appIdEnv ?? 'appIdEnv', env));
  const variable = privateKeyEnv ?? 'privateKeyEnv';
  const privateKey = await secretOf(variable, env);
  const where = [base, id, privateKey].join(' ');
  const app = logins?.apps.get(where) ?? githubApp({ appId: id, privateKey, variable }, base, http);
  logins?.apps.set(where, app);
  return { app, where };
}

/** The GitHub App that reads a tracker. Throws `NotRead`. */
export async function githubAppOf(settings: Github, world: TrackerWorld): Promise<GithubApp> {
  const { base, rest } = githubPaths(settings);
  return (await appOf(settings, `${base}${rest}`, world)).app;
}
