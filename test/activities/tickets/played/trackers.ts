/** How each tracker answers, in the shapes of its API. */
import { gitlabIssue } from './gitlab-issue.ts';
import type { Answers, Said } from './server.ts';

/** The content of the ticket. */
export interface Told {
  readonly title: string;
  readonly text: string;
}

export interface PlayedTracker {
  readonly name: string;
  /** The tracker's part of the configuration. */
  readonly config: (url: string) => Readonly<Record<string, unknown>>;
  readonly key: string;
  /** The ticket exists. */
  readonly found: (told: Told) => Answers;
  /** The ticket does not exist; its project is visible. */
  readonly gone: Answers;
  /** Neither the ticket nor its project is visible. */
  readonly hidden: Answers;
  /** The credential is wrong. */
  readonly wrongToken: Answers;
  /** The tracker's own way to say that it got too many requests. Absent: 429 only. */
  readonly limited?: Answers;
}

type Routes = readonly (readonly [RegExp, Said])[];

const notFound: Said = { status: 404, body: { message: 'Not Found' } };
const routed =
  (routes: Routes): Answers =>
  ({ path }) =>
    routes.find(([form]) => form.test(path))?.[1] ?? notFound;

const unauthorized: Answers = () => ({ status: 401, body: { message: 'Unauthorized' } });
const ok = (body: unknown): Said => ({ body });

const redmineMe = [/^\/users\/current\.json/, ok({ user: { id: 1 } })] as const;
const redmine: PlayedTracker = {
  name: 'redmine',
  config: (url) => ({ tracker: 'redmine', url, tokenEnv: 'TOKEN' }),
  key: '4711',
  found: ({ title, text }) =>
    routed([
      redmineMe,
      [
        /^\/issues\/4711\.json/,
        ok({
          issue: {
            id: 4711,
            subject: title,
            description: text,
            project: { id: 1, name: 'Payments' },
            tracker: { id: 2, name: 'Feature' },
            status: { id: 5, name: 'Closed', is_closed: true },
            author: { id: 3, name: 'Rita' },
            custom_fields: [{ id: 1, name: 'QA', value: 'Passed' }],
            relations: [{ id: 1, issue_id: 4711, issue_to_id: 12, relation_type: 'relates', delay: null }],
          },
        }),
      ],
      [/^\/issues\.json/, ok({ issues: [{ id: 12, status: { name: 'New', is_closed: false } }] })],
    ]),
  gone: routed([redmineMe]),
  hidden: routed([redmineMe, [/^\/issues\/4711\.json/, { status: 403, body: '' }]]),
  // An anonymous user does not see the ticket.
  wrongToken: routed([[/^\/users\/current\.json/, { status: 401, body: '' }]]),
};

const change = {
  number: 7,
  title: 'Refunds',
  html_url: 'https://git.example.com/acme/app/pulls/7',
  state: 'closed',
  merged: true,
  draft: false,
  user: { login: 'rita' },
  head: { sha: 'c2' },
};
const review = {
  user: { login: 'oleg' },
  state: 'APPROVED',
  stale: false,
  dismissed: false,
  commit_id: 'c2',
};
export const gitea: PlayedTracker = {
  name: 'gitea',
  config: (url) => ({ tracker: 'gitea', url, tokenEnv: 'TOKEN' }),
  key: 'ACME/APP#12',
  found: ({ title, text }) =>
    routed([
      [
        /^\/api\/v1\/repos\/acme\/app\/issues\/12$/,
        ok({
          number: 12,
          title,
          body: text,
          state: 'closed',
          html_url: 'https://git.example.com/acme/app/issues/12',
          user: { login: 'rita' },
          updated_at: '2026-01-02T10:00:00Z',
          labels: [{ name: 'qa-passed' }],
          pull_request: null,
        }),
      ],
      [
        /\/issues\/12\/timeline/,
        ok([
          { type: 'comment' },
          {
            type: 'pull_ref',
            ref_issue: { number: 7, pull_request: {}, repository: { full_name: 'acme/app' } },
          },
        ]),
      ],
      [/\/pulls\/7$/, ok(change)],
      [/\/pulls\/7\/reviews/, ok([review])],
      [/\/pulls\/7\/files/, ok([{ filename: 'services/billing/a.ts' }])],
      [/\/commits\/c2\/status/, ok({ state: 'success', total_count: 1 })],
    ]),
  gone: routed([[/^\/api\/v1\/repos\/acme\/app$/, ok({ id: 1 })]]),
  hidden: routed([]),
  wrongToken: unauthorized,
};

