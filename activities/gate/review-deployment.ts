import { dirname } from 'node:path/posix';
import { ApplicationFailure } from '@temporalio/activity';
import { z } from 'zod';
import type { GithubAppSettings } from '../../domain/hooks/hook-settings.ts';
import { githubApi } from '../../domain/hooks/read-gate.ts';
import type { GateAnswer, GateRequest } from '../../domain/messages/hooks.ts';
import { failures } from '../../texts/http.ts';
import { githubApp } from '../tickets/github-app.ts';
import { secretOf } from '../tickets/credential.ts';
import type { TrackerWorld } from '../tickets/tracker-api.ts';

/** Sends GitHub the review of a deployment. Throws if that fails, non-retryable if GitHub will never accept it. */
export async function reviewDeployment(
  asked: GateRequest,
  { state, comment }: GateAnswer,
  app: GithubAppSettings | null,
  world: TrackerWorld,
): Promise<void> {
  const answer = { environment_name: asked.environment, comment, ...(state === null ? {} : { state }) };
  const { status, origin } = await ask(asked, asked.callback, app, world, answer);
  if (status >= 200 && status < 300) return;
  const reason = failures.status(origin, status);
  throw [400, 404, 410, 422].includes(status) ? ApplicationFailure.nonRetryable(reason) : new Error(reason);
}

const run = z.object({ status: z.string() });

/**
 * Throws a non-retryable error if the deployment no longer waits, for example
 * because its run was cancelled. Throws a retryable one if GitHub does not say.
 */
export async function expectAwaited(
  asked: GateRequest,
  app: GithubAppSettings | null,
  world: TrackerWorld,
): Promise<void> {
  const { status, origin, text } = await ask(asked, dirname(asked.callback), app, world);
  const isGone = [404, 410].includes(status);
  if (!isGone && status !== 200) throw new Error(failures.status(origin, status));
  if (isGone || run.parse(JSON.parse(text)).status === 'completed') {
    throw ApplicationFailure.nonRetryable('Nobody waits for this deployment any more');
  }
}

async function ask(
  { callback, repository }: GateRequest,
  url: string,
  app: GithubAppSettings | null,
  { http, env }: TrackerWorld,
  body?: object,
) {
  const base = app === null ? '' : githubApi(app.url);
  // The configuration may have changed since the delivery was read.
  if (app === null || !callback.startsWith(`${base}/repos/${repository}/`)) {
    throw ApplicationFailure.nonRetryable('The configuration has no GitHub App for this server any more');
  }
  const { origin } = new URL(base);
  const token = await tokenFor(repository, app, base, { http, env });
  const headers = { authorization: `Bearer ${token}`, accept: 'application/vnd.github+json' };
  const answer = await http.ask(
    url,
    body === undefined
      ? { headers }
      : {
          method: 'POST',
          headers: { ...headers, 'content-type': 'application/json' },
          body: JSON.stringify(body),
        },
  );
  if (answer.outcome === 'cannotTell') throw new Error(answer.reason);
  return { ...answer, origin };
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
