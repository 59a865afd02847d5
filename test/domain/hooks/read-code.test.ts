import { expect, it } from 'vitest';
import { readGithub } from '../../../domain/hooks/read-code.ts';

const deploymentBy = (run: object | null) =>
  readGithub(
    {
      deployment_status: { state: 'in_progress' },
      deployment: { ref: 'PAY-1', environment: 'production', payload: { ticket: 'PAY-1' } },
      repository: { id: 1, full_name: 'acme/shop' },
      workflow_run: run,
    },
    'deployment_status',
    { environments: { production: ['billing'] } },
  );
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