const gitlabProject = (level: number) =>
  [
    /^\/api\/v4\/projects\/acme%2Fapp$/,
    ok({ id: 1, permissions: { project_access: { access_level: level }, group_access: null } }),
  ] as const;
const more = { hasNextPage: false };
/** The answer of GitLab's GraphQL API for a project. */
const gitlabSays = (project: unknown) => [/^\/api\/graphql$/, ok({ data: { project } })] as const;
const gitlab: PlayedTracker = {
  name: 'gitlab',
  config: (url) => ({ tracker: 'gitlab', url, tokenEnv: 'TOKEN' }),
  key: 'ACME/APP#12',
  found: ({ title, text }) =>
    routed([
      gitlabSays({
        issue: gitlabIssue(title, text),
      }),
      [
        /\/issues\/12$/,
        ok({
          iid: 12,
          title,
          description: text,
          state: 'closed',
          web_url: 'https://gitlab.example.com/acme/app/-/issues/12',
          issue_type: 'issue',
          labels: ['qa-passed'],
          author: { username: 'rita' },
        }),
      ],
      [/\/issues\/12\/links/, ok([])],
      [
        /\/issues\/12\/related_merge_requests/,
        ok([
          {
            iid: 7,
            project_id: 1,
            title: 'Refunds',
            web_url: 'https://gitlab.example.com/acme/app/-/merge_requests/7',
            state: 'merged',
            draft: false,
            author: { username: 'rita' },
            sha: 'c2',
            references: { full: 'acme/app!7' },
            head_pipeline: { status: 'success' },
          },
        ]),
      ],
      [/\/merge_requests\/7\/diffs/, ok([{ new_path: 'services/billing/a.ts' }])],
      [
        /\/merge_requests\/7\/approvals/,
        ok({ approved_by: [{ user: { username: 'oleg' }, approved_at: '2026-01-03T10:00:00Z' }] }),
      ],
      [/\/merge_requests\/7\/versions/, ok([{ head_commit_sha: 'c2', created_at: '2026-01-02T10:00:00Z' }])],
    ]),
  gone: routed([gitlabSays({ issue: null }), gitlabProject(30)]),
  hidden: routed([gitlabSays(null)]),
  wrongToken: unauthorized,
};

const pull = {
  number: 7,
  title: 'Refunds',
  url: 'https://github.com/acme/app/pull/7',
  state: 'MERGED',
  isDraft: false,
  headRefOid: 'c2',
  author: { login: 'rita' },
  repository: { nameWithOwner: 'acme/app' },
  reviews: {
    pageInfo: { hasPreviousPage: false },
    nodes: [
      {
        state: 'APPROVED',
        submittedAt: '2026-01-02T10:00:00Z',
        author: { login: 'oleg' },
        commit: { oid: 'c2' },
      },
    ],
  },
  files: { totalCount: 1, nodes: [{ path: 'services/billing/a.ts' }] },
  reviewThreads: { nodes: [] },
  commits: { nodes: [{ commit: { statusCheckRollup: { state: 'SUCCESS' } } }] },
};
const githubSays =
  (repository: unknown, errors?: unknown): Answers =>
  () =>
    ok({ data: { repository }, ...(errors === undefined ? {} : { errors }) });
