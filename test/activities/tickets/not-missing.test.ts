/** Answers that must not be mistaken for "there is no such ticket" or "there is no such value", nor be repeated with a secret in them. */
import { once } from 'node:events';
import { createServer } from 'node:https';
import type { AddressInfo } from 'node:net';
import { describe, expect, it } from 'vitest';
import { expressionFinding } from '../../../domain/signs/expression.ts';
import { selfSigned } from '../../support/self-signed.ts';
import { ticketReader } from '../../support/ticket-reader.ts';
import { playing } from './played/playing.ts';
import type { Answers } from './played/server.ts';
import { playedTrackers } from './played/trackers.ts';

const { server } = playing();
const secret = 's3cret-token';

const read = async (tickets: object, key: string, answers: Answers) => {
  server.answers = answers;
  const reader = await ticketReader({ tickets }, { TOKEN: secret, TRACKER_USER: 'robot@acme' });
  return reader.read(key);
};
const played = (name: string) => {
  const one = playedTrackers.find((tracker) => tracker.name === name);
  if (one === undefined) throw new Error(name);
  return {
    found: one.found({ title: 'Refunds', text: '' }),
    read: (answers: Answers) => read(one.config(server.url), one.key, answers),
  };
};

describe('linear', () => {
  const linear = played('linear');
  it.each([
    ['Internal server error', { teams: { nodes: [{ id: 't' }] }, issue: null }],
    ['Forbidden', null],
  ])('does not say that it has no such issue where it says: %s', async (message, data) => {
    const answers = () => ({ body: { data, errors: [{ message, path: ['issue'] }] } });
    expect(await linear.read(answers)).toEqual({
      outcome: 'cannotTell',
      reason: `${server.url} says: ${message}`,
    });
  });

  it('tells why its teams cannot be seen', async () => {
    const notThere = { message: 'Entity not found: Issue', path: ['issue'] };
    const answers: Answers = ({ body }) => ({
      body: { data: null, errors: [body.includes('$id') ? notThere : { message: 'Internal server error' }] },
    });
    expect(await linear.read(answers)).toMatchObject({ reason: `${server.url} says: Internal server error` });
  });

  it('does not tell the token that the server repeats', async () => {
    const answers = () => ({ body: { errors: [{ message: `${'x'.repeat(110)} ${secret}!` }] } });
    expect(await linear.read(answers)).toMatchObject({
      reason: `${server.url} says: ${'x'.repeat(110)} …!`,
    });
  });
});

describe('jira', () => {
  const jira = played('jira');
  const withFields = (fields: object, names: object) =>
    jira.read((request) => {
      const said = jira.found(request);
      if (said === null || !request.path.includes('/issue/PAY-1?')) return said;
      const body = structuredClone(said.body) as { fields: object; names: object };
      return {
        ...said,
        body: { ...body, fields: { ...body.fields, ...fields }, names: { ...body.names, ...names } },
      };
    });

  it('has a field by a name that another has as well', async () => {
    const [fields, names] = [
      { a: null, b: [{ value: 'Late' }] },
      { a: 'QA', b: 'QA' },
    ];
    expect(await withFields(fields, names)).toMatchObject({ ticket: { fields: { QA: ['Passed', 'Late'] } } });
  });

  it('does not say of a field of an unknown form that it is empty', async () => {
    const fields = { asset: [{ workspaceId: 'w', objectId: '5' }], timetracking: {} };
    const reading = await withFields(fields, { asset: 'Asset', timetracking: 'Time' });
    expect(reading).toMatchObject({ ticket: { fields: { Time: null }, unreadFields: ['Asset'] } });
    expect(reading).not.toHaveProperty('ticket.fields.Asset');
  });

  it('may leave out a description that nobody wrote', async () => {
    const reading = await jira.read((request) => {
      const said = jira.found(request);
      if (said === null || !request.path.includes('/issue/PAY-1?')) return said;
      const { fields, ...body } = said.body as { fields: object };
      return { ...said, body: { ...body, fields: { ...fields, description: undefined } } };
    });
    expect(reading).toMatchObject({ outcome: 'found', ticket: { text: '', unread: {} } });
  });
});

it.each(['two\nlines', 'end\n', 'токен'])('a token such as %j is named, not the server', async (token) => {
  server.answers = () => null;
  const reader = await ticketReader(
    { tickets: { tracker: 'gitea', url: server.url, tokenEnv: 'TOKEN' } },
    { TOKEN: token },
  );
  expect(await reader.read('ACME/APP#1')).toEqual({
    outcome: 'badCredentials',
    reason: 'TOKEN holds a line break or a letter that no credential can have',
  });
  expect(server.asked).toEqual([]);
});

