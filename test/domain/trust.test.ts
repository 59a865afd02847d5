/** Which identity tokens are trusted, by their claims, and what they say about the pipeline. */
import { describe, expect, it } from 'vitest';
import { judge, pipelineOf } from '../../domain/trust.ts';
import type { Claims, TrustSettings } from '../../domain/trust.ts';

const github: TrustSettings = {
  ...{ name: 'ci', kind: 'github', issuer: 'https://token.actions.githubusercontent.com' },
  audience: 'https://dobrobot.example.com',
  claims: { repository_id: ['74'], environment: ['production'], ref: ['refs/heads/main', 'refs/tags/v*.*'] },
  ...{ scopes: ['deploy'], components: ['billing'] },
};
const token: Claims = {
  ...{ aud: 'https://dobrobot.example.com', sub: 'repo:acme/app:anything', repository: 'acme/app' },
  ...{ repository_id: '74', environment: 'production', ref: 'refs/heads/main', event_name: 'push' },
  ...{ run_id: '42', sha: 'd6fde92930d4715a2b49857d24b940956b26d2d3' },
};
const gitlab: TrustSettings = {
  ...{ ...github, name: 'gl', kind: 'gitlab', issuer: 'https://gitlab.example.com/sub' },
  claims: { project_id: ['20'], ref: ['main'], ref_protected: ['true'] },
};
const job: Claims = {
  ...{ aud: ['other', 'https://dobrobot.example.com'], project_id: '20', project_path: 'acme/ops/app' },
  ...{ ref: 'main', ref_protected: 'true', pipeline_source: 'push', pipeline_id: '574' },
};

const wrong = (claims: Claims, ...all: readonly TrustSettings[]) => {
  const judged = judge(claims, all);
  return judged.trusted ? judged.trust.name : judged.claims;
};

it('trusts the first that fits', () => {
  expect(wrong(token, github)).toBe('ci');
  expect(
    wrong(token, { ...github, name: 'other', audience: 'x' }, github, { ...github, name: 'later' }),
  ).toBe('ci');
  expect(wrong(job, gitlab)).toBe('gl');
  expect(wrong(token)).toEqual(['iss']);
});

it.each([
  [{ aud: 'https://github.com/acme' }, ['aud']],
  [{ aud: undefined }, ['aud']],
  [{ repository_id: '75' }, ['repository_id']],
  [{ repository_id: ['74'] }, ['repository_id']],
  [{ environment: undefined }, ['environment']],
  [{ environment: 'Production' }, ['environment']],
  [{ ref: 'refs/heads/main2' }, ['ref']],
  [{ ref: 'refs/heads/MAIN' }, ['ref']],
  [{ ref: 'refs/tags/v1' }, ['ref']],
  [{ ref: 'refs/heads/x/refs/tags/v1.2' }, ['ref']],
  [{ event_name: 'pull_request_target' }, ['event_name']],
  [{ event_name: 'pull_request' }, ['event_name']],
  [{ event_name: undefined }, ['event_name']],
  [{ ref: 'refs/heads/dev', environment: 'staging' }, ['environment', 'ref']],
])('does not trust %j', (more, claims) => {
  expect(wrong({ ...token, ...more }, github)).toEqual(claims);
});

it('takes a pattern of refs, and nothing else, for a pattern', () => {
  expect(wrong({ ...token, ref: 'refs/tags/v1.2' }, github)).toBe('ci');
  const any = { ...github, claims: { ...github.claims, environment: ['*'] } };
  expect(wrong(token, any)).toEqual(['environment']);
  const all = { ...github, claims: { ref: ['*'] } };
  expect(wrong({ ...token, ref: '' }, all)).toBe('ci');
  expect(wrong({ ...token, ref: 'refs/x' }, { ...github, claims: { ref: ['refs/*efs/x'] } })).toEqual([
    'ref',
  ]);
});

it('trusts what is proposed only where that is written down', () => {
  const written = { ...github, claims: { ...github.claims, event_name: ['push', 'pull_request_target'] } };
  expect(wrong({ ...token, event_name: 'pull_request_target' }, written)).toBe('ci');
  expect(wrong({ ...token, event_name: 'pull_request' }, written)).toEqual(['event_name']);
  expect(wrong({ ...job, pipeline_source: 'merge_request_event' }, gitlab)).toEqual(['pipeline_source']);
});

it('takes no tag of GitLab for the branch of that name', () => {
  const branch = { ...gitlab, claims: { project_id: ['20'], ref: ['main'] } };
  expect(wrong({ ...job, ref_type: 'branch' }, branch)).toBe('gl');
  expect(wrong({ ...job, ref_type: 'tag' }, branch)).toEqual(['ref_type']);
  const tags = { ...gitlab, claims: { project_id: ['20'], ref: ['v*'], ref_type: ['tag'] } };
  expect(wrong({ ...job, ref: 'v1', ref_type: 'tag' }, tags)).toBe('gl');
  expect(wrong({ ...token, ref: 'refs/tags/v1.2', ref_type: 'tag' }, github)).toBe('ci');
});

it('trusts the child of a pipeline on a protected ref alone, for its parent may be that of a merge request', () => {
  const branch = { ...gitlab, claims: { project_id: ['20'], ref: ['main'] } };
  const child = { ...job, pipeline_source: 'parent_pipeline' };
  expect(wrong(child, branch)).toBe('gl');
  expect(wrong({ ...child, ref_protected: 'false' }, branch)).toEqual(['pipeline_source']);
  const written = { ...branch, claims: { ...branch.claims, pipeline_source: ['parent_pipeline'] } };
  expect(wrong({ ...child, ref_protected: 'false' }, written)).toBe('gl');
});

it.each(['true', true])('of GitLab, where a flag is a text: %j', (flag) => {
  expect(wrong({ ...job, ref_protected: flag }, gitlab)).toBe('gl');
  expect(wrong({ ...job, ref_protected: 'false' }, gitlab)).toEqual(['ref_protected']);
});

it('tells of the nearest what does not fit', () => {
  const far = { ...github, claims: { repository_id: ['1'], environment: ['x'] } };
  expect(wrong({ ...token, ref: 'refs/heads/dev' }, far, github)).toEqual(['ref']);
});

describe('the pipeline', () => {
  it.each([
    [github, 'https://github.com/acme/app/actions/runs/42'],
    [
      { ...github, issuer: 'https://token.actions.githubusercontent.com/acme' },
      'https://github.com/acme/app/actions/runs/42',
    ],
    [
      { ...github, issuer: 'https://token.actions.acme.ghe.com' },
      'https://acme.ghe.com/acme/app/actions/runs/42',
    ],
    [
      { ...github, issuer: 'https://git.acme.com/_services/token' },
      'https://git.acme.com/acme/app/actions/runs/42',
    ],
  ])('of GitHub is linked where it is', (trust, url) => {
    expect(pipelineOf(token, trust)).toEqual({
      ...{ token: 'ci', repository: 'acme/app', run: '42', sha: token['sha'], url },
    });
  });

  it('of GitLab, too; what is odd is not there', () => {
    expect(pipelineOf(job, gitlab)).toEqual({
      ...{ token: 'gl', repository: 'acme/ops/app', run: '574', sha: null },
      url: 'https://gitlab.example.com/sub/acme/ops/app/-/pipelines/574',
    });
    const odd = { ...job, project_path: 'a b<script>', pipeline_id: {}, sha: 7 };
    expect(pipelineOf(odd, gitlab)).toEqual({
      ...{ token: 'gl', repository: null, run: null, sha: null, url: null },
    });
  });
});