const github: PlayedTracker = {
  name: 'github',
  config: (url) => ({ tracker: 'github', url, tokenEnv: 'TOKEN' }),
  key: 'ACME/APP#12',
  found: ({ title, text }) =>
    githubSays({
      issueOrPullRequest: {
        __typename: 'Issue',
        title,
        body: text,
        url: 'https://github.com/acme/app/issues/12',
        issueState: 'CLOSED',
        author: { login: 'rita' },
        assignees: { nodes: [] },
        labels: { totalCount: 1, nodes: [{ name: 'qa-passed' }] },
        milestone: null,
        closedByPullRequestsReferences: { totalCount: 1, nodes: [pull] },
      },
    }),
  gone: githubSays({ issueOrPullRequest: null }, [
    { type: 'NOT_FOUND', path: ['repository', 'issueOrPullRequest'], message: 'Could not resolve' },
  ]),
  hidden: githubSays(null, [{ type: 'NOT_FOUND', path: ['repository'], message: 'Could not resolve' }]),
  wrongToken: unauthorized,
  limited: () => ok({ errors: [{ type: 'RATE_LIMITED', message: 'API rate limit exceeded' }] }),
};

const jiraSeen: Routes = [
  [/\/myself$/, ok({ displayName: 'Bot' })],
  [/\/project\/PAY$/, ok({ id: '1' })],
];
const jira: PlayedTracker = {
  name: 'jira',
  config: (url) => ({ tracker: 'jira', url, userEnv: 'TRACKER_USER', tokenEnv: 'TOKEN' }),
  key: 'PAY-1',
  found: ({ title, text }) =>
    routed([
      ...jiraSeen,
      [
        /^\/rest\/api\/2\/issue\/PAY-1\?/,
        ok({
          id: '10001',
          key: 'PAY-1',
          names: { customfield_1: 'QA', summary: 'Summary' },
          schema: {
            customfield_1: { custom: 'com.atlassian.jira.plugin.system.customfieldtypes:select' },
            customfield_2: {
              custom: 'com.atlassian.jira.plugins.jira-development-integration-plugin:devsummarycf',
            },
          },
          fields: {
            summary: title,
            description: text,
            issuetype: { name: 'Story' },
            status: { name: 'Erledigt', statusCategory: { key: 'done' } },
            project: { key: 'PAY' },
            creator: { displayName: 'Rita' },
            assignee: null,
            labels: ['qa-passed'],
            components: [{ name: 'billing' }],
            issuelinks: [],
            customfield_1: { value: 'Passed' },
            customfield_2: '{}',
          },
        }),
      ],
      [/\/remotelink$/, ok([])],
      [/\/dev-status\/.*summary/, ok({ summary: { pullrequest: { byInstanceType: {} } } })],
    ]),
  gone: routed(jiraSeen),
  hidden: routed([[/\/myself$/, ok({ displayName: 'Bot' })]]),
  // Jira Cloud answers an expired token as it answers an anonymous user.
  wrongToken: () => ({ ...notFound, headers: { 'x-seraph-loginreason': 'AUTHENTICATED_FAILED' } }),
};

const linearSays =
  (data: unknown, errors?: unknown): Answers =>
  ({ body }) =>
    body.includes('$id')
      ? ok({ data, ...(errors === undefined ? {} : { errors }) })
      : ok({ data: { teams: { nodes: [{ id: 't' }] } } });
const notThere = [
  { message: 'Entity not found: Issue', path: ['issue'], extensions: { code: 'INPUT_ERROR' } },
];
const linear: PlayedTracker = {
  name: 'linear',
  config: (url) => ({ tracker: 'linear', url, tokenEnv: 'TOKEN' }),
  key: 'ENG-1',
  found: ({ title, text }) =>
    linearSays({
      teams: { nodes: [{ id: 't' }] },
      issue: {
        title,
        description: text,
        url: 'https://linear.app/acme/issue/ENG-1',
        priorityLabel: 'High',
        estimate: 3,
        state: { name: 'Done', type: 'completed' },
        creator: { name: 'rita' },
        assignee: null,
        project: null,
        labels: { nodes: [{ name: 'qa-passed' }], pageInfo: more },
        relations: { nodes: [], pageInfo: more },
        inverseRelations: { nodes: [], pageInfo: more },
        attachments: { nodes: [], pageInfo: more },
      },
    }),
  gone: linearSays(null, notThere),
  hidden: () => ok({ data: { teams: { nodes: [] }, issue: null }, errors: notThere }),
  wrongToken: () => ({
    status: 400,
    body: { errors: [{ message: 'Authentication required', extensions: { code: 'AUTHENTICATION_ERROR' } }] },
  }),
  limited: () => ({
    status: 400,
    headers: { 'x-ratelimit-requests-reset': String(Date.now() + 90_000) },
    body: { errors: [{ message: 'Rate limit exceeded', extensions: { code: 'RATELIMITED' } }] },
  }),
};

