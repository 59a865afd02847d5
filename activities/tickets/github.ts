import { z } from 'zod';
import { bareTicket, landedAs, withoutLinks } from '../../domain/signs/ticket.ts';
import type { Change, Ticket } from '../../domain/signs/ticket.ts';
import { failures } from '../../texts/http.ts';
import { cannotTell, reading, unknownTicket } from './api.ts';
import type { Api } from './api.ts';
import { dataOf, query } from './graphql.ts';
import { issueQuery } from './github-query.ts';
import { addressesIn, checkboxesIn } from './in-text.ts';
import { approvalsIn, partsOfKey } from './repository.ts';
import type { Review } from './repository.ts';
import type { Tracker } from './tracker.ts';

const actor = z.object({ login: z.string() }).nullable();
const page = z.object({ hasPreviousPage: z.boolean() });
const review = z.object({
  state: z.string(),
  submittedAt: z.string().nullable(),
  author: actor,
  commit: z.object({ oid: z.string() }).nullable(),
});
const pull = z.object({
  number: z.number(),
  title: z.string(),
  url: z.string(),
  state: z.enum(['OPEN', 'MERGED', 'CLOSED']),
  isDraft: z.boolean(),
  headRefOid: z.string(),
  mergedAt: z.string().nullish(),
  mergeCommit: z.object({ oid: z.string() }).nullish(),
  author: actor,
  repository: z.object({ nameWithOwner: z.string() }),
  reviews: z.object({ pageInfo: page, nodes: z.array(review) }),
  files: z.object({ totalCount: z.number(), nodes: z.array(z.object({ path: z.string() })) }).nullable(),
  reviewThreads: z.object({ nodes: z.array(z.object({ isResolved: z.boolean() })) }),
  commits: z.object({
    nodes: z.array(
      z.object({
        commit: z.object({ statusCheckRollup: z.object({ state: z.string() }).nullable() }),
      }),
    ),
  }),
});
type Pull = z.output<typeof pull>;

const labels = z
  .object({ totalCount: z.number(), nodes: z.array(z.object({ name: z.string() })) })
  .nullable();
const common = {
  title: z.string(),
  body: z.string(),
  url: z.string(),
  author: actor,
  assignees: z.object({ nodes: z.array(z.object({ login: z.string() })) }),
  labels,
  milestone: z.object({ title: z.string() }).nullable(),
};
const issue = z.object({
  __typename: z.literal('Issue'),
  ...common,
  issueState: z.string(),
  closedByPullRequestsReferences: z
    .object({ totalCount: z.number(), nodes: z.array(pull.nullable()) })
    .nullable(),
});
const pullItself = z.object({ __typename: z.literal('PullRequest'), ...common }).and(pull);
type Found = z.output<typeof issue> | z.output<typeof pullItself>;
const answer = z.object({
  repository: z.object({ issueOrPullRequest: z.union([issue, pullItself]).nullable() }).nullable(),
});

/**
 * The reader for GitHub and GitHub Enterprise Server, by the GraphQL API. `apiFor`
 * returns the API for a repository; `path` is that of GraphQL below its base.
 */
export const github = (apiFor: (repo: string) => Promise<Api>, path: string, credential: string): Tracker => {
  const read = async (key: string): Promise<Found> => {
    const { repo, number } = partsOfKey(key);
    const [owner, name, more] = repo.split('/');
    if (more !== undefined) throw unknownTicket();
    const api = await apiFor(repo);
    const of = { owner, name, number: Number(number) };
    const { data, errors } = await query(api, path, issueQuery, of, githubPause, credential);
    const other = errors.find(({ code }) => code !== 'NOT_FOUND');
    if (other !== undefined) throw cannotTell(failures.said(api.origin, other.message));
    const { repository } = dataOf(api, data, answer);
    if (repository === null) throw cannotTell(failures.notSeen(api.origin, `repository ${repo}`));
    if (repository.issueOrPullRequest === null) throw unknownTicket();
    return repository.issueOrPullRequest;
  };
  return {
    find: (key) => reading(async () => ({ outcome: 'found', ticket: ticketOf(key, await read(key)) })),
    change: (key) =>
      reading(async () => {
        const found = await read(key);
        if (found.__typename !== 'PullRequest') throw unknownTicket();
        return { outcome: 'found', change: changeOf(found) };
      }),
  };
};

