import { z } from 'zod';
import { bareTicket, landedAs, withoutLinks } from '../../domain/signs/ticket.ts';
import type { Change, Ticket, TicketQuery } from '../../domain/signs/ticket.ts';
import { failures } from '../../texts/http.ts';
import type { Logins } from '../logins.ts';
import { cannotTell, nextLink, partly, reading, unknownTicket } from './api.ts';
import type { Api, Partly } from './api.ts';
import { pullsReferring } from './gitea-pulls.ts';
import type { PullRef } from './gitea-pulls.ts';
import { addressesIn, checkboxesIn } from './in-text.ts';
import { approvalsIn, partsOfKey } from './repository.ts';
import type { Review } from './repository.ts';
import { mostChanges } from './tracker.ts';
import type { Tracker } from './tracker.ts';

const user = z.object({ login: z.string() });
const issue = z.object({
  number: z.number(),
  title: z.string(),
  body: z.string().nullish(),
  state: z.enum(['open', 'closed']),
  html_url: z.string(),
  user: user.nullish(),
  assignee: user.nullish(),
  labels: z.array(z.object({ name: z.string() })).nullish(),
  milestone: z.object({ title: z.string() }).nullish(),
  pull_request: z.object({}).nullish(),
  updated_at: z.string().nullish(),
});
type Issue = z.output<typeof issue>;

const pull = z.object({
  number: z.number(),
  title: z.string(),
  html_url: z.string(),
  state: z.enum(['open', 'closed']),
  merged: z.boolean().nullish(),
  merged_at: z.string().nullish(),
  merge_commit_sha: z.string().nullish(),
  draft: z.boolean().nullish(),
  user: user.nullish(),
  head: z.object({ sha: z.string() }),
});
const reviews = z
  .array(
    z.object({
      user: user.nullish(),
      state: z.string(),
      stale: z.boolean(),
      dismissed: z.boolean().nullish(),
      official: z.boolean().nullish(),
      commit_id: z.string().nullish(),
      submitted_at: z.string().nullish(),
    }),
  )
  .nullable()
  .transform((all) => all ?? []);
const combined = z.object({ state: z.string(), total_count: z.number() });

/** If there are more than `mostChanges` pull requests, how many are checked for having been closed unmerged. */
const mostLookedAt = 60;

/** The reader for Gitea and Forgejo. */
export const gitea = (api: Api, known: Logins['pulls']): Tracker => ({
  find: (key, parts) =>
    reading(async () => {
      const { repo, number } = partsOfKey(key);
      const at = `/repos/${repo}/issues/${number}`;
      const referring = parts.has('changes') ? pullsReferring(at, repo, api, known) : null;
      const [answer, early] = await Promise.all([api.ask(at), referring?.early ?? null]);
      const found = answer.status === 404 || answer.status === 410 ? null : api.read(answer, issue);
      if (found === null) throw await notThere(repo, api);
      const pulls = found.pull_request
        ? { value: [{ repo, number: found.number }], unread: {} }
        : await referring?.of(
            { updatedAt: found.updated_at ?? null, date: answer.headers.get('date') },
            early,
          );
      const changed = await partly('changes', [], () => changesOf(pulls?.value ?? [], api, parts));
      const unread = { ...pulls?.unread, ...changed.unread };
      return { outcome: 'found', ticket: { ...ticketOf(key, repo, found), changes: changed.value, unread } };
    }),
  change: (key, parts) =>
    reading(async () => {
      const { repo, number } = partsOfKey(key);
      return {
        outcome: 'found',
        change: await changeOf({ repo, number: Number(number) }, api, parts),
      };
    }),
});

/** Gitea answers 404 both for an issue that does not exist and for a repository that is not visible. */
async function notThere(repo: string, api: Api): Promise<Error> {
  const seen = await api.find(`/repos/${repo}`, z.object({ id: z.number() }));
  return seen === null ? cannotTell(failures.notSeen(api.origin, `repository ${repo}`)) : unknownTicket();
}