it('a certificate that is not good is named: nothing is said of the ticket, and no credential is sent', async () => {
  let asked = 0;
  const tracker = createServer(selfSigned, (_, response) => {
    asked++;
    response.writeHead(404).end();
  }).listen(0, '127.0.0.1');
  await once(tracker, 'listening');
  const url = `https://127.0.0.1:${(tracker.address() as AddressInfo).port}`;
  const reader = await ticketReader(
    { tickets: { tracker: 'gitea', url, tokenEnv: 'TOKEN' } },
    { TOKEN: secret },
  );
  expect(await reader.read('ACME/APP#1')).toEqual({
    outcome: 'cannotTell',
    reason: expect.stringContaining(
      `${url} shows a certificate that is not good (DEPTH_ZERO_SELF_SIGNED_CERT)`,
    ) as string,
  });
  expect(asked).toBe(0);
  tracker.close();
});

it('github does not tell who is gone from who is gone: none of them approved the work of the other', async () => {
  const github = played('github');
  const reading = await github.read((request) => {
    const said = JSON.stringify(github.found(request)?.body);
    return { body: said.replace('"login":"oleg"', '"login":"ghost"').replaceAll('{"login":"rita"}', 'null') };
  });
  expect(reading).toMatchObject({ ticket: { changes: [{ author: 'ghost', approvals: [{ by: 'ghost' }] }] } });
});

it('github is left alone when it says with 403 that it had too much', async () => {
  const answers = () => ({
    status: 403,
    body: { message: 'You have exceeded a secondary rate limit. Please wait a few minutes.' },
  });
  expect(await played('github').read(answers)).toEqual({
    outcome: 'cannotTell',
    retryAfterMs: 60_000,
    reason: `${server.url} has had too many requests`,
  });
});

describe('any JSON API', () => {
  const own = (ticket: object, body: unknown, status = 200) => {
    const tickets = {
      ...{ tracker: 'http', url: `${server.url}/t/{key}`, tokenEnv: 'TOKEN' },
      ...{ linkTemplate: 'https://t.example.com/{key}', ticket: { title: 'body.title', ...ticket } },
    };
    return read(tickets, 'PAY-1', () => ({ status, body: JSON.stringify(body) }));
  };

  it('does not say that there is no such ticket by an answer of nothing', async () => {
    expect((await own({}, null)).outcome).toBe('cannotTell');
    expect(await own({}, null, 404)).toEqual({ outcome: 'unknown' });
  });

  it('has values in the ways in which trackers keep them', async () => {
    const all = {
      ...{ a: { text: 'see https://w/1' }, b: { presentation: '1d' }, c: { id: '2', display: 'Normal' } },
      ...{ d: { name: null, login: 'bob' }, e: [{ display: 'X' }, 'Y'], f: { id: 1 }, g: {} },
    };
    expect(await own({ fields: 'body.all' }, { title: 'T', all })).toMatchObject({
      ticket: {
        fields: { a: 'see https://w/1', b: '1d', c: 'Normal', d: 'bob', e: ['X', 'Y'], g: null },
        unreadFields: ['f'],
      },
    });
  });

  it('may leave out the value of a field', async () => {
    const all = [{ name: 'QA', value: 'ok' }, { name: 'Docs' }];
    expect(await own({ fields: 'body.all' }, { title: 'T', all })).toMatchObject({
      ticket: { fields: { QA: 'ok', Docs: null }, unread: {} },
    });
  });

  it.each(['url', 'project', 'kind', 'author', 'assignee'])(
    'has a ticket that says everything but its %s, and rules that ask for it cannot tell',
    async (part) => {
      const reading = await own(
        { [part]: 'body.people.name', labels: 'body.marks' },
        { title: 'T', marks: ['qa'] },
      );
      if (reading.outcome !== 'found') throw new Error(JSON.stringify(reading));
      const { ticket } = reading;
      expect(ticket).toMatchObject({ title: 'T', [part]: null, labels: ['qa'] });
      expect(Object.keys(ticket.unread)).toEqual([part]);
      expect(expressionFinding(`ticket.${part} == null`, ticket)).toMatchObject({
        outcome: 'cannotTell',
        why: { why: 'unread', part },
      });
      expect(expressionFinding('"qa" in ticket.labels', ticket).outcome).toBe('passed');
    },
  );

  it('says in few words that its fields are no fields', async () => {
    expect(await own({ fields: 'body.title' }, { title: 'T' })).toMatchObject({
      ticket: {
        unread: {
          fields: `${server.url} answers in an unknown form: fields are neither a map nor a list of {name, value}`,
        },
      },
    });
  });
});
