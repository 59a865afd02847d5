/** GitHub tickets, read by a GitHub App. */
import { generateKeyPairSync } from 'node:crypto';
import { expect, it } from 'vitest';
import { noLogins } from '../../../activities/logins.ts';
import { sourcesOf } from '../../../activities/tickets/trackers.ts';
import type { TrackerSettings } from '../../../domain/trackers.ts';
import { playing } from './played/playing.ts';
import type { Answers, Said } from './played/server.ts';
import { playedTrackers } from './played/trackers.ts';

const { privateKey } = generateKeyPairSync('rsa', {
  modulusLength: 2048,
  privateKeyEncoding: { type: 'pkcs8', format: 'pem' },
  publicKeyEncoding: { type: 'spki', format: 'pem' },
});
const { server, http } = playing();

const played = playedTrackers.find(({ name }) => name === 'github');
if (played === undefined) throw new Error('nobody plays GitHub');
const ticket = played.found({ title: 'Refunds', text: '' });
const installation = '/api/v3/repos/acme/app/installation';
const tokens = '/api/v3/app/installations/9/access_tokens';

/** Issues a new token each time; accepts only those that `good` accepts. */
const app = (good: (token: string) => boolean, over: Readonly<Record<string, Said>> = {}): Answers => {
  let given = 0;
  return (request) => {
    const said = over[request.path];
    if (said !== undefined) return said;
    if (request.path === installation) return { body: { id: 9 } };
    const expires = new Date(Date.now() + 3_600_000).toISOString();
    const token = { expires_at: expires, permissions: {}, repository_selection: 'all' };
    if (request.path === tokens) return { status: 201, body: { ...token, token: `ghs_${++given}` } };
    const sent = String(request.headers['authorization']).replace('Bearer ', '');
    return good(sent) ? ticket(request) : { status: 401, body: { message: 'Bad credentials' } };
  };
};

const reader = () => {
  const code: TrackerSettings = {
    name: 'code',
    keys: '*',
    addresses: ['https://x/{key}'],
    tracker: 'github',
    url: server.url,
    tokenEnv: null,
    appId: null,
    appIdEnv: 'APP_ID',
    privateKeyEnv: 'APP_KEY',
  };
  const env = { APP_ID: '4711', APP_KEY: privateKey };
  const sources = sourcesOf({ tickets: [code], pages: [] }, { http, env, logins: noLogins() });
  return () => sources.find('ACME/APP#12', new Set(['labels']));
};

it('are found by the token of the installation for the owner', async () => {
  server.answers = app((token) => token === 'ghs_1');
  const find = reader();
  expect(await find()).toMatchObject({ outcome: 'found', ticket: { title: 'Refunds' } });
  await find();
  expect(server.asked).toEqual([installation, tokens, '/api/graphql', '/api/graphql']);
});

it('are found again by another token after one was refused', async () => {
  server.answers = app((token) => token === 'ghs_2');
  const find = reader();
  expect(await find()).toEqual({
    outcome: 'badCredentials',
    reason: `${server.url} does not take the credential in APP_KEY: it is wrong or has expired`,
  });
  expect((await find()).outcome).toBe('found');
});

it.each<[string, Readonly<Record<string, Said>>, RegExp]>([
  [
    'is not installed',
    { [installation]: { status: 404, body: {} } },
    /App 4711 is not installed for acme\/app/,
  ],
  [
    'is suspended',
    { [tokens]: { status: 403, body: { message: 'This installation has been suspended' } } },
    /says: This installation has been suspended/,
  ],
  ['was just removed', { [tokens]: { status: 404, body: {} } }, /not installed for acme\/app/],
  ['is asked of a server that fails', { [tokens]: { status: 502, body: '' } }, /HTTP 502/],
  ['has asked too often', { [tokens]: { status: 429, body: '' } }, /too many requests/],
])('cannot be told by an app that %s', async (_, over, reason) => {
  server.answers = app(() => true, over);
  const found = await reader()();
  expect(found).toMatchObject({ outcome: 'cannotTell', reason: expect.stringMatching(reason) as string });
  expect(JSON.stringify(found)).not.toContain('PRIVATE KEY');
});
