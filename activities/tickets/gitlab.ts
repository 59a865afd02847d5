import { z } from 'zod';
import { clipped } from '../../domain/signs/finding.ts';
import { bareTicket, landedAs } from '../../domain/signs/ticket.ts';
import type { Change, Link, Ticket, Wanted } from '../../domain/signs/ticket.ts';
import { failures } from '../../texts/http.ts';
import { cannotTell, nextLink, partly, reading, unknown } from './api.ts';
import type { Api, Partly } from './api.ts';
import { addressesIn, checkboxesIn } from './in-text.ts';
import { partsOfKey } from './repository.ts';
import type { Tracker } from './tracker.ts';

const user = z.object({ username: z.string() });
const references = z.object({ full: z.string() });
const issue = z.object({
  iid: z.number(),
  title: z.string(),
  description: z.string().nullish(),
  state: z.string(),
  web_url: z.string(),
  issue_type: z.string().nullish(),
  labels: z.array(z.string()),
  author: user.nullish(),
  assignee: user.nullish(),
  milestone: z.object({ title: z.string() }).nullish(),
});
type Issue = z.output<typeof issue>;

const links = z.array(
  z.object({ link_type: z.string(), web_url: z.string(), references, state: z.string() }),
);
const pipeline = z.object({ status: z.string() }).nullish();
const merge = z.object({
  iid: z.number(),
  project_id: z.number(),
  title: z.string(),
  web_url: z.string(),
  state: z.string(),
  draft: z.boolean(),
  author: user.nullish(),
  sha: z.string().nullish(),
  references,
  head_pipeline: pipeline,
  merged_at: z.string().nullish(),
  merge_commit_sha: z.string().nullish(),
  squash_commit_sha: z.string().nullish(),
});
type Merge = z.output<typeof merge>;
const approvals = z.object({
  approved_by: z.array(z.object({ user, approved_at: z.string().nullish() })),
});
const versions = z.array(z.object({ head_commit_sha: z.string(), created_at: z.string() }));
const access = z.object({ access_level: z.number() }).nullish();
const project = z.object({
  permissions: z.object({ project_access: access, group_access: access }).nullish(),
});

const mostChanges = 3;
const nothing = Promise.resolve({ value: [], unread: {} });
/** Who may see confidential issues. */
const planner = 15;

/** GitLab, by its REST API (v4). */
export const gitlab = (api: Api): Tracker => ({
  find: (key, parts) =>
    reading(async () => {
      const { repo, number } = partsOfKey(key);
      const at = `/projects/${encodeURIComponent(repo)}/issues/${number}`;
      const [found, linked, changed] = await Promise.all([
        api.find(at, issue),
        // Of one that is not there, these are not there either.
        partly('links', [], () => (parts.has('links') ? linksOf(at, api) : nothing)),
        partly('changes', [], () => (parts.has('changes') ? changesOf(at, api, parts) : nothing)),
      ]);
      if (found === null) throw await notThere(repo, api);
      const ticket = { ...ticketOf(key, repo, found), links: linked.value, changes: changed.value };
      return { outcome: 'found', ticket: { ...ticket, unread: { ...linked.unread, ...changed.unread } } };
    }),
  change: (key, parts) =>
    reading(async () => {
      const { repo, number } = partsOfKey(key);
      const found = await api.get(`/projects/${encodeURIComponent(repo)}/merge_requests/${number}`, merge);
      return { outcome: 'found', change: await changeOf(found, api, parts) };
    }),
});

/** A project that one may not see answers as one that is not there, and so does a confidential issue. */
async function notThere(repo: string, api: Api): Promise<Error> {
  const seen = await api.find(`/projects/${encodeURIComponent(repo)}`, project);
  if (seen === null) return cannotTell(failures.notSeen(api.origin, `project ${repo}`));
  const { project_access: own, group_access: group } = seen.permissions ?? {};
  const level = Math.max(own?.access_level ?? 0, group?.access_level ?? 0);
  return level >= planner ? unknown() : cannotTell(failures.notSeen(api.origin, 'issue of that number'));
}

const statusOf = (state: string): Ticket['status'] => ({
  name: state,
  category: state === 'closed' ? 'done' : null,
});

function ticketOf(key: string, repo: string, one: Issue): Ticket {
  const text = one.description ?? '';
  return {
    ...bareTicket(key),
    title: one.title,
    url: one.web_url,
    project: repo,
    kind: one.issue_type ?? null,
    status: statusOf(one.state),
    author: one.author?.username ?? null,
    assignee: one.assignee?.username ?? null,
    labels: one.labels,
    fields: { Milestone: one.milestone?.title ?? null },
    checkboxes: checkboxesIn(text),
    text,
    pages: addressesIn(text),
  };
}

async function linksOf(at: string, api: Api): Promise<Partly<readonly Link[]>> {
  const { items, whole } = await api.list(`${at}/links?per_page=100`, links, nextLink);
  return { value: items.map(linkOf), unread: whole ? {} : { links: 'there are too many' } };
}

const linkOf = (of: z.output<typeof links>[number]): Link => ({
  type: of.link_type.replaceAll('_', ' '),
  key: of.references.full,
  url: of.web_url,
  status: statusOf(of.state),
});

async function changesOf(
  at: string,
  api: Api,
  parts: ReadonlySet<Wanted>,
): Promise<Partly<readonly Change[]>> {
  const { items, whole } = await api.list(
    `${at}/related_merge_requests?per_page=100`,
    z.array(merge),
    nextLink,
  );
  const open = items.filter(({ state }) => state !== 'closed');
  const changes = await Promise.all(open.slice(0, mostChanges).map((one) => changeOf(one, api, parts)));
  const isWhole = whole && open.length <= mostChanges;
  return { value: changes, unread: isWhole ? {} : { changes: `more than ${mostChanges} belong to it` } };
}

async function changeOf(one: Merge, api: Api, parts: ReadonlySet<Wanted>): Promise<Change> {
  const at = `/projects/${one.project_id}/merge_requests/${one.iid}`;
  const [given, [latest], paths] = await Promise.all([
    api.get(`${at}/approvals`, approvals),
    api.get(`${at}/versions`, versions),
    parts.has('paths') ? pathsOf(at, api) : null,
  ]);
  const status = one.head_pipeline?.status;
  return {
    name: one.references.full,
    title: one.title,
    url: one.web_url,
    state: one.state === 'merged' || one.state === 'closed' ? one.state : 'open',
    draft: one.draft,
    author: one.author?.username ?? null,
    // Of which commit an approval is, GitLab does not tell; when, it does.
    approvals: given.approved_by.map(({ user: { username }, approved_at: at }) => ({
      by: clipped(username),
      commit: null,
      at: at ? Date.parse(at) : null,
      stale: false,
    })),
    headCommit: latest?.head_commit_sha ?? one.sha ?? null,
    ...landedAs(one.merge_commit_sha ?? one.squash_commit_sha ?? one.sha, one.merged_at),
    lastCommitAt: latest === undefined ? null : Date.parse(latest.created_at),
    pipeline: status === undefined ? 'none' : (pipelines[status] ?? 'running'),
    openThreads: null,
    paths,
  };
}

const diffs = z.array(z.object({ new_path: z.string() }));

async function pathsOf(at: string, api: Api): Promise<readonly string[] | null> {
  const { items, whole } = await api.list(`${at}/diffs?per_page=100`, diffs, nextLink);
  return whole ? items.map(({ new_path: path }) => path) : null;
}

const pipelines: Readonly<Record<string, Change['pipeline']>> = {
  success: 'passed',
  failed: 'failed',
  canceled: 'failed',
  skipped: 'none',
};
