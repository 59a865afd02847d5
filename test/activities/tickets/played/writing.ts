/** How each tracker accepts comments and transitions, in the shapes of its API. */
import type { Answers, Request, Said } from './server.ts';

/** A ticket in a tracker, with everything written into it. */
export interface PlayedTicket {
  readonly answers: Answers;
  /** In the order sent. */
  readonly comments: string[];
  /** The ticket's statuses, the current one last. */
  readonly statuses: string[];
}

export interface PlayedWriter {
  readonly name: string;
  /** The tracker's part of the configuration. */
  readonly config: (url: string) => Readonly<Record<string, unknown>>;
  readonly key: string;
  readonly play: () => PlayedTicket;
  /** Whether a request writes. */
  readonly writes: (request: Request) => boolean;
  /** Whether the tracker supports transitions to other statuses. */
  readonly moves: boolean;
}

const notFound: Said = { status: 404, body: { message: 'Not Found' } };
const ok = (body: unknown, status = 200): Said => ({ status, body });
/** The first route that a request matches by method and path answers it. */
type Route = readonly [method: string, path: RegExp, said: (request: Request) => Said];
const routed =
  (...routes: readonly Route[]): Answers =>
  (request) =>
    routes.find(([method, path]) => method === (request.method ?? 'GET') && path.test(request.path))?.[2](
      request,
    ) ?? notFound;
const sent = ({ body }: Request) => JSON.parse(body) as Record<string, unknown>;
const isWrite = ({ method }: Request): boolean => method !== 'GET';

/** A ticket whose comments are a list of objects with a body. */
const listed =
  (path: RegExp): (() => PlayedTicket) =>
  () => {
    const comments: string[] = [];
    return {
      comments,
      statuses: [],
      answers: routed(
        ['GET', path, () => ok(comments.map((body, index) => ({ id: index + 1, body })))],
        [
          'POST',
          path,
          (request) => {
            comments.push(String(sent(request)['body']));
            return ok({ id: comments.length }, 201);
          },
        ],
      ),
    };
  };
const inCode = { key: 'ACME/APP#12', writes: isWrite, moves: false };

const names = ['Ready', 'In release', 'Released', 'Reopened', 'Testing'];

const redmine: PlayedWriter = {
  name: 'redmine',
  config: (url) => ({ tracker: 'redmine', url, tokenEnv: 'TOKEN' }),
  key: '4711',
  writes: isWrite,
  moves: true,
  play: () => {
    const comments: string[] = [];
    const statuses = ['Ready'];
    const known = names.map((name, index) => ({ id: index + 1, name }));
    const now = () => known.find(({ name }) => name === statuses.at(-1));
    return {
      comments,
      statuses,
      answers: routed(
        ['GET', /^\/issue_statuses\.json$/, () => ok({ issue_statuses: known })],
        [
          'GET',
          /^\/issues\/4711\.json/,
          () => ok({ issue: { id: 4711, status: now(), journals: comments.map((notes) => ({ notes })) } }),
        ],
        [
          'PUT',
          /^\/issues\/4711\.json$/,
          (request) => {
            const { notes, status_id: id } = sent(request)['issue'] as { notes?: string; status_id?: number };
            if (notes !== undefined) comments.push(notes);
            const to = known.find((one) => one.id === id)?.name;
            if (to !== undefined) statuses.push(to);
            return { status: 204, body: '' };
          },
        ],
      ),
    };
  },
};

/** `path`: of the API. */
const jira = (name: string, path: string, more: object): PlayedWriter => ({
  name,
  config: (url) => ({ tracker: 'jira', url, tokenEnv: 'TOKEN', ...more }),
  key: 'PAY-1',
  writes: isWrite,
  moves: true,
  play: () => {
    const comments: string[] = [];
    const bodies: unknown[] = [];
    const statuses = ['Ready'];
    const issue = `${path}/issue/PAY-1`;
    const at = (rest: string) => new RegExp(`${issue.replaceAll('/', '\\/')}${rest}`);
    return {
      comments,
      statuses,
      answers: routed(
        [
          'GET',
          at('/transitions$'),
          () =>
            ok({
              transitions: names.map((to, id) => ({ id: String(id), name: `To ${to}`, to: { name: to } })),
            }),
        ],
        [
          'POST',
          at('/transitions$'),
          (request) => {
            const { id } = sent(request)['transition'] as { id: string };
            statuses.push(names[Number(id)] ?? '?');
            return { status: 204, body: '' };
          },
        ],
        [
          'GET',
          at('/comment\\?'),
          () => ok({ total: bodies.length, comments: bodies.map((body) => ({ body })) }),
        ],
        [
          'POST',
          at('/comment$'),
          (request) => {
            const { body } = sent(request);
            bodies.push(body);
            comments.push(typeof body === 'string' ? body : JSON.stringify(body));
            return ok({ id: '1' }, 201);
          },
        ],
        ['GET', at('\\?fields=status$'), () => ok({ fields: { status: { name: statuses.at(-1) } } })],
      ),
    };
  },
});