function ticketOf(key: string, repo: string, one: Issue): Ticket {
  const text = one.body ?? '';
  return {
    ...bareTicket(key),
    title: one.title,
    url: one.html_url,
    project: repo,
    kind: one.pull_request ? 'pull request' : 'issue',
    status: { name: one.state, category: one.state === 'closed' ? 'done' : null },
    author: one.user?.login ?? null,
    assignee: one.assignee?.login ?? null,
    labels: (one.labels ?? []).map(({ name }) => name),
    fields: { Milestone: one.milestone?.title ?? null },
    checkboxes: checkboxesIn(text),
    text,
    pages: addressesIn(text),
    ...withoutLinks,
  };
}

async function changesOf(
  all: readonly PullRef[],
  api: Api,
  parts: ReadonlySet<TicketQuery>,
): Promise<Partly<readonly Change[]>> {
  const pulls = all.length > mostChanges ? await notGivenUp(all, api) : all;
  const changes = await Promise.all(pulls.slice(0, mostChanges).map((one) => changeOf(one, api, parts)));
  const cut = pulls.length > mostChanges;
  return { value: changes, unread: cut ? { changes: `more than ${mostChanges} belong to it` } : {} };
}

async function notGivenUp(all: readonly PullRef[], api: Api): Promise<readonly PullRef[]> {
  const asked = await Promise.all(
    all.slice(0, mostLookedAt).map(async (one) => {
      const { state, merged } = await api.get(pathOf(one), pull);
      return state === 'closed' && merged !== true ? [] : [one];
    }),
  );
  return [...asked.flat(), ...all.slice(mostLookedAt)];
}

const pathOf = ({ repo, number }: PullRef): string => `/repos/${repo}/pulls/${number}`;

async function changeOf(one: PullRef, api: Api, parts: ReadonlySet<TicketQuery>): Promise<Change> {
  const { repo, number } = one;
  const at = pathOf(one);
  const [found, said] = await Promise.all([
    api.get(at, pull),
    api.list(`${at}/reviews?limit=50`, reviews, nextLink),
  ]);
  const [status, paths] = await Promise.all([
    parts.has('pipeline') ? pipelineOf(repo, found.head.sha, api) : ('unknown' as const),
    parts.has('paths') ? pathsOf(at, api) : null,
  ]);
  return {
    name: `${repo}#${number}`,
    title: found.title,
    url: found.html_url,
    state: found.merged === true ? 'merged' : found.state,
    draft: found.draft === true,
    author: found.user?.login ?? null,
    approvals: said.whole ? approvalsIn(said.items.map(reviewOf)) : null,
    headCommit: found.head.sha,
    ...landedAs(found.merge_commit_sha, found.merged_at),
    lastCommitAt: null,
    pipeline: status,
    openThreads: null,
    paths,
  };
}

const files = z.array(z.object({ filename: z.string() }));

async function pathsOf(at: string, api: Api): Promise<readonly string[] | null> {
  const { items, whole } = await api.list(`${at}/files?limit=50`, files, nextLink);
  return whole ? items.map(({ filename }) => filename) : null;
}

async function pipelineOf(repo: string, sha: string, api: Api): Promise<Change['pipeline']> {
  const { state, total_count: count } = await api.get(`/repos/${repo}/commits/${sha}/status`, combined);
  return count === 0 ? 'none' : (pipelines[state] ?? 'unknown');
}

const pipelines: Readonly<Record<string, Change['pipeline']>> = {
  success: 'passed',
  pending: 'running',
  failure: 'failed',
  error: 'failed',
  warning: 'failed',
};

const verdicts: Readonly<Record<string, Review['verdict']>> = {
  APPROVED: 'approved',
  REQUEST_CHANGES: 'refused',
};

function verdictOf({ state, dismissed, official }: z.output<typeof reviews>[number]): Review['verdict'] {
  // Dismissing a review also takes back its author's earlier approval.
  if (dismissed === true) return 'refused';
  const verdict = verdicts[state] ?? 'other';
  // Users with read access can approve, too, but Gitea does not count that.
  return verdict === 'approved' && official === false ? 'other' : verdict;
}

const reviewOf = (of: z.output<typeof reviews>[number]): Review => ({
  by: of.user?.login ?? '?',
  verdict: verdictOf(of),
  commit: of.commit_id ?? null,
  at: of.submitted_at ? Date.parse(of.submitted_at) : null,
  stale: of.stale,
});
