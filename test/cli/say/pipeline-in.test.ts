/** The CI run in which the terminal is used, from the variables that the platforms set. */
import { expect, it } from 'vitest';
import { pipelineIn } from '../../../cli/say/pipeline-in.ts';

const sha = 'd6fde92930d4715a2b49857d24b940956b26d2d3';

it.each([
  [
    {
      ...{ GITHUB_ACTIONS: 'true', GITHUB_REPOSITORY: 'acme/app', GITHUB_RUN_ID: '42', GITHUB_SHA: sha },
      GITHUB_SERVER_URL: 'https://github.com',
    },
    { repository: 'acme/app', run: '42', sha, url: 'https://github.com/acme/app/actions/runs/42' },
  ],
  [
    {
      ...{ GITLAB_CI: 'true', CI_PROJECT_PATH: 'acme/app', CI_PIPELINE_ID: '574', CI_COMMIT_SHA: sha },
      CI_PIPELINE_URL: 'https://gitlab.com/acme/app/-/pipelines/574',
    },
    { repository: 'acme/app', run: '574', sha, url: 'https://gitlab.com/acme/app/-/pipelines/574' },
  ],
  [
    {
      ...{ JENKINS_URL: 'https://j.acme.com/', JOB_NAME: 'app/main', BUILD_NUMBER: '7', GIT_COMMIT: sha },
      BUILD_URL: 'https://j.acme.com/job/app/7/',
    },
    { repository: 'app/main', run: '7', sha, url: 'https://j.acme.com/job/app/7/' },
  ],
])('of %j', (env, pipeline) => {
  expect(pipelineIn(env)).toEqual({ token: null, ...pipeline });
});

it('is none elsewhere', () => {
  expect(pipelineIn({})).toBeNull();
  expect(pipelineIn({ GITHUB_SHA: sha })).toBeNull();
});