const linear: PlayedWriter = {
  name: 'linear',
  config: (url) => ({ tracker: 'linear', url, tokenEnv: 'TOKEN' }),
  key: 'ENG-1',
  writes: ({ body }) => body.includes('mutation'),
  moves: true,
  play: () => {
    const comments: string[] = [];
    const statuses = ['Ready'];
    const states = names.map((name) => ({ id: `s-${name}`, name }));
    return {
      comments,
      statuses,
      answers: (request) => {
        const { query, variables } = JSON.parse(request.body) as {
          query: string;
          variables: Record<string, string>;
        };
        if (query.includes('commentCreate')) {
          comments.push(variables['body'] ?? '');
          return ok({ data: { commentCreate: { success: true } } });
        }
        if (query.includes('issueUpdate')) {
          statuses.push(states.find(({ id }) => id === variables['state'])?.name ?? '?');
          return ok({ data: { issueUpdate: { success: true } } });
        }
        const issue = {
          id: 'u-1',
          state: { name: statuses.at(-1) },
          team: { states: { nodes: states } },
          comments: {
            nodes: comments
              .filter((body) => body.includes(variables['marker'] ?? ''))
              .map((body) => ({ body })),
          },
        };
        return ok({ data: { issue } });
      },
    };
  },
};

export const playedWriters: readonly PlayedWriter[] = [
  redmine,
  jira('jira in a data center', '/rest/api/2', {}),
  jira('jira in the cloud', '/ex/jira/c-1/rest/api/3', { userEnv: 'TRACKER_USER', cloudId: 'c-1' }),
  linear,
  {
    ...inCode,
    name: 'github',
    config: (url) => ({ tracker: 'github', url, tokenEnv: 'TOKEN' }),
    play: listed(/^\/api\/v3\/repos\/acme\/app\/issues\/12\/comments/),
  },
  {
    ...inCode,
    name: 'gitea',
    config: (url) => ({ tracker: 'gitea', url, tokenEnv: 'TOKEN' }),
    play: listed(/^\/api\/v1\/repos\/acme\/app\/issues\/12\/comments/),
  },
  {
    ...inCode,
    name: 'gitlab',
    config: (url) => ({ tracker: 'gitlab', url, tokenEnv: 'TOKEN' }),
    play: listed(/^\/api\/v4\/projects\/acme%2Fapp\/issues\/12\/notes/),
  },
];

export interface PlayedDeployment {
  readonly sent: Readonly<Record<string, unknown>>;
  readonly states: string[];
}

/** The deployments of acme/app. Its pull request 12 was squashed into `m1`; 13 is an issue. */
export function playedDeployments(): { readonly answers: Answers; readonly deployments: PlayedDeployment[] } {
  const deployments: PlayedDeployment[] = [];
  const base = '^\\/api\\/v3\\/repos\\/acme\\/app';
  const of = ({ path }: Request) => deployments[Number(/deployments\/(\d+)/.exec(path)?.[1])];
  return {
    deployments,
    answers: routed(
      [
        'GET',
        new RegExp(`${base}\\/pulls\\/12$`),
        () => ok({ merged: true, merge_commit_sha: 'm1', head: { sha: 'h1' } }),
      ],
      ['GET', new RegExp(`${base}$`), () => ok({ default_branch: 'trunk' })],
      [
        'GET',
        new RegExp(`${base}\\/deployments\\?`),
        () => ok(deployments.map(({ sent: { payload } }, id) => ({ id, payload })).reverse()),
      ],
      [
        'POST',
        new RegExp(`${base}\\/deployments$`),
        (request) => {
          deployments.push({ sent: sent(request), states: [] });
          return ok({ id: deployments.length - 1, payload: {} }, 201);
        },
      ],
      [
        'GET',
        new RegExp(`${base}\\/deployments\\/\\d+\\/statuses`),
        (request) => ok(of(request)?.states.map((state) => ({ state })) ?? []),
      ],
      [
        'POST',
        new RegExp(`${base}\\/deployments\\/\\d+\\/statuses$`),
        (request) => {
          of(request)?.states.push(String(sent(request)['state']));
          return ok({ id: 1 }, 201);
        },
      ],
    ),
  };
}
