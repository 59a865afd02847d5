/** Reads the webhooks of GitHub, GitLab and Gitea. */
import { z } from 'zod';
import { ticketInPayload } from './deployment-payload.ts';
import { readPipeline } from '../messages/pipeline.ts';
import { isOfFork, pullsOfRun } from './foreign.ts';
import type { DeployStep, HookEvent } from './hook-event.ts';
import { ignored } from './hook-event.ts';
import type { HookSettings } from './hook-settings.ts';

const text = z.string().nullish();
const maybe = <T extends z.ZodType>(schema: T) => schema.nullish();
const repository = z.looseObject({ full_name: z.string(), id: maybe(z.number()) });
const branch = z.looseObject({ ref: text });
const pull = z.looseObject({ number: z.number(), title: text, body: text, head: maybe(branch) });
const checked = z.looseObject({ head_branch: text, pull_requests: maybe(z.array(pull)) });

const github = z.looseObject({
  repository: maybe(repository),
  issue: maybe(z.looseObject({ number: z.number() })),
  pull_request: maybe(pull),
  check_suite: maybe(checked),
  check_run: maybe(z.looseObject({ check_suite: maybe(checked), pull_requests: maybe(z.array(pull)) })),
  branches: maybe(z.array(z.looseObject({ name: text }))),
  deployment_status: maybe(
    z.looseObject({ state: z.string(), description: text, environment: text, log_url: text }),
  ),
  deployment: maybe(
    z.looseObject({
      id: maybe(z.number()),
      ...{ ref: text, sha: text, description: text, environment: text, payload: z.unknown().optional() },
    }),
  ),
  /** The Actions run that created the deployment; null: none did. */
  workflow_run: maybe(
    z.looseObject({
      id: maybe(z.number()),
      html_url: text,
      event: text,
      head_repository: maybe(z.looseObject({ id: z.number() })),
      pull_requests: pullsOfRun,
    }),
  ),
});

type Environments = Pick<HookSettings, 'environments'>;

const githubSteps: Readonly<Record<string, DeployStep>> = {
  in_progress: 'started',
  success: 'succeeded',
  failure: 'failed',
  error: 'failed',
};

/** Events about a ticket, or about the code for one. Gitea has the same and some names of its own. */
const ofTickets = ['issues', 'issue_comment', 'issue_label', 'issue_assign', 'issue_milestone'];
const ofCode =
  /^(pull_request|pull_request_\w+|check_suite|check_run|status|workflow_run|action_run|workflow_job)$/;

/** `event`: from the header. Null if the body cannot be from GitHub. */
export function readGithub(body: unknown, event: string, { environments }: Environments): HookEvent | null {
  const { data } = github.safeParse(body);
  if (data === undefined || event === '') return null;
  if (event === 'deployment_status') return githubDeployment(data, environments);
  const { repository: repo, issue, pull_request: ownPull, check_suite: suite, check_run: run } = data;
  if (ofTickets.includes(event) && repo != null && issue != null) {
    return { type: 'changed', ticket: `${repo.full_name}#${issue.number}`, texts: [] };
  }
  if (!ofCode.test(event)) return ignored;
  const suites = [suite, run?.check_suite].filter((one) => one != null);
  const listed = [...suites, run].flatMap((one) => one?.pull_requests ?? []);
  const pulls = [...(ownPull == null ? [] : [ownPull]), ...listed];
  const branches = [
    ...suites.map(({ head_branch: name }) => name),
    ...(data.branches ?? []).map(({ name }) => name),
  ];
  const own = repo == null ? [] : pulls.map(({ number }) => `${repo.full_name}#${number}`);
  const said = pulls.flatMap(({ title, body: words, head }) => [title, inRepo(words, repo), head?.ref]);
  return { type: 'changed', ticket: null, texts: textsIn([...own, ...said, ...branches]) };
}

