/** Tickets with unusually many pull or merge requests. */
import { expect, it } from 'vitest';
import { evaluate } from '../../../domain/signs/evaluate.ts';
import { expressionFinding } from '../../../domain/signs/expression.ts';
import { presetOf } from '../../../domain/signs/presets.ts';
import { ticketReader } from '../../support/ticket-reader.ts';
import { playing } from './played/playing.ts';
import type { Answers } from './played/server.ts';
import { gitea, playedTrackers } from './played/trackers.ts';

const { server } = playing();
const told = { title: 'Refunds', text: '' };
const numbers = (count: number) => Array.from({ length: count }, (_, n) => n + 100);

async function review(kind: 'gitea' | 'github' | 'redmine', tickets: object, key: string, answers: Answers) {
  server.answers = answers;
  const ticket = await (await ticketReader({ tickets }, { TOKEN: 'token' })).ticket(key);
  const known = { ticket, pages: new Map(), wanted: new Map(), expression: expressionFinding };
  const finding = evaluate(presetOf('codeReview', kind) ?? expect.unreachable(), known);
  return { outcome: finding.outcome, ticket };
}

/** A Gitea ticket with `count` equal pull requests. The first `givenUp` of them were closed without being merged. */
const ofGitea =
  (count: number, givenUp: number): Answers =>
  (request) => {
    const repository = { full_name: 'acme/app' };
    if (request.path.includes('/timeline'))
      return {
        body: numbers(count).map((number) => ({
          type: 'pull_ref',
          ref_issue: { number, pull_request: {}, repository },
        })),
      };
    const [, number] = /\/pulls\/(\d+)/.exec(request.path) ?? [];
    if (number === undefined) return gitea.found(told)(request);
    const said = gitea.found(told)({ ...request, path: request.path.replace(number, '7') });
    if (said === null || !request.path.endsWith(`/pulls/${number}`)) return said;
    return { body: { ...(said.body as object), merged: Number(number) >= 100 + givenUp } };
  };

it.each([
  [4, 1, 'passed'],
  [20, 20, 'missing'],
  [40, 25, 'passed'],
  [21, 0, 'cannotTell'],
  [70, 60, 'passed'],
  [90, 60, 'cannotTell'],
])('of %i pull requests in Gitea %i were given up: %s', async (count, givenUp, outcome) => {
  const found = await review('gitea', gitea.config(server.url), gitea.key, ofGitea(count, givenUp));
  expect(found.outcome).toBe(outcome);
  expect(found.ticket.unread).toEqual(
    outcome === 'cannotTell' ? { changes: 'more than 20 belong to it' } : {},
  );
});

it('a ticket of another tracker may name 20 of them', async () => {
  const redmine = playedTrackers.find(({ name }) => name === 'redmine') ?? expect.unreachable();
  const tickets = {
    ops: { ...redmine.config(server.url), keys: '[0-9]*' },
    code: { ...gitea.config(server.url), keys: 'acme/*' },
  };
  const naming =
    (count: number): Answers =>
    (request) => {
      const text = numbers(count)
        .map((number) => `${server.url}/acme/app/pulls/${number}`)
        .join('\n');
      const issue = redmine.found({ ...told, text });
      return (request.path.startsWith('/api/v1') ? ofGitea(count, 0) : issue)(request);
    };
  const { outcome, ticket } = await review('redmine', tickets, '4711', naming(20));
  expect([outcome, ticket.changes.length]).toEqual(['passed', 20]);
  expect((await review('redmine', tickets, '4711', naming(21))).outcome).toBe('cannotTell');
});

interface References {
  totalCount: number;
  readonly nodes: unknown[];
}

it('of pull requests in GitHub that are not told, nobody says that they are reviewed', async () => {
  const github = playedTrackers.find(({ name }) => name === 'github') ?? expect.unreachable();
  const found = (change: (references: References) => void) =>
    review('github', github.config(server.url), github.key, (request) => {
      const said = structuredClone(github.found(told)(request)) as unknown as {
        body: { data: { repository: { issueOrPullRequest: Record<string, References | undefined> } } };
      };
      change(
        said.body.data.repository.issueOrPullRequest['closedByPullRequestsReferences'] ??
          expect.unreachable(),
      );
      return said;
    });
  const more = await found((references) => (references.totalCount += 1));
  expect([more.outcome, more.ticket.unread.changes]).toEqual(['cannotTell', 'more than 1 belong to it']);
  const hidden = await found((references) => {
    references.totalCount += 1;
    references.nodes.push(null);
  });
  expect(hidden.ticket.unread.changes).toBe('1 of its pull requests cannot be seen');
});
