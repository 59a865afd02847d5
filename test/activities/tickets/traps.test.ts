/** Peculiarities of single trackers, and changes that are in another tracker. */
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { stringify } from 'yaml';
import { describe, expect, it } from 'vitest';
import { noLogins } from '../../../activities/logins.ts';
import { sourcesOf } from '../../../activities/tickets/trackers.ts';
import { loadSettings } from '../../../config/load-settings.ts';
import { evaluate } from '../../../domain/signs/evaluate.ts';
import { expressionFinding } from '../../../domain/signs/expression.ts';
import { presetOf } from '../../../domain/signs/presets.ts';
import type { Ticket, TicketQuery } from '../../../domain/signs/ticket.ts';
import type { TrackerKind } from '../../../domain/trackers.ts';
import { temporaryFolder } from '../../support/temporary-folder.ts';
import { playing } from './played/playing.ts';
import type { Answers, Request, Said } from './played/server.ts';
import { gitea, gitlabProject, playedTrackers, routed } from './played/trackers.ts';

const { server, http } = playing(2000);

const env = { TOKEN: 'token', TRACKER_USER: 'bot' };
async function read(
  tickets: object,
  key: string,
  answers: Answers,
  parts: readonly TicketQuery[] = ['changes', 'pipeline', 'paths', 'links', 'pages', 'text'],
  logins = noLogins(),
  withEnv = env,
) {
  server.answers = answers;
  const path = join(await temporaryFolder(), 'dobrobot.yaml');
  await writeFile(
    path,
    stringify({
      slack: { releaseChannel: 'releases' },
      people: { approvers: ['U_VERA'], admins: ['U_ADAM'] },
      components: { billing: {} },
      tickets,
    }),
  );
  return sourcesOf(await loadSettings(path), { http, env: withEnv, logins }).find(key, new Set(parts));
}
async function ticketIn(...asked: Parameters<typeof read>): Promise<Ticket> {
  const reading = await read(...asked);
  if (reading.outcome !== 'found') throw new Error(JSON.stringify(reading));
  return reading.ticket;
}
const played = (name: string) => {
  const one = playedTrackers.find((tracker) => tracker.name === name);
  if (one === undefined) throw new Error(name);
  return one;
};
const told = { title: 'Refunds', text: '' };
/** The same answers, except for those in `own`. */
const but =
  (answers: Answers, own: readonly (readonly [RegExp, Said])[]): Answers =>
  (request) =>
    own.find(([form]) => form.test(request.path))?.[1] ?? answers(request);

const review = (tracker: TrackerKind, ticket: Ticket) => {
  const condition = presetOf('codeReview', tracker);
  if (condition === null) throw new Error('no preset');
  const finding = evaluate(condition, {
    ticket,
    pages: new Map(),
    wanted: new Map(),
    expression: expressionFinding,
  });
  return finding.outcome;
};

describe.each(['gitea', 'gitlab', 'github'] as const)('%s', (name) => {
  const { config, key, found } = played(name);
  it('shows a review of the last commit, whose commit is told', async () => {
    const ticket = await ticketIn(config(server.url), key, found(told));
    expect(ticket.changes).toMatchObject([
      {
        state: 'merged',
        headCommit: 'c2',
        author: 'rita',
        pipeline: 'passed',
        paths: ['services/billing/a.ts'],
      },
    ]);
    expect(review(name, ticket)).toBe('passed');
  });
});