const youtrackIssue = ({ title, text }: Told) =>
  ok({
    idReadable: 'PAY-1',
    summary: title,
    description: text,
    ...{ resolved: 1, links: [] },
    reporter: { login: 'rita' },
    project: { shortName: 'PAY' },
    tags: [{ name: 'qa-passed' }],
    customFields: [
      { name: 'Type', value: { name: 'Feature' } },
      { name: 'State', value: { name: 'Done' } },
      { name: 'QA', value: [{ name: 'Passed' }] },
      { name: 'Points', value: 3 },
      { name: 'Empty', value: null },
    ],
  });
const youtrack: PlayedTracker = {
  name: 'youtrack',
  config: (url) => ({ tracker: 'http', preset: 'youtrack', url, tokenEnv: 'TOKEN' }),
  key: 'PAY-1',
  found: (told) => routed([[/^\/api\/issues\/PAY-1\?/, youtrackIssue(told)]]),
  gone: routed([[/^\/api\/admin\/projects\/PAY/, ok({ shortName: 'PAY' })]]),
  hidden: routed([]),
  wrongToken: unauthorized,
};

const yandex: PlayedTracker = {
  name: 'yandex',
  config: (url) => ({
    tracker: 'http',
    preset: 'yandex',
    url,
    tokenEnv: 'TOKEN',
    headers: { 'X-Org-ID': '1' },
  }),
  key: 'PAY-1',
  found: ({ title, text }) =>
    routed([
      [
        /^\/v2\/issues\/PAY-1$/,
        ok({
          key: 'PAY-1',
          summary: title,
          description: text,
          queue: { key: 'PAY', display: 'Payments' },
          createdBy: { display: 'Rita' },
          type: { display: 'Task' },
          status: { display: 'Closed' },
          resolution: { display: 'Fixed' },
          tags: ['qa-passed'],
        }),
      ],
    ]),
  gone: routed([[/^\/v2\/queues\/PAY$/, ok({ key: 'PAY' })]]),
  hidden: routed([]),
  wrongToken: unauthorized,
};

const own: PlayedTracker = {
  name: 'http',
  config: (url) => ({
    ...{ tracker: 'http', url: `${url}/tickets/{key}?all=1`, projectUrl: `${url}/projects/{project}` },
    ...{ userEnv: 'TRACKER_USER', passwordEnv: 'TOKEN', linkTemplate: 'https://own.example.com/{key}' },
    ticket: {
      ...{
        title: 'body.name',
        text: 'body.words',
        status: 'body.state',
        statusCategory: 'body.closed ? "done" : ""',
      },
      ...{ labels: 'body.marks', fields: { QA: 'body.qa' } },
    },
  }),
  key: 'PAY-1',
  found: ({ title, text }) =>
    routed([
      [
        /^\/tickets\/PAY-1\?all=1$/,
        ok({ name: title, words: text, state: 'Closed', closed: true, marks: ['qa-passed'], qa: 'ok' }),
      ],
    ]),
  gone: routed([[/^\/projects\/PAY$/, ok({})]]),
  hidden: routed([]),
  wrongToken: unauthorized,
};

export const playedTrackers: readonly PlayedTracker[] = [
  ...[redmine, gitea, gitlab, github, jira, linear, youtrack, yandex, own],
];
export { gitlabProject, routed };
