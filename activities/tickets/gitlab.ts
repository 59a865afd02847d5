import { z } from 'zod';
import { clipped } from '../../domain/signs/finding.ts';
import { bareTicket, landedAs } from '../../domain/signs/ticket.ts';
import type { Change, Link, Ticket, TicketQuery } from '../../domain/signs/ticket.ts';
import { failures } from '../../texts/http.ts';
import { cannotTell, nextLink, partly, reading, unknownTicket } from './api.ts';
import type { Api, Partly } from './api.ts';
import { issueAlone, issueWithMerges, merge } from './gitlab-issue.ts';
import type { Issue, Merge, Merges } from './gitlab-issue.ts';
import { addressesIn, checkboxesIn } from './in-text.ts';
import { partsOfKey } from './repository.ts';
import { mostChanges } from './tracker.ts';
import type { Tracker } from './tracker.ts';

const user = z.object({ username: z.string() });
const links = z.array(
  z.object({
    link_type: z.string(),
    web_url: z.string(),
    references: z.object({ full: z.string() }),
    state: z.string(),
  }),
);
const approvals = z.object({
  approved_by: z.array(z.object({ user, approved_at: z.string().nullish() })),
});
const versions = z.array(z.object({ head_commit_sha: z.string(), created_at: z.string() }));
const access = z.object({ access_level: z.number() }).nullish();
const project = z.object({
  permissions: z.object({ project_access: access, group_access: access }).nullish(),
});

const none = { value: [], unread: {} };
const nothing = Promise.resolve(none);
/** The lowest access level that sees confidential issues. */
const planner = 15;

/** The reader for GitLab, by the REST API (v4), and by GraphQL where that saves requests. */
export const gitlab = (api: Api, credential: string): Tracker => ({
  find: (key, parts) =>
    reading(async () => {
      const { repo, number } = partsOfKey(key);
      const [found, linked] = await Promise.all([
        parts.has('changes')
          ? issueWithMerges(repo, number, api, credential)
          : issueAlone(repo, number, api).then((issue) => issue && { issue, merges: none }),
        // If the issue does not exist, this fails, too; the answer about the issue decides.
        partly('links', [], () => (parts.has('links') ? linksOf(repo, number, api) : nothing)),
      ]);
      if (found === null) throw await notThere(repo, api);
      const changed = await partly('changes', [], () => changesOf(found.merges, api, parts));
      const ticket = { ...ticketOf(key, repo, found.issue), links: linked.value, changes: changed.value };
      return { outcome: 'found', ticket: { ...ticket, unread: { ...linked.unread, ...changed.unread } } };
    }),
  change: (key, parts) =>
    reading(async () => {
      const { repo, number } = partsOfKey(key);
      const found = await api.get(`/projects/${encodeURIComponent(repo)}/merge_requests/${number}`, merge);
      return { outcome: 'found', change: await changeOf(found, api, parts) };
    }),
});

/** GitLab answers 404 for a project that is not visible and for a confidential issue, as for one that does not exist. */
async function notThere(repo: string, api: Api): Promise<Error> {
  const seen = await api.find(`/projects/${encodeURIComponent(repo)}`, project);
  if (seen === null) return cannotTell(failures.notSeen(api.origin, `project ${repo}`));
  const { project_access: own, group_access: group } = seen.permissions ?? {};
  const level = Math.max(own?.access_level ?? 0, group?.access_level ?? 0);
  return level >= planner
    ? unknownTicket()
    : cannotTell(failures.notSeen(api.origin, 'issue of that number'));
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

async function linksOf(repo: string, number: string, api: Api): Promise<Partly<readonly Link[]>> {
  const at = `/projects/${encodeURIComponent(repo)}/issues/${number}`;
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
  { value, unread }: Merges,
  api: Api,
  parts: ReadonlySet<TicketQuery>,
): Promise<Partly<readonly Change[]>> {
  const open = value.filter(({ state }) => state !== 'closed');
  const changes = await Promise.all(open.slice(0, mostChanges).map((one) => changeOf(one, api, parts)));
  const isCut = open.length > mostChanges;
  return { value: changes, unread: isCut ? { changes: `more than ${mostChanges} belong to it` } : unread };
}

async function changeOf(one: Merge, api: Api, parts: ReadonlySet<TicketQuery>): Promise<Change> {
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
    // GitLab says when an approval was given, but not for which commit.
    approvals: given.approved_by.map(({ user: { username }, approved_at: at }) => ({
      by: clipped(username),
      commit: null,
      at: at ? Date.parse(at) : null,
      stale: false,
    })),
    headCommit: latest?.head_commit_sha ?? one.sha ?? null,
    ...landedAs(landedCommitOf(one), one.merged_at),
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

/** GitLab's GraphQL API does not return the squash commit. */
const landedCommitOf = (one: Merge): string | null =>
  one.merge_commit_sha ?? one.squash_commit_sha ?? (one.squash === true ? null : (one.sha ?? null));