/** `#12` refers to the repository in which it is written. */
const inRepo = (words: string | null | undefined, repo: z.output<typeof repository> | null | undefined) =>
  repo == null ? words : words?.replace(/(?<![\w/#])#(?=\d)/g, `${repo.full_name}#`);

function githubDeployment(
  { deployment, deployment_status: status, repository: repo, workflow_run: run }: z.output<typeof github>,
  environments: HookSettings['environments'],
): HookEvent | null {
  if (deployment == null || status == null) return null;
  if (run != null && isForeign(run, repo?.id)) return ignored;
  const step = stepIn(githubSteps, status.state);
  const environment = deployment.environment ?? status.environment ?? null;
  const components = componentsIn(environments, environment);
  if (step === null || components === null) return ignored;
  return {
    type: 'deploy',
    step,
    components,
    environment,
    deployment: idIn(deployment.id),
    ticket: ticketInPayload(deployment.payload),
    texts: textsIn([deployment.ref, deployment.description]),
    reason: step === 'failed' ? status.description || null : null,
    pipeline: readPipeline({
      repository: repo?.full_name,
      run: idIn(run?.id),
      sha: deployment.sha,
      url: run?.html_url ?? status.log_url,
    }),
  };
}

/** A fork can name its branch as it likes, even after somebody else's release. */
function isForeign(
  {
    event,
    head_repository: head,
    pull_requests: pulls,
  }: NonNullable<z.output<typeof github>['workflow_run']>,
  own: number | null | undefined,
): boolean {
  return head != null && own != null ? head.id !== own : isOfFork(event ?? '', pulls);
}

const gitlab = z.looseObject({
  object_kind: z.string(),
  project: maybe(z.looseObject({ path_with_namespace: z.string() })),
  object_attributes: maybe(
    z.looseObject({ iid: maybe(z.number()), title: text, description: text, source_branch: text, ref: text }),
  ),
  issue: maybe(z.looseObject({ iid: z.number() })),
  merge_request: maybe(
    z.looseObject({ iid: z.number(), title: text, description: text, source_branch: text }),
  ),
  status: text,
  deployment_id: maybe(z.number()),
  environment: z.unknown().optional(),
  ref: text,
  commit_title: text,
  /** The job that deploys. */
  deployable_id: maybe(z.number()),
  deployable_url: text,
  short_sha: text,
  commit_url: text,
});

const gitlabSteps: Readonly<Record<string, DeployStep>> = {
  running: 'started',
  success: 'succeeded',
  failed: 'failed',
  canceled: 'failed',
};

/** Null if the body cannot be from GitLab. */
export function readGitlab(body: unknown, { environments }: Environments): HookEvent | null {
  const { data } = gitlab.safeParse(body);
  if (data === undefined) return null;
  const { object_kind: kind, project, object_attributes: own, issue, merge_request: request } = data;
  if (kind === 'deployment') return gitlabDeployment(data, environments);
  const keyOf = (iid: number | null | undefined) =>
    project == null || iid == null ? null : `${project.path_with_namespace}#${iid}`;
  const ofIssue = kind === 'issue' || kind === 'work_item' ? own?.iid : issue?.iid;
  if (ofIssue != null) return { type: 'changed', ticket: keyOf(ofIssue), texts: [] };
  if (!['merge_request', 'note', 'pipeline', 'build'].includes(kind)) return ignored;
  const merge = kind === 'merge_request' ? own : request;
  const said = [merge?.title, merge?.description, merge?.source_branch, own?.ref, data.ref];
  return { type: 'changed', ticket: null, texts: textsIn(said) };
}

function gitlabDeployment(
  {
    status,
    deployment_id: id,
    environment: given,
    ref,
    commit_title: title,
    project,
    ...job
  }: z.output<typeof gitlab>,
  environments: HookSettings['environments'],
): HookEvent {
  const step = stepIn(gitlabSteps, status ?? '');
  const environment = typeof given === 'string' ? given : null;
  const components = componentsIn(environments, environment);
  if (step === null || components === null) return ignored;
  const pipeline = readPipeline({
    repository: project?.path_with_namespace,
    run: idIn(job.deployable_id),
    sha: /\/commit\/([0-9a-f]+)$/.exec(job.commit_url ?? '')?.[1] ?? job.short_sha,
    url: job.deployable_url,
  });
  const [deployment, texts] = [idIn(id), textsIn([ref, title])];
  return {
    ...{ type: 'deploy', step, components, environment, deployment },
    ...{ ticket: null, texts, reason: null, pipeline },
  };
}

const idIn = (id: number | null | undefined): string | null => (id == null ? null : String(id));

const stepIn = (steps: Readonly<Record<string, DeployStep>>, state: string): DeployStep | null =>
  Object.hasOwn(steps, state) ? (steps[state] ?? null) : null;

/** The components released to this environment; null if it is not production. */
const componentsIn = (
  environments: HookSettings['environments'],
  name: string | null | undefined,
): readonly string[] | null =>
  name != null && Object.hasOwn(environments, name) ? (environments[name] ?? null) : null;

const longestText = 20_000;

const textsIn = (given: readonly (string | null | undefined)[]): readonly string[] =>
  given.filter((one) => one != null && one !== '').map((one) => one?.slice(0, longestText) ?? '');
