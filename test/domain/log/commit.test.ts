/** The commit that a release deployed, and the link to compare it with the previous one. */
import { describe, expect, it } from 'vitest';
import { commitIn, commitOf, compareLink } from '../../../domain/log/commit.ts';
import type { Commit } from '../../../domain/log/commit.ts';
import { project } from '../../../domain/log/projection.ts';
import type { Evidence } from '../../../domain/release/evidence.ts';
import { releaseRow } from '../../log/rows.ts';

const sha = 'd6fde92930d4715a2b49857d24b940956b26d2d3';
const pipeline = { token: null, repository: 'acme/app', run: '42', sha, url: null };
const merged = (commit: string, at: number, url: string): Evidence => ({
  qa: true,
  codeReview: {
    outcome: 'passed',
    shown: [
      { fact: { fact: 'change', name: 'x', commit: 'c2', approvedBy: [], landed: { commit, at } }, url },
      { fact: { fact: 'label', label: 'l' }, url },
    ],
  },
});
const pull = 'https://github.com/acme/app/pull/7';

it.each([
  ['https://github.com/acme/app/actions/runs/42', 'https://github.com/acme/app/compare/'],
  [
    'https://gitea.acme.com/git/acme/app/actions/runs/3/jobs/0',
    'https://gitea.acme.com/git/acme/app/compare/',
  ],
  ['https://gitea.acme.com/acme/app/pulls/5', 'https://gitea.acme.com/acme/app/compare/'],
  [pull, 'https://github.com/acme/app/compare/'],
  ['https://gitlab.com/acme/ops/app/-/pipelines/574', 'https://gitlab.com/acme/ops/app/-/compare/'],
  ['https://gitlab.com/acme/app/-/merge_requests/3', 'https://gitlab.com/acme/app/-/compare/'],
  ['https://jenkins.acme.com/job/app/42/', null],
  [null, null],
])('is compared where it is: %j', (url, compareAt) => {
  expect(commitOf({ ...pipeline, url }, [])).toEqual({ sha, compareAt });
});

describe('without a pipeline that says so', () => {
  it('is what was merged last', () => {
    const evidences = [merged('aaaaaaa', 1, pull), merged('bbbbbbb', 3, pull), merged('ccccccc', 2, pull)];
    const compareAt = 'https://github.com/acme/app/compare/';
    expect(commitOf(null, evidences)).toEqual({ sha: 'bbbbbbb', compareAt });
    expect(commitOf({ ...pipeline, sha: null }, evidences)).toEqual({ sha: 'bbbbbbb', compareAt });
  });

  it('is not known of two repositories, or of nothing that was merged', () => {
    const other = merged('bbbbbbb', 3, 'https://github.com/acme/web/pull/7');
    expect(commitOf(null, [merged('aaaaaaa', 1, pull), other])).toBeNull();
    expect(commitOf(null, [{ codeReview: 'https://x/pull/7', qa: null }])).toBeNull();
    expect(commitOf(undefined, [])).toBeNull();
  });
});

it('is compared with another of the same repository alone', () => {
  const at = (commit: string, compareAt: string | null): Commit => ({ sha: commit, compareAt });
  const here = 'https://github.com/acme/app/compare/';
  expect(compareLink(at('a', here), at('b', here))).toBe(`${here}a...b`);
  expect(compareLink(at('a', here), at('b', 'https://github.com/acme/web/compare/'))).toBeNull();
  expect(compareLink(at('a', null), at('b', null))).toBeNull();
  expect(compareLink(at('a', here), at('a', here))).toBeNull();
  expect(compareLink(null, at('a', here))).toBeNull();
  expect(compareLink(at('a', here), null)).toBeNull();
});

it('stands with the release in the log, as its last start says', () => {
  const started = (n: number, commit: object) => releaseRow(n, { type: 'started', facts: { commit } });
  const rows = [releaseRow(1), started(2, { sha: 'a', compareAt: null }), started(3, { sha })];
  expect(project(rows)).toMatchObject([{ commit: { sha, compareAt: null } }]);
  expect(project([releaseRow(1)])).toMatchObject([{ commit: null }]);
  expect([commitIn({}), commitIn({ commit: null }), commitIn({ commit: { sha: 7 } })]).toEqual([
    null,
    null,
    null,
  ]);
});
