/** Tries a credential without a ticket, in the way of each tracker. */
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { stringify } from 'yaml';
import { describe, expect, it } from 'vitest';
import { tryTracker } from '../../../activities/tickets/try-tracker.ts';
import { loadSettings } from '../../../config/load-settings.ts';
import { temporaryFolder } from '../../support/temporary-folder.ts';
import { playing } from './played/playing.ts';
import type { Answers, Said } from './played/server.ts';

const secret = 's3cret-token';
const { server, http } = playing();

async function tried(
  tracker: object,
  answers: Answers,
  env: NodeJS.ProcessEnv = { TOKEN: secret, TRACKER_USER: 'bot' },
) {
  const path = join(await temporaryFolder(), 'dobrobot.yaml');
  const all = {
    slack: { releaseChannel: 'releases' },
    people: { approvers: ['U_VERA'], admins: ['U_ADAM'] },
    components: { billing: {} },
    tickets: { url: server.url, ...tracker },
  };
  await writeFile(path, stringify(all));
  const [settings] = (await loadSettings(path)).tickets;
  if (settings === undefined) throw new Error('there is none');
  server.answers = answers;
  const found = await tryTracker(settings, { http, env });
  expect(JSON.stringify(found)).not.toContain(secret);
  return found;
}

const viewer: Said = { body: { data: { viewer: { __typename: 'User' } } } };
const basic = `Basic ${Buffer.from(`bot:${secret}`).toString('base64')}`;

/** The settings, the path requested, the header of the credential and its form, and the answer to a good one. */
const kinds: readonly (readonly [object, string, string, string, Said])[] = [
  [
    { tracker: 'redmine', tokenEnv: 'TOKEN' },
    '/users/current.json',
    'x-redmine-api-key',
    secret,
    { body: { user: { id: 1 } } },
  ],
  [
    { tracker: 'gitea', tokenEnv: 'TOKEN' },
    '/api/v1/user',
    'authorization',
    `token ${secret}`,
    { body: { id: 1 } },
  ],
  [{ tracker: 'gitlab', tokenEnv: 'TOKEN' }, '/api/v4/user', 'private-token', secret, { body: { id: 1 } }],
  [{ tracker: 'linear', tokenEnv: 'TOKEN', keys: 'PAY-*' }, '/graphql', 'authorization', secret, viewer],
  [{ tracker: 'github', tokenEnv: 'TOKEN' }, '/api/graphql', 'authorization', `Bearer ${secret}`, viewer],
  [
    { tracker: 'jira', tokenEnv: 'TOKEN', userEnv: 'TRACKER_USER' },
    ...(['/rest/api/2/myself', 'authorization', basic, { body: { displayName: 'Bot' } }] as const),
  ],
];

describe.each(kinds)('%j', (tracker, path, header, value, said) => {
  const well: Answers = (request) =>
    request.path === path && request.headers[header] === value ? said : { status: 401, body: '' };

  it('takes a good one, by one request', async () => {
    expect(await tried(tracker, well)).toEqual({ outcome: 'taken' });
    expect(server.asked).toEqual([path]);
  });

  it('does not take a wrong one, or none', async () => {
    expect(await tried(tracker, well, { TOKEN: 'other', TRACKER_USER: 'bot' })).toMatchObject({
      outcome: 'badCredentials',
      reason: expect.stringMatching(/does not take the credential in TOKEN/) as string,
    });
    expect(await tried(tracker, well, { TRACKER_USER: 'bot' })).toMatchObject({ outcome: 'badCredentials' });
  });

  it.each<Said>([{ status: 500, body: 'oops' }, { body: 'a page' }])('cannot tell of %j', async (broken) => {
    expect(await tried(tracker, () => broken)).toMatchObject({ outcome: 'cannotTell' });
  });
});

it('a redmine that does not show whose key it is leaves its key untested', async () => {
  const hidden = () => ({ status: 404, body: '' });
  expect(await tried({ tracker: 'redmine', tokenEnv: 'TOKEN' }, hidden)).toMatchObject({
    outcome: 'cannotTell',
    reason: expect.stringContaining('404') as string,
  });
});

it('a token that may not see who it is, is taken all the same', async () => {
  const scoped = { status: 403, body: { message: 'token does not have at least one of required scope(s)' } };
  expect(await tried({ tracker: 'gitea', tokenEnv: 'TOKEN' }, () => scoped)).toEqual({ outcome: 'taken' });
});

it('of a token with scopes, and of any JSON API, only a ticket tells', async () => {
  const jira = {
    tracker: 'jira',
    tokenEnv: 'TOKEN',
    userEnv: 'TRACKER_USER',
    cloudId: '11111111-2222-3333-4444-555555555555',
  };
  const http = {
    ...{
      tracker: 'http',
      url: 'https://o.example.com/api/{key}',
      tokenEnv: 'TOKEN',
      ticket: { title: 'body.title' },
    },
    linkTemplate: 'https://o.example.com/{key}',
  };
  for (const tracker of [jira, http]) {
    expect(await tried(tracker, () => ({ status: 401, body: '' }))).toEqual({ outcome: 'onlyByTicket' });
    expect(server.asked).toEqual([]);
  }
});

it('what GraphQL says instead of an answer is told', async () => {
  const errors = [{ message: 'Something is wrong', type: 'SOME' }];
  expect(await tried({ tracker: 'github', tokenEnv: 'TOKEN' }, () => ({ body: { errors } }))).toMatchObject({
    outcome: 'cannotTell',
    reason: expect.stringContaining('Something is wrong') as string,
  });
});
