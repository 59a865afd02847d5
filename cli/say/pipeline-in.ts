import { readPipeline } from '../../domain/messages/pipeline.ts';
import type { Pipeline } from '../../domain/messages/pipeline.ts';

/** The pipeline run we are in, from the variables of GitHub Actions (also Gitea's), GitLab CI or Jenkins; null outside of these. */
export function pipelineIn(env: NodeJS.ProcessEnv): Pipeline | null {
  if (env['GITHUB_ACTIONS']) {
    const { GITHUB_REPOSITORY: repository, GITHUB_RUN_ID: run, GITHUB_SERVER_URL: server } = env;
    const url = `${server ?? ''}/${repository ?? ''}/actions/runs/${run ?? ''}`;
    return readPipeline({ repository, run, sha: env['GITHUB_SHA'], url });
  }
  if (env['GITLAB_CI']) {
    const {
      CI_PROJECT_PATH: repository,
      CI_PIPELINE_ID: run,
      CI_COMMIT_SHA: sha,
      CI_PIPELINE_URL: url,
    } = env;
    return readPipeline({ repository, run, sha, url });
  }
  if (env['JENKINS_URL']) {
    const { JOB_NAME: repository, BUILD_NUMBER: run, GIT_COMMIT: sha, BUILD_URL: url } = env;
    return readPipeline({ repository, run, sha, url });
  }
  return null;
}
