import { expect, it } from 'vitest';
import { readGithub, readGitlab } from '../../../domain/hooks/read-code.ts';

const deploymentBy = (run: object | null, more: object = {}) =>
  readGithub(
    {
      deployment_status: { state: 'in_progress' },
      deployment: { ref: 'PAY-1', environment: 'production', payload: { ticket: 'PAY-1' }, ...more },
      repository: { id: 1, full_name: 'acme/shop' },
      workflow_run: run,
    },
    'deployment_status',
    { environments: { production: ['billing'] } },
  );
const pipelineIn = (event: ReturnType<typeof readGithub>) =>
  event?.type === 'deploy' ? event.pipeline : undefined;

it('a deployment says which run brings which commit, as far as that is known', () => {
  const sha = 'c0ffee'.repeat(7).slice(0, 40);
  const run = 'https://github.com/acme/shop/actions/runs/7';
  expect(pipelineIn(deploymentBy({ event: 'push', id: 7, html_url: run }, { sha }))).toEqual({
    ...{ token: null, repository: 'acme/shop', run: '7', sha, url: run },
  });
  expect(pipelineIn(deploymentBy(null))).toMatchObject({ repository: 'acme/shop', run: null, sha: null });
  const gitlab = {
    ...{ object_kind: 'deployment', status: 'running', environment: 'prod', short_sha: sha.slice(0, 8) },
    project: { path_with_namespace: 'acme/shop' },
    deployable_id: 9,
    deployable_url: 'https://gitlab.com/acme/shop/-/jobs/9',
  };
  const read = (more: object) =>
    pipelineIn(readGitlab({ ...gitlab, ...more }, { environments: { prod: ['billing'] } }));
  const known = { token: null, repository: 'acme/shop', run: '9', url: gitlab.deployable_url };
  expect(read({})).toEqual({ ...known, sha: sha.slice(0, 8) });
  expect(read({ commit_url: `https://gitlab.com/acme/shop/-/commit/${sha}` })).toEqual({ ...known, sha });
});

const pull = (from: number) => ({ head: { ref: 'PAY-1', repo: { id: from } }, base: { repo: { id: 1 } } });
const own = { head_repository: { id: 1 } };

it.each<readonly [string, object | null]>([
  ['no run of Actions', null],
  ['a push', { ...own, event: 'push', pull_requests: [] }],
  ['a pull request', { ...own, event: 'pull_request', pull_requests: [pull(1)] }],
  ['a pull request that was merged', { ...own, event: 'pull_request', pull_requests: [] }],
  ['a push, of a server that does not say whose', { event: 'push' }],
  ['a pull request of the repository itself, likewise', { event: 'pull_request', pull_requests: [pull(1)] }],
])('a deployment by %s is heard', (_, run) => {
  expect(deploymentBy(run)).toMatchObject({ type: 'deploy', step: 'started', ticket: 'PAY-1' });
});

it.each<readonly [string, object]>([
  ['a pull request of a fork', { event: 'pull_request', head_repository: { id: 2 }, pull_requests: [] }],
  ['its target', { event: 'pull_request_target', head_repository: { id: 2 }, pull_requests: [pull(1)] }],
  ['whatever else of a fork', { event: 'workflow_run', head_repository: { id: 2 } }],
  ['a pull request, of a server that does not say whose', { event: 'pull_request', pull_requests: [] }],
  ['a fork that has gone', { event: 'pull_request', head_repository: null }],
  ['a listed fork', { event: 'pull_request', pull_requests: [pull(1), pull(2)] }],
])('a deployment by %s is not', (_, run) => {
  expect(deploymentBy(run)).toEqual({ type: 'ignored' });
});
