/** GitHub's REST API with its apps and comments, played by a third-party emulator. */
import { generateKeyPairSync } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { httpFor } from '../../../http/http.ts';
import type { Http } from '../../../http/http.ts';
import { noLogins } from '../../../activities/logins.ts';
import type { Logins } from '../../../activities/logins.ts';
import { sourcesOf } from '../../../activities/tickets/trackers.ts';
import { tryTracker } from '../../../activities/tickets/try-tracker.ts';
import { toWriter } from '../../../activities/write-back/to-writer.ts';
import type { TrackerSettings } from '../../../domain/trackers.ts';
import { emulatedGithub } from './emulator.ts';

const real = httpFor(['127.0.0.1']);
afterAll(() => real.close());

describe('a GitHub App', () => {
  const keys = () =>
    generateKeyPairSync('rsa', {
      modulusLength: 2048,
      privateKeyEncoding: { type: 'pkcs1', format: 'pem' },
      publicKeyEncoding: { type: 'spki', format: 'pem' },
    });
  const { privateKey } = keys();
  const asked: string[] = [];
  let http: Http;
  beforeAll(async () => {
    const url = await emulatedGithub({
      tokens: { setup: { login: 'rita', scopes: ['repo'] } },
      github: {
        users: [{ login: 'rita' }],
        orgs: [{ login: 'acme', members: [{ login: 'rita', role: 'admin' }] }, { login: 'other' }],
        repos: [
          { owner: 'acme', name: 'app', private: true },
          { owner: 'other', name: 'app', private: true },
        ],
        apps: [
          {
            ...{ app_id: 4711, slug: 'dobrobot', name: 'dobrobot', private_key: privateKey },
            permissions: { contents: 'read', metadata: 'read' },
            installations: [{ installation_id: 9, account: 'acme', repository_selection: 'all' }],
          },
        ],
      },
    });
    http = {
      ask: (address, what) => {
        asked.push(address.replace('https://api.github.com', ''));
        return real.ask(address.replace('https://api.github.com', url), what);
      },
      close: real.close,
    };
    const content = Buffer.from('## Release\nSwitch it on.\n').toString('base64');
    await fetch(`${url}/repos/acme/app/contents/docs/plan.md`, {
      method: 'PUT',
      headers: { authorization: 'Bearer setup', 'content-type': 'application/json' },
      body: JSON.stringify({ message: 'plan', content, branch: 'main' }),
    });
  });

  const app: TrackerSettings = {
    ...{
      name: 'code',
      keys: '*',
      addresses: ['https://github.com/{repo}/issues/{number}'],
      tracker: 'github',
    },
    ...{ url: 'https://github.com', tokenEnv: null, appId: '4711', appIdEnv: null, privateKeyEnv: 'APP_KEY' },
  } as const;
  const plan = (repo = 'acme/app') => `https://github.com/${repo}/blob/main/docs/plan.md`;
  const read = (address: string, key: string | undefined, logins: Logins = noLogins()) =>
    sourcesOf(
      { tickets: [app], pages: [] },
      { http, env: key === undefined ? {} : { APP_KEY: key }, logins },
    ).readPage(address);

  it('reads by the token of its installation, which is asked for once', async () => {
    const logins = noLogins();
    asked.length = 0;
    expect((await read(plan(), privateKey, logins)).outcome).toBe('found');
    expect((await read(plan(), privateKey, logins)).outcome).toBe('found');
    expect(asked).toEqual([
      '/repos/acme/app/installation',
      '/app/installations/9/access_tokens',
      '/repos/acme/app/contents/docs/plan.md?ref=main',
      '/repos/acme/app/contents/docs/plan.md?ref=main',
    ]);
  });

  it('that is not installed there is told in one line', async () => {
    expect(await read(plan('other/app'), privateKey)).toEqual({
      outcome: 'cannotTell',
      reason:
        'https://api.github.com: the GitHub App 4711 is not installed for other/app; an owner has to install it there, or to let it see this repository',
    });
  });

  it('with a key of another app, with none, or with one that is no key, is told by the variable', async () => {
    const reason = async (key?: string) => {
      const reading = await read(plan(), key);
      expect(JSON.stringify(reading)).not.toContain('BEGIN');
      return 'reason' in reading ? reading.reason : reading.outcome;
    };
    const wrong =
      'https://api.github.com does not take the credential in APP_KEY: it is wrong or has expired';
    expect(await reason(keys().privateKey)).toBe(wrong);
    expect(await reason()).toBe('APP_KEY is not set, nor APP_KEY_FILE');
    expect(await reason('no key at all')).toBe('APP_KEY holds no private key in PEM');
  });

  it('is known to GitHub, or not, wherever it is installed', async () => {
    const tried = (key: string) => tryTracker(app, { http, env: { APP_KEY: key } });
    asked.length = 0;
    expect(await tried(privateKey)).toEqual({ outcome: 'taken' });
    expect(asked).toEqual(['/app']);
    expect(await tried(keys().privateKey)).toMatchObject({ outcome: 'badCredentials' });
  });
});

it('a comment is written into an issue once', async () => {
  const url = await emulatedGithub({
    tokens: { ours: { login: 'rita', scopes: ['repo'] } },
    github: { users: [{ login: 'rita' }], repos: [{ owner: 'rita', name: 'app' }] },
  });
  const headers = { authorization: 'Bearer ours', 'content-type': 'application/json' };
  const issues = `${url}/repos/rita/app/issues`;
  const made = await fetch(issues, { method: 'POST', headers, body: JSON.stringify({ title: 'Refunds' }) });
  expect(made.status).toBe(201);
  const code: TrackerSettings = {
    ...{ name: 'code', keys: '*', addresses: ['https://github.com/{repo}/issues/{number}'] },
    ...{ tracker: 'github', url: 'https://github.com', tokenEnv: 'TOKEN', appId: null },
    ...{ appIdEnv: null, privateKeyEnv: null },
  } as const;
  const http: Http = {
    ask: (address, what) => real.ask(address.replace('https://api.github.com', url), what),
    close: real.close,
  };
  const comment = {
    marker: 'dobrobot k1:5',
    said: ['Released by ', { given: '@rita' }],
    since: Date.now() - 60_000,
  };
  const write = async () =>
    (await toWriter(code, { http, env: { TOKEN: 'ours' } }))?.comment('RITA/APP#1', comment);
  await write();
  await write();
  const comments = (await (await fetch(`${issues}/1/comments`, { headers })).json()) as { body: string }[];
  expect(comments.map(({ body }) => body)).toEqual(['Released by `@rita`\n\n<!-- dobrobot k1:5 -->']);
});
