import { z } from 'zod';
import { bareTicket, isChangeAddress, nothingMore } from '../../domain/signs/ticket.ts';
import type { Change, Link, Status, StatusCategory, Ticket } from '../../domain/signs/ticket.ts';
import { failures } from '../../texts/http.ts';
import { cannotTell, reading, unknownTicket } from './api.ts';
import type { Api } from './api.ts';
import { dataOf, query } from './graphql.ts';
import { addressesIn, checkboxesIn } from './in-text.ts';
import { linearIssueQuery } from './linear-query.ts';
import type { Tracker } from './tracker.ts';

const named = z.object({ name: z.string() }).nullish();
const state = z.object({ name: z.string(), type: z.string() });
const other = z.object({ identifier: z.string(), url: z.string(), state });
const pageInfo = z.object({ hasNextPage: z.boolean() });
const answer = z.object({
  teams: z.object({ nodes: z.array(z.object({ id: z.string() })) }),
  issue: z
    .object({
      title: z.string(),
      description: z.string().nullish(),
      url: z.string(),
      priorityLabel: z.string().nullish(),
      estimate: z.number().nullish(),
      state,
      creator: named,
      assignee: named,
      project: named,
      labels: z.object({ nodes: z.array(z.object({ name: z.string() })), pageInfo }),
      relations: z.object({ nodes: z.array(z.object({ type: z.string(), relatedIssue: other })), pageInfo }),
      inverseRelations: z.object({ nodes: z.array(z.object({ type: z.string(), issue: other })), pageInfo }),
      attachments: z.object({
        nodes: z.array(z.object({ title: z.string(), url: z.string(), sourceType: z.string().nullish() })),
        pageInfo,
      }),
    })
    .nullish(),
});
type Issue = NonNullable<z.output<typeof answer>['issue']>;

/** The reader for Linear, by its GraphQL API. */
export const linear = (api: Api, path: string, credential: string): Tracker => ({
  find: (key) =>
    reading(async () => {
      const [, team, number] = /^([A-Z][A-Z0-9_]*)-(\d+)$/.exec(key) ?? [];
      if (team === undefined || number === undefined) throw unknownTicket();
      const { data, errors } = await query(
        api,
        path,
        linearIssueQuery,
        { id: key, team },
        linearPause,
        credential,
      );
      const failed = errors.find(
        ({ path: at, message }) => at !== 'issue' || !/not find|not found/i.test(message),
      );
      if (failed !== undefined) throw cannotTell(failures.said(api.origin, failed.message));
      const { issue, teams } = dataOf(api, await withTeams(data, api, path, team, credential), answer);
      if (issue) return { outcome: 'found', ticket: ticketOf(key, issue) };
      const [seen] = teams.nodes;
      throw seen === undefined ? cannotTell(failures.notSeen(api.origin, `team ${team}`)) : unknownTicket();
    }),
});

const teamsQuery = `query ($team: String!) { teams(filter: { key: { eq: $team } }) { nodes { id } } }`;

/** If the issue does not exist, Linear returns no data at all, so the team is queried again on its own. */
async function withTeams(
  data: unknown,
  api: Api,
  path: string,
  team: string,
  credential: string,
): Promise<unknown> {
  if (data !== null && data !== undefined) return data;
  const { data: teams, errors } = await query(api, path, teamsQuery, { team }, linearPause, credential);
  const [failed] = errors;
  if (failed !== undefined) throw cannotTell(failures.said(api.origin, failed.message));
  return teams;
}

/** How long to wait for Linear's rate limit, in ms. Its header is in epoch ms. */
export const linearPause = (headers: Headers): number => {
  const until = Number(headers.get('x-ratelimit-requests-reset') ?? NaN);
  return Number.isNaN(until) ? 60_000 : Math.max(until - Date.now(), 1000);
};

const categories: Readonly<Record<string, StatusCategory>> = {
  triage: 'todo',
  backlog: 'todo',
  unstarted: 'todo',
  started: 'in progress',
  completed: 'done',
};
const statusOf = ({ name, type }: z.output<typeof state>): Status => ({
  name,
  category: categories[type] ?? null,
});

/** The names of relations as seen from the other issue. */
const inverse: Readonly<Record<string, string>> = { blocks: 'blocked by', duplicate: 'duplicated by' };
const linkOf = (type: string, { identifier, url, state: of }: z.output<typeof other>): Link => ({
  type,
  key: identifier,
  url,
  status: statusOf(of),
});

function ticketOf(key: string, one: Issue): Ticket {
  const text = one.description ?? '';
  const attached = one.attachments.nodes;
  const cut = [one.relations, one.inverseRelations].some((of) => of.pageInfo.hasNextPage);
  return {
    ...bareTicket(key),
    title: one.title,
    url: one.url,
    project: one.project?.name ?? null,
    status: statusOf(one.state),
    author: one.creator?.name ?? null,
    assignee: one.assignee?.name ?? null,
    labels: one.labels.nodes.map(({ name }) => name),
    fields: { Priority: one.priorityLabel ?? null, Estimate: one.estimate ?? null },
    links: [
      ...one.relations.nodes.map(({ type, relatedIssue }) => linkOf(type, relatedIssue)),
      ...one.inverseRelations.nodes.map(({ type, issue }) => linkOf(inverse[type] ?? type, issue)),
    ],
    checkboxes: checkboxesIn(text),
    text,
    changes: attached.filter(isChange).map(changeOf),
    pages: [...attached.filter((of) => !isChange(of)).map(({ url }) => url), ...addressesIn(text)],
    unread: {
      ...(one.labels.pageInfo.hasNextPage ? { labels: 'there are too many' } : {}),
      ...(cut ? { links: 'there are too many' } : {}),
      ...(one.attachments.pageInfo.hasNextPage
        ? { changes: 'there are too many attachments', pages: 'there are too many attachments' }
        : {}),
    },
  };
}

type Attachment = Issue['attachments']['nodes'][number];
const isChange = ({ url }: Attachment): boolean => isChangeAddress(url);

/** Linear knows nothing but the link to a pull request. */
const changeOf = ({ title, url }: Attachment): Change => ({
  name: url,
  title,
  url,
  state: 'open',
  draft: false,
  author: null,
  ...nothingMore,
});