/** How long to wait for GitHub's rate limit, in ms. Its header is in seconds since 1970. */
export const githubPause = (headers: Headers): number => {
  const until = Number(headers.get('x-ratelimit-reset') ?? NaN) * 1000;
  return Number.isNaN(until) ? 60_000 : Math.max(until - Date.now(), 1000);
};

function ticketOf(key: string, found: Found): Ticket {
  const names = (found.labels?.nodes ?? []).map(({ name }) => name);
  const cut = (found.labels?.totalCount ?? 0) > names.length;
  const isPull = found.__typename === 'PullRequest';
  const references = isPull ? null : found.closedByPullRequestsReferences;
  const told = references?.nodes ?? [];
  const pulls = isPull ? [found] : told.filter((one) => one !== null);
  const more = (references?.totalCount ?? 0) - told.length;
  const hidden = isPull ? 0 : told.length - pulls.length;
  const state = isPull ? found.state : found.issueState;
  return {
    ...bareTicket(key),
    title: found.title,
    url: found.url,
    project: /^https?:\/\/[^/]+\/([^/]+\/[^/]+)/.exec(found.url)?.[1] ?? null,
    kind: isPull ? 'pull request' : 'issue',
    status: {
      name: state.toLowerCase(),
      category: state === 'OPEN' ? null : 'done',
    },
    author: found.author?.login ?? null,
    assignee: found.assignees.nodes[0]?.login ?? null,
    labels: names,
    fields: { Milestone: found.milestone?.title ?? null },
    checkboxes: checkboxesIn(found.body),
    text: found.body,
    changes: pulls.map(changeOf),
    pages: addressesIn(found.body),
    ...withoutLinks,
    unread: {
      ...(cut ? { labels: 'there are more than 100' } : {}),
      ...(more > 0 ? { changes: `more than ${told.length} belong to it` } : {}),
      ...(hidden > 0 ? { changes: `${hidden} of its pull requests cannot be seen` } : {}),
    },
  };
}

/** GitHub shows this user for every deleted account, so an author and a reviewer may have been the same person. */
const nobody = 'ghost';

function changeOf(one: Pull): Change {
  const [last] = one.commits.nodes;
  const state = last?.commit.statusCheckRollup?.state;
  const threads = one.reviewThreads.nodes;
  return {
    name: `${one.repository.nameWithOwner}#${one.number}`,
    title: one.title,
    url: one.url,
    state: ({ OPEN: 'open', MERGED: 'merged', CLOSED: 'closed' } as const)[one.state],
    draft: one.isDraft,
    author: one.author?.login ?? nobody,
    approvals: one.reviews.pageInfo.hasPreviousPage ? null : approvalsIn(one.reviews.nodes.map(reviewOf)),
    headCommit: one.headRefOid,
    ...landedAs(one.mergeCommit?.oid, one.mergedAt),
    lastCommitAt: null,
    pipeline: state === undefined ? 'none' : (pipelines[state] ?? 'unknown'),
    openThreads: threads.filter(({ isResolved }) => !isResolved).length,
    // Null if incomplete, because a part would be taken for all.
    paths:
      one.files === null || one.files.totalCount > one.files.nodes.length
        ? null
        : one.files.nodes.map(({ path }) => path),
  };
}

const pipelines: Readonly<Record<string, Change['pipeline']>> = {
  SUCCESS: 'passed',
  PENDING: 'running',
  EXPECTED: 'running',
  FAILURE: 'failed',
  ERROR: 'failed',
};

/** Dismissing a review also takes back its author's earlier approval. */
const verdicts: Readonly<Record<string, Review['verdict']>> = {
  APPROVED: 'approved',
  CHANGES_REQUESTED: 'refused',
  DISMISSED: 'refused',
};

const reviewOf = (of: z.output<typeof review>): Review => ({
  by: of.author?.login ?? nobody,
  verdict: verdicts[of.state] ?? 'other',
  commit: of.commit?.oid ?? null,
  at: of.submittedAt === null ? null : Date.parse(of.submittedAt),
});
