import { ApplicationFailure } from '@temporalio/activity';
import type { GithubAppSettings } from '../../domain/hooks/hook-settings.ts';
import { githubApi } from '../../domain/hooks/read-gate.ts';
import type { GateAnswer, GateRequest } from '../../domain/messages/hooks.ts';
import { failures } from '../../texts/http.ts';
import { githubApp } from '../tickets/github-app.ts';
import { secretOf } from '../tickets/credential.ts';
import type { TrackerWorld } from '../tickets/tracker-api.ts';

/** Tells GitHub what becomes of a deployment. Throws why it could not be told; finally where GitHub will never take it. */
export async function reviewDeployment(
  { callback, environment, repository }: GateRequest,
  { state, comment }: GateAnswer,
  app: GithubAppSettings | null,
  { http, env }: TrackerWorld,
): Promise<void> {
  const base = app === null ? '' : githubApi(app.url);
  // The configuration may have changed since it was read.
  if (app === null || !callback.startsWith(`${base}/repos/${repository}/`)) {
    throw ApplicationFailure.nonRetryable('The configuration has no GitHub App for this server any more');
  }
  const { origin } = new URL(base);
  const token = await tokenFor(repository, app, base, { http, env });
  const answer = await http.ask(callback, {
    method: 'POST',
    headers: {
      authorization: `Bearer ${token}`,
      accept: 'application/vnd.github+json',
      'content-type': 'application/json',
    },
    body: JSON.stringify({ environment_name: environment, comment, ...(state === null ? {} : { state }) }),
  });
  if (answer.outcome === 'cannotTell') throw new Error(answer.reason);
  const { status } = answer;
  if (status >= 200 && status < 300) return;
  const reason = failures.status(origin, status);
  throw [400, 404, 410, 422].includes(status) ? ApplicationFailure.nonRetryable(reason) : new Error(reason);
}

async function tokenFor(
  repository: string,
  { appId, appIdEnv, privateKeyEnv }: GithubAppSettings,
  base: string,
  { http, env }: Pick<TrackerWorld, 'http' | 'env'>,
): Promise<string> {
  const id = appId ?? (await secretOf(appIdEnv ?? 'appIdEnv', env));
  const privateKey = await secretOf(privateKeyEnv, env);
  return githubApp({ appId: id, privateKey, variable: privateKeyEnv }, base, http).tokenFor(repository);
}