describe('gitea', () => {
  const one = { user: { login: 'oleg' }, state: 'APPROVED', stale: false, dismissed: false, commit_id: 'c2' };
  const refused = { ...one, state: 'REQUEST_CHANGES' };
  it.each<[string, readonly object[], string]>([
    ['stale', [{ ...one, stale: true }], 'missing'],
    ['dismissed', [{ ...one, dismissed: true }], 'missing'],
    ['taken back', [one, refused], 'missing'],
    ['given after a refusal', [refused, one], 'passed'],
    ['a comment after it', [one, { ...one, state: 'COMMENT' }], 'passed'],
    ['by the author', [{ ...one, user: { login: 'Rita' } }], 'missing'],
    ['by who may only read', [{ ...one, official: false }], 'missing'],
  ])('counts a review that is %s', async (_, reviews, outcome) => {
    const answers = but(gitea.found(told), [[/\/reviews/, { body: reviews }]]);
    expect(review('gitea', await ticketIn(gitea.config(server.url), gitea.key, answers))).toBe(outcome);
  });

  it('has its pull requests found behind 300 comments', async () => {
    const answers: Answers = (request) => {
      const [, page] = /timeline\?.*page=(\d+)/.exec(request.path) ?? [];
      if (!request.path.includes('/timeline')) return gitea.found(told)(request);
      const n = Number(page ?? 1);
      if (n > 6) return gitea.found(told)(request);
      const next = `<${server.url}${request.path.split('?')[0] ?? ''}?limit=50&page=${n + 1}>; rel="next"`;
      return { body: Array.from({ length: 50 }, () => ({ type: 'comment' })), headers: { link: next } };
    };
    const ticket = await ticketIn(gitea.config(server.url), gitea.key, answers);
    expect(ticket.changes).toHaveLength(1);
    expect(ticket.unread).toEqual({});
  });

  it('does not say that a review is missing in a history that never ends', async () => {
    const next = { link: `<${server.url}/api/v1/repos/acme/app/issues/12/timeline>; rel="next"` };
    const answers = but(gitea.found(told), [[/\/timeline/, { body: [], headers: next }]]);
    const ticket = await ticketIn(gitea.config(server.url), gitea.key, answers);
    expect(ticket.unread).toEqual({ changes: 'its history is too long' });
    expect(review('gitea', ticket)).toBe('cannotTell');
  });

  describe('remembers which pull requests refer to an issue', () => {
    const at = (updated_at: string) => {
      const answers = gitea.found(told);
      return (request: Request): Said | null => {
        const said = answers(request);
        if (said === null || !request.path.endsWith('/issues/12')) return said;
        return { ...said, body: { ...(said.body as object), updated_at } };
      };
    };
    const asksAgain = async (first: string, then: string) => {
      const logins = noLogins();
      const wanted = [gitea.config(server.url), gitea.key] as const;
      await read(...wanted, at(first), ['changes'], logins);
      const before = server.asked.length;
      const reading = await read(...wanted, at(then), ['changes'], logins);
      expect(reading).toMatchObject({ ticket: { changes: [{ name: 'acme/app#7' }], unread: {} } });
      return server.asked.slice(before).some((path) => path.includes('/timeline'));
    };
    const [old, newer] = ['2026-01-02T10:00:00Z', '2026-01-02T10:00:01Z'];

    it.each([
      ['as long as it is as it was', old, old, false],
      ['until something happens to it', old, newer, true],
    ])('%s', async (_, first, then, asks) => {
      expect(await asksAgain(first, then)).toBe(asks);
    });

    it('but not of one to which something happened just now', async () => {
      const now = new Date().toISOString();
      expect(await asksAgain(now, now)).toBe(true);
    });
  });

  it('does not ask another server for the next page', async () => {
    const next = { link: '<https://evil.example.com/>; rel="next"' };
    const answers = but(gitea.found(told), [[/\/timeline/, { body: [], headers: next }]]);
    const { unread } = await ticketIn(gitea.config(server.url), gitea.key, answers);
    expect(unread.changes).toContain('redirects to https://evil.example.com');
  });
});

describe.each(['gitea', 'gitlab', 'github'])('%s', (name) => {
  it.each(['../USERS#1', 'ACME/..#1', './.#1'])(
    'is not asked for %s, which would lead elsewhere',
    async (key) => {
      const { config, found } = played(name);
      expect(await read(config(server.url), key, found(told))).toEqual({ outcome: 'unknown' });
      expect(server.asked).toEqual([]);
    },
  );
});

