import { z } from 'zod';
import { nextLink, partly } from './api.ts';
import type { Api, Partly } from './api.ts';
import { gitlabIssueQuery } from './gitlab-query.ts';
import { dataOf, saidIn } from './graphql.ts';

const user = z.object({ username: z.string() });
const titled = z.object({ title: z.string() });

export const merge = z.object({
  iid: z.number(),
  project_id: z.number(),
  title: z.string(),
  web_url: z.string(),
  state: z.string(),
  draft: z.boolean(),
  author: user.nullish(),
  sha: z.string().nullish(),
  references: z.object({ full: z.string() }),
  head_pipeline: z.object({ status: z.string() }).nullish(),
  merged_at: z.string().nullish(),
  merge_commit_sha: z.string().nullish(),
  squash_commit_sha: z.string().nullish(),
  squash: z.boolean().nullish(),
});
export type Merge = z.output<typeof merge>;

const issue = z.object({
  title: z.string(),
  description: z.string().nullish(),
  state: z.string(),
  web_url: z.string(),
  issue_type: z.string().nullish(),
  labels: z.array(z.string()),
  author: user.nullish(),
  assignee: user.nullish(),
  milestone: titled.nullish(),
});
export type Issue = z.output<typeof issue>;

/** The merge requests related to an issue. */
export type Merges = Partly<readonly Merge[]>;

const pageInfo = z.object({ hasNextPage: z.boolean() });
const queried = z.object({
  project: z
    .object({
      issue: z
        .object({
          title: z.string(),
          description: z.string().nullish(),
          state: z.string(),
          webUrl: z.string(),
          type: z.string().nullish(),
          labels: z.object({ nodes: z.array(titled), pageInfo }),
          author: user.nullish(),
          assignees: z.object({ nodes: z.array(user) }).nullish(),
          milestone: titled.nullish(),
          relatedMergeRequests: z.object({
            nodes: z.array(
              z.object({
                iid: z.string(),
                projectId: z.number(),
                title: z.string(),
                webUrl: z.string(),
                state: z.string(),
                draft: z.boolean(),
                diffHeadSha: z.string().nullish(),
                author: user.nullish(),
                reference: z.string(),
                headPipeline: z.object({ status: z.string() }).nullish(),
                mergedAt: z.string().nullish(),
                mergeCommitSha: z.string().nullish(),
                squash: z.boolean().nullish(),
              }),
            ),
            pageInfo,
          }),
        })
        .nullish(),
    })
    .nullish(),
});
type Queried = NonNullable<NonNullable<z.output<typeof queried>['project']>['issue']>;

/** An issue with its merge requests, in one request if the server supports that. Null if it does not exist or is not visible. */
export async function issueWithMerges(
  repo: string,
  number: string,
  api: Api,
  credential: string,
): Promise<{ readonly issue: Issue; readonly merges: Merges } | null> {
  const found = await byGraphql(repo, number, api, credential);
  if (found !== null) {
    const { nodes, pageInfo: more } = found.relatedMergeRequests;
    return { issue: issueOf(found), merges: whole(nodes.map(mergeOf), !more.hasNextPage) };
  }
  const [one, merges] = await Promise.all([
    issueAlone(repo, number, api),
    // If the issue does not exist, this fails, too; the answer about the issue decides.
    partly('changes', [], () => mergesByRest(repo, number, api)),
  ]);
  return one === null ? null : { issue: one, merges };
}

const pathOf = (repo: string, number: string): string =>
  `/projects/${encodeURIComponent(repo)}/issues/${number}`;

export const issueAlone = (repo: string, number: string, api: Api): Promise<Issue | null> =>
  api.find(pathOf(repo, number), issue);

/** Relative to the base of the REST API. */
const graphql = '/../graphql';
/** Only a default: GitLab reports its rate limit by HTTP 429. */
const pauseMs = () => 60_000;

/**
 * Null if the answer is incomplete or there is none: the server is too
 * old for the query, the project was moved, or the issue does not exist.
 */
async function byGraphql(
  repo: string,
  number: string,
  api: Api,
  credential: string,
): Promise<Queried | null> {
  const answer = await api.post(graphql, {
    query: gitlabIssueQuery,
    variables: { project: repo, number },
  });
  if (answer.status === 404) return null;
  const { data, errors } = saidIn(answer, api, pauseMs, credential);
  if (errors.length > 0) return null;
  const found = dataOf(api, data, queried).project?.issue ?? null;
  return found?.labels.pageInfo.hasNextPage === true ? null : found;
}

async function mergesByRest(repo: string, number: string, api: Api): Promise<Merges> {
  const at = `${pathOf(repo, number)}/related_merge_requests?per_page=100`;
  const { items, whole: isWhole } = await api.list(at, z.array(merge), nextLink);
  return whole(items, isWhole);
}

const whole = (value: readonly Merge[], isWhole: boolean): Merges => ({
  value,
  unread: isWhole ? {} : { changes: 'too many belong to it' },
});

const issueOf = (one: Queried): Issue => ({
  title: one.title,
  description: one.description,
  state: one.state,
  web_url: one.webUrl,
  issue_type: one.type?.toLowerCase(),
  labels: one.labels.nodes.map(({ title }) => title),
  author: one.author,
  assignee: one.assignees?.nodes[0],
  milestone: one.milestone,
});

const mergeOf = (one: Queried['relatedMergeRequests']['nodes'][number]): Merge => ({
  iid: Number(one.iid),
  project_id: one.projectId,
  title: one.title,
  web_url: one.webUrl,
  state: one.state,
  draft: one.draft,
  author: one.author,
  sha: one.diffHeadSha,
  references: { full: one.reference },
  head_pipeline: one.headPipeline && { status: one.headPipeline.status.toLowerCase() },
  merged_at: one.mergedAt,
  merge_commit_sha: one.mergeCommitSha,
  squash: one.squash,
});
