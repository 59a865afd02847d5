import { z } from 'zod';
import { ticketInPayload } from './deployment-payload.ts';
import { readPipeline } from '../messages/pipeline.ts';
import { isOfFork, pullsOfRun } from './foreign.ts';
import { ignored } from './hook-event.ts';
import type { HookEvent } from './hook-event.ts';
import type { HookSettings } from './hook-settings.ts';

const text = z.string().nullish();
const request = z.looseObject({
  action: z.string(),
  /** What triggered the run. */
  event: text,
  environment: z.string().min(1).max(300),
  deployment_callback_url: z.string(),
  repository: z.looseObject({ full_name: z.string().regex(/^[\w.-]+\/[\w.-]+$/) }),
  deployment: z
    .looseObject({ ref: text, sha: text, description: text, payload: z.unknown().optional() })
    .nullish(),
  pull_requests: pullsOfRun,
});

/** The base URL of GitHub's REST API. `url`: the server, without a trailing slash. */
export const githubApi = (url: string): string =>
  url === 'https://github.com' ? 'https://api.github.com' : `${url}/api/v3`;

/** A request of GitHub's deployment protection rule; null if the body cannot be one, for example if the callback is elsewhere. */
export function readGate(body: unknown, { app }: Pick<HookSettings, 'app'>): HookEvent | null {
  if (app === null) return ignored;
  const { data } = request.safeParse(body);
  if (data === undefined) return null;
  if (data.action !== 'requested') return ignored;
  const {
    deployment_callback_url: callback,
    environment,
    repository,
    deployment,
    pull_requests: pulls,
  } = data;
  const [before, rest = ''] = callback.split('/actions/runs/');
  const isOurs = before === `${githubApi(app.url)}/repos/${repository.full_name}`;
  const [, run] = /^(\d+)\/deployment_protection_rule$/.exec(rest) ?? [];
  if (!isOurs || run === undefined) return null;
  const said = [
    deployment?.ref,
    deployment?.description,
    ...(pulls ?? []).flatMap(({ title, head }) => [title, head?.ref]),
  ];
  return {
    type: 'gate',
    ...{ callback, environment, repository: repository.full_name },
    isForeign: isOfFork(data.event ?? '', pulls),
    pipeline: readPipeline({
      repository: repository.full_name,
      run,
      sha: deployment?.sha,
      url: `${app.url}/${repository.full_name}/actions/runs/${run}`,
    }),
    ticket: ticketInPayload(deployment?.payload),
    texts: said.filter((one) => one != null && one !== '').map((one) => (one ?? '').slice(0, 1000)),
  };
}