describe('redmine', () => {
  const { config, key, found, gone, wrongToken } = played('redmine');
  const asksWho = (from: number) =>
    server.asked.slice(from).filter((path) => path.startsWith('/users/current')).length;

  it('is not asked at each ticket who one is, but whenever one is not there', async () => {
    const logins = noLogins();
    const once = (answers: Answers) => read(config(server.url), key, answers, ['text'], logins);
    await once(found(told));
    const before = server.asked.length;
    expect((await once(found(told))).outcome).toBe('found');
    expect(asksWho(before)).toBe(0);
    expect(await once(gone)).toEqual({ outcome: 'unknown' });
    expect(asksWho(before)).toBe(1);
    const revoked = but(wrongToken, [[/\/issues\//, { status: 404, body: '' }]]);
    expect(await once(revoked)).toMatchObject({ outcome: 'badCredentials' });
  });

  const hidesUsers = (answers: Answers) => but(answers, [[/^\/users\/current/, { status: 404, body: '' }]]);
  it('is found where nobody can be asked who one is, but then nobody knows that one is not there', async () => {
    const logins = noLogins();
    const once = (answers: Answers) => read(config(server.url), key, hidesUsers(answers), ['text'], logins);
    expect((await once(found(told))).outcome).toBe('found');
    expect((await once(gone)).outcome).toBe('cannotTell');
  });

  it('is found though one of its fields has an unknown form', async () => {
    const answers: Answers = (request) => {
      const said = found(told)(request);
      if (said === null || !request.path.startsWith('/issues/4711.json')) return said;
      const { issue } = said.body as { issue: object };
      const fields = [
        { name: 'QA', value: '1' },
        { name: 'Spec', value: { id: 4, token: 'x' } },
        { name: 'Teams', value: ['a', 'b'] },
        { name: 'Docs' },
      ];
      return { ...said, body: { issue: { ...issue, custom_fields: fields } } };
    };
    expect(await ticketIn(config(server.url), key, answers)).toMatchObject({
      fields: { QA: '1', Teams: ['a', 'b'], Docs: null, Priority: null },
      unreadFields: ['Spec'],
    });
  });

  it('is asked again with another key', async () => {
    const logins = noLogins();
    await read(config(server.url), key, found(told), ['text'], logins);
    const other = { ...env, TOKEN: 'another' };
    expect(await read(config(server.url), key, wrongToken, ['text'], logins, other)).toMatchObject({
      outcome: 'badCredentials',
    });
  });
});

describe('gitlab', () => {
  const { config, key, found } = played('gitlab');
  const approved = (at: string | null) => ({
    body: { approved_by: [{ user: { username: 'oleg' }, approved_at: at }] },
  });
  it.each([
    ['2026-01-02T10:00:00Z', 'passed'],
    ['2026-01-02T09:59:59Z', 'missing'],
    [null, 'cannotTell'],
  ])('compares the time of the approval, %s, with that of the last version', async (at, outcome) => {
    const answers = but(found(told), [[/\/approvals$/, approved(at)]]);
    expect(review('gitlab', await ticketIn(config(server.url), key, answers))).toBe(outcome);
  });

  it.each<[string, Said]>([
    ['no GraphQL', { status: 404, body: '404 Not Found' }],
    [
      'an older form of it',
      {
        body: {
          errors: [
            { message: "Field 'relatedMergeRequests' doesn't exist", extensions: { code: 'undefinedField' } },
          ],
        },
      },
    ],
    ['nothing in it', { body: { data: { project: null } } }],
  ])('is asked by its REST API where it has %s', async (_, said) => {
    const whole = await ticketIn(config(server.url), key, found(told));
    const answers = but(found(told), [[/^\/api\/graphql$/, said]]);
    expect(await ticketIn(config(server.url), key, answers)).toEqual(whole);
    expect(whole.changes).toMatchObject([{ name: 'acme/app!7', approvals: [{ by: 'oleg' }] }]);
  });

  it('may hide a confidential issue from a guest', async () => {
    expect(await read(config(server.url), key, routed([gitlabProject(10)]))).toMatchObject({
      outcome: 'cannotTell',
    });
  });
});

describe('jira', () => {
  const { config, key, found } = played('jira');
  it('of the cloud is nobody with an expired token, and answers 200', async () => {
    const answers: Answers = (request) => {
      const said = found(told)(request);
      return said && { ...said, headers: { 'x-seraph-loginreason': 'AUTHENTICATED_FAILED' } };
    };
    expect(await read(config(server.url), key, answers)).toMatchObject({ outcome: 'badCredentials' });
  });

  describe('with a field "Development" that', () => {
    const summed = (count: number) => ({
      summary: { pullrequest: { byInstanceType: count === 0 ? {} : { GitHub: { count } } } },
    });
    const inDataCenter = (count: number, isStale: boolean) =>
      `{summaryBean=…SummaryBean@2f9b[summary={pullrequest=…[overall=…{stateCount=${count}}]}], devSummaryJson=${JSON.stringify({ cachedValue: { errors: [], ...summed(count) }, isStale })}}`;
    const inCloud = (count: number, isStale: boolean) =>
      `{pullrequest={dataType=pullrequest, stateCount=${count}}, json=${JSON.stringify({ cachedValue: { errors: [], ...summed(count) }, isStale })}}`;
    const pull = { id: '#7', name: 'Refunds', url: 'https://github.com/acme/app/pull/7', status: 'OPEN' };
    const panel = (value: string | undefined, summary: Said): Answers =>
      but(
        (request) => {
          const said = found(told)(request);
          if (said === null || !request.path.includes('/issue/PAY-1?')) return said;
          const body = structuredClone(said.body) as { fields: Record<string, unknown> };
          body.fields['customfield_2'] = value;
          return { ...said, body };
        },
        [
          [/dev-status\/.*summary/, summary],
          [/dev-status\/.*detail.*GitHub/, { body: { detail: [{ pullRequests: [pull] }] } }],
        ],
      );

    it.each([
      ['is empty', '{}', []],
      ['knows of none', inDataCenter(0, false), []],
      ['knows of one', inDataCenter(1, false), ['#7']],
      ['knows of one in the cloud', inCloud(1, false), ['#7']],
    ])('%s does not ask the panel for a summary', async (_, value, names) => {
      const ticket = await ticketIn(config(server.url), key, panel(value, { status: 500, body: '' }));
      expect([ticket.changes.map(({ name }) => name), ticket.unread]).toEqual([names, {}]);
    });

    it.each([
      ['is out of date', inCloud(0, true)],
      ['has other words', '{summaryBean=…, devSummaryJson={"cachedValue":'],
      ['is not there', undefined],
    ])('%s asks it', async (_, value) => {
      const ticket = await ticketIn(config(server.url), key, panel(value, { body: summed(1) }));
      expect(ticket.changes).toMatchObject([{ name: '#7' }]);
    });

    it('is not there, as the panel is, has the changes that the ticket names alone', async () => {
      const without = (status: number) =>
        ticketIn(config(server.url), key, panel(undefined, { status, body: '' }));
      expect(await without(404)).toMatchObject({ changes: [], unread: {} });
      expect((await without(403)).unread.changes).toContain('HTTP 403');
    });
  });

  it('does not say of fields whose names are not told that they are empty', async () => {
    const answers: Answers = (request) => {
      const said = found(told)(request);
      return said && { ...said, body: { ...(said.body as object), names: undefined } };
    };
    expect((await ticketIn(config(server.url), key, answers)).unread.fields).toContain('what its fields are');
  });

  it('has documents in its fields read as text', async () => {
    const answers: Answers = (request) => {
      const said = found(told)(request);
      if (said === null || !request.path.includes('/issue/PAY-1?')) return said;
      const body = structuredClone(said.body) as { fields: Record<string, unknown> };
      const paragraph = (...content: object[]) => ({ type: 'paragraph', content });
      body.fields['description'] = {
        type: 'doc',
        content: [
          paragraph(
            { type: 'text', text: 'See ' },
            { type: 'text', text: 'the plan', marks: [{ type: 'link', attrs: { href: 'https://w/1' } }] },
          ),
          {
            type: 'taskList',
            content: [
              {
                type: 'taskItem',
                attrs: { state: 'DONE' },
                content: [{ type: 'text', text: 'Rollback described' }],
              },
            ],
          },
        ],
      };
      return { ...said, body };
    };
    expect(await ticketIn(config(server.url), key, answers)).toMatchObject({
      text: 'See the plan https://w/1\n- [x] Rollback described\n',
      checkboxes: [{ text: 'Rollback described', checked: true }],
      pages: ['https://w/1'],
      fields: { QA: 'Passed' },
    });
  });
});

describe('a ticket that names pull requests of another tracker', () => {
  const { config, found } = played('redmine');
  const both = () => ({
    ops: { ...config(server.url), keys: '[0-9]*' },
    code: { ...gitea.config(server.url), keys: 'acme/*' },
  });
  const naming = (text: string): Answers => {
    const [issue, code] = [found({ ...told, text }), gitea.found(told)];
    return (request) => (request.path.startsWith('/api/v1') ? code(request) : issue(request));
  };

  it('has them as they are where the code is', async () => {
    const ticket = await ticketIn(both(), '4711', naming(`Done in ${server.url}/acme/app/pulls/7.`));
    expect(ticket.changes).toMatchObject([
      { name: 'acme/app#7', headCommit: 'c2', approvals: [{ by: 'oleg' }] },
    ]);
    expect(review('redmine', ticket)).toBe('passed');
  });

  it('lacks the review where it names none, or an issue alone', async () => {
    const ticket = await ticketIn(both(), '4711', naming(`See ${server.url}/acme/app/issues/12`));
    expect(ticket.changes).toEqual([]);
    expect(review('redmine', ticket)).toBe('missing');
  });

  it('does not lack it while the code cannot be asked', async () => {
    const answers = naming(`${server.url}/acme/app/pulls/7`);
    const down = but(answers, [[/^\/api\/v1/, { status: 502, body: '' }]]);
    const ticket = await ticketIn(both(), '4711', down);
    expect(ticket.unread.changes).toContain('HTTP 502');
    expect(review('redmine', ticket)).toBe('cannotTell');
  });
});
