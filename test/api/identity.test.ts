/** Pipelines with the identity token of their job: which are accepted, for what and how often, and what the log says of them. */
import { readdir, readFile, stat, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { dobrobot } from '../cli/dobrobot.ts';
import { startApiCompany } from '../support/api.ts';
import type { ApiCompany, Told } from '../support/api.ts';
import { query } from '../support/database.ts';
import { eventually } from '../support/eventually.ts';
import { startIdentityIssuer } from '../support/identity-issuer.ts';
import type { IdentityIssuer, Mood } from '../support/identity-issuer.ts';
import { temporaryFolder } from '../support/temporary-folder.ts';
import { startWeb } from '../support/web.ts';

let issuer: IdentityIssuer;
let api: ApiCompany;

const audience = 'https://dobrobot.example.com';
const sha = 'd6fde92930d4715a2b49857d24b940956b26d2d3';

beforeAll(async () => {
  issuer = await startIdentityIssuer();
  const github = (mood: Mood) => ({
    ...{ kind: 'github', issuer: issuer.issuerOf(mood), audience },
    claims: { repository_id: 74, environment: 'production', ref: ['refs/heads/main', 'refs/tags/v*'] },
    ...{ scopes: ['read', 'deploy'], components: ['billing'] },
  });
  api = await startApiCompany({
    tickets: { 'OPS-1': ['billing'], 'OPS-2': ['ledger'], 'OPS-3': ['billing'] },
    settings: {
      internalHosts: ['127.0.0.1'],
      trust: {
        ci: github('good'),
        gl: {
          ...{ ...github('gitlab'), kind: 'gitlab', components: ['ledger'] },
          claims: { project_id: 20, ref: 'main', ref_protected: true },
        },
        ...{ down: github('down'), huge: github('huge'), slow: github('slow'), moved: github('elsewhere') },
      },
    },
  });
});
afterAll(async () => {
  await api.close();
  await issuer.close();
});

const exchanged = (identityToken: string): Promise<Told> =>
  api.call(null, 'POST', '/token', { body: { identityToken } });
const shortToken = async (identityToken: string): Promise<string> => {
  const told = await exchanged(identityToken);
  expect(told.status).toBe(201);
  return String(told.body['token']);
};
const kept = async () => [
  await query(api.database, 'select count(*)::int as n from tokens'),
  await query(api.database, 'select count(*)::int as n from used_identities'),
];
const comesTo = async (ticket: string, stage: string) => {
  const reader = await api.tokenOf('U_ANN');
  const { body } = await api.call(reader, 'GET', `/releases/${ticket}/wait?for=${stage}&timeout=30`);
  expect(body).toMatchObject({ stage, reached: true });
};

async function untilReady(ticket: string): Promise<void> {
  const [ann, nora] = [await api.tokenOf('U_ANN'), await api.tokenOf('U_NORA')];
  const asked = await api.call(ann, 'POST', '/releases', { body: { tickets: [ticket], noNeedAdmin: true } });
  expect(asked).toMatchObject({ status: 201 });
  await comesTo(ticket, 'awaiting_approval');
  await api.call(nora, 'POST', `/releases/${ticket}/accept`, { body: {} });
  await comesTo(ticket, 'ready');
}

it('is exchanged for a short token with what `trust` says, and no more', async () => {
  const told = await exchanged(await issuer.tokenOf());
  expect([told.status, told.body]).toEqual([
    201,
    {
      ...{ token: expect.stringMatching(/^dob_[0-9A-Za-z]{49}$/) as string, name: 'ci', actor: 'service:ci' },
      ...{ scopes: ['read', 'deploy'], components: ['billing'] },
      expiresAt: expect.any(String) as string,
    },
  ]);
  expect(told.headers.get('cache-control')).toBe('no-store');
  const lasts = Date.parse(String(told.body['expiresAt'])) - Date.now();
  expect(Math.abs(lasts - 15 * 60_000)).toBeLessThan(60_000);
  const token = String(told.body['token']);
  expect((await api.call(token, 'GET', '/locks/billing')).status).toBe(200);
  expect((await api.call(token, 'GET', '/locks/ledger')).body).toMatchObject({ code: 'outsideComponents' });
  const accept = await api.call(token, 'POST', '/releases/OPS-1/accept', { body: {} });
  expect([accept.status, accept.body['code']]).toEqual([403, 'outsideScope']);
});

it('brings a release on; the log says which pipeline it was, and which commit', async () => {
  await untilReady('OPS-1');
  const token = await shortToken(await issuer.tokenOf());
  const started = await api.call(token, 'POST', '/releases/OPS-1/depStart', { body: {} });
  expect(started).toMatchObject({ status: 200, body: { stage: 'deploying' } });
  // The second call uses the identity token itself.
  const finished = await api.call(await issuer.tokenOf(), 'POST', '/releases/OPS-1/depFinish', { body: {} });
  expect(finished).toMatchObject({ status: 200, body: { stage: 'finished' } });
  const pipeline = {
    ...{ token: 'ci', repository: 'acme/app', run: '42', sha },
    url: `${issuer.url}/acme/app/actions/runs/42`,
  };
  const reader = await api.tokenOf('U_ANN', { name: 'ann-laptop' });
  await eventually(async () => {
    const { body } = await api.call(reader, 'GET', '/log?ticket=OPS-1');
    const events = body['events'] as readonly Record<string, unknown>[];
    const of = (type: string) => events.find((event) => event['type'] === type);
    expect(of('started')).toMatchObject({ actor: 'service:ci', via: 'api', pipeline });
    expect(of('finished')).toMatchObject({ actor: 'service:ci', via: 'api', pipeline });
    expect(of('requested')?.['pipeline']).toMatchObject({ token: expect.stringMatching(/^t\d+$/) as string });
    expect(of('checksPassed')?.['pipeline']).toBeNull();
  });

  // The next release of the component is compared with the commit of this one.
  await untilReady('OPS-3');
  const later = '83d9211200dda0f7a3f3d2c2d4e3c8d44eb0a4a5';
  const next = await shortToken(await issuer.tokenOf({ claims: { sha: later } }));
  expect(await api.call(next, 'POST', '/releases/OPS-3/depStart', { body: {} })).toMatchObject({
    status: 200,
  });
  await eventually(async () => {
    const { body } = await api.call(reader, 'GET', '/blame?at=now&component=billing');
    expect(body['suspects']).toMatchObject([
      { release: { ticket: 'OPS-3' }, compare: `${issuer.url}/acme/app/compare/${sha}...${later}` },
      { release: { ticket: 'OPS-1' }, compare: null },
    ]);
  });
  const said = await api.call(reader, 'POST', '/commands', { body: { text: 'blame now billing' } });
  expect(said.body['text']).toContain(`/compare/${sha}...${later}`);
});

it('is exchanged by the terminal, once for all calls of its job', async () => {
  const env = {
    DOBROBOT_URL: api.url,
    DOBROBOT_TOKEN: await issuer.tokenOf(),
    RUNNER_TEMP: await temporaryFolder(),
  };
  const queue = (more: Readonly<Record<string, string>> = {}) =>
    dobrobot(['queue', 'billing', '--json'], { ...env, ...more });
  const both = await Promise.all([queue(), queue()]);
  expect([...both, await queue()].map(({ code, err }) => [code, err])).toEqual([
    [0, ''],
    [0, ''],
    [0, ''],
  ]);
  const [folder = ''] = await readdir(env.RUNNER_TEMP);
  const [file = ''] = await readdir(join(env.RUNNER_TEMP, folder));
  const kept = await stat(join(env.RUNNER_TEMP, folder, file));
  expect([kept.mode & 0o777, (await stat(join(env.RUNNER_TEMP, folder))).mode & 0o777]).toEqual([
    0o600, 0o700,
  ]);
  const elsewhere = await queue({ RUNNER_TEMP: await temporaryFolder() });
  expect([elsewhere.code, elsewhere.err]).toEqual([3, '']);
  expect(JSON.parse(elsewhere.out)).toMatchObject({
    detail: expect.stringMatching(/was used before/) as string,
  });
  const foreign = await queue({ DOBROBOT_TOKEN: await issuer.tokenOf({ claims: { ref: 'refs/heads/x' } }) });
  expect(foreign.code).toBe(3);
  expect(JSON.parse(foreign.out)).toMatchObject({
    detail: expect.stringMatching(/says of ref is not what/) as string,
  });
});

it('of GitLab says "true", and is told by its own name', async () => {
  const job = {
    ...{ project_id: '20', project_path: 'acme/ops/app', pipeline_id: '574', pipeline_source: 'push' },
    ...{
      ref: 'main',
      ref_protected: 'true',
      event_name: undefined,
      repository: undefined,
      run_id: undefined,
    },
  };
  const told = await exchanged(await issuer.tokenOf({ mood: 'gitlab', claims: job }));
  expect(told.body).toMatchObject({ actor: 'service:gl', components: ['ledger'] });
  const open = { ...job, ref_protected: 'false' };
  const refused = await exchanged(await issuer.tokenOf({ mood: 'gitlab', claims: open }));
  expect([refused.status, refused.body['facts']]).toEqual([403, { claims: ['ref_protected'] }]);
});

const seconds = (fromNow: number) => Math.floor(Date.now() / 1000) + fromNow;
const claiming = (claims: Parameters<IdentityIssuer['tokenOf']>[0]) => () => issuer.tokenOf(claims);

type Refusal = readonly [string, () => Promise<string>, number, string, object?];

const refusals: readonly Refusal[] = [
  [
    'an issuer that nobody trusts',
    claiming({ claims: { iss: 'https://evil.example' } }),
    401,
    'identityIssuer',
  ],
  [
    'a trusted issuer, but a little different',
    () => issuer.tokenOf({ claims: { iss: `${issuer.issuerOf('good')}/` } }),
    ...([401, 'identityIssuer'] as const),
  ],
  ['no issuer', claiming({ claims: { iss: undefined } }), 401, 'identityIssuer'],
  ...(
    [
      ['aud', 'https://github.com/acme'],
      ['aud', ['https://other.example.com']],
      ['repository_id', '75'],
      ['environment', 'staging'],
      ['environment', undefined],
      ['ref', 'refs/heads/main-2'],
      ['ref', 'refs/pull/7/merge'],
      ['event_name', 'pull_request_target'],
      ['event_name', 'pull_request'],
    ] as const
  ).map(([name, value]) => {
    const wish = claiming({ claims: { [name]: value } });
    return [`${name} ${JSON.stringify(value)}`, wish, 403, 'identityNotTrusted', { claims: [name] }] as const;
  }),
  ['another key', claiming({ key: 'another' }), 401, 'identityNotGood'],
  ['a key that nobody knows', claiming({ kid: 'key-9' }), 401, 'identityNotGood'],
  ['no signature', () => issuer.forged('none'), 401, 'identityNotGood'],
  ['the public key for a secret', () => issuer.forged('HS256'), 401, 'identityNotGood'],
  ['another algorithm', () => issuer.forged('ES256'), 401, 'identityNotGood'],
  ['no jti', claiming({ claims: { jti: undefined } }), 401, 'identityNotGood'],
  ['no end', claiming({ claims: { exp: undefined } }), 401, 'identityNotGood'],
  ['an end that is over', () => issuer.tokenOf({ claims: { exp: seconds(-60) } }), 401, 'identityTime'],
  ['a time that has not come', () => issuer.tokenOf({ claims: { nbf: seconds(120) } }), 401, 'identityTime'],
  [
    'a making that has not come',
    () => issuer.tokenOf({ claims: { iat: seconds(120) } }),
    401,
    'identityTime',
  ],
  ['an issuer that is down', claiming({ mood: 'down' }), 503, 'issuerAway'],
  ['an issuer that answers too much', claiming({ mood: 'huge' }), 503, 'issuerAway'],
  ['an issuer that is slow', claiming({ mood: 'slow' }), 503, 'issuerAway'],
  ['an issuer that sends elsewhere', claiming({ mood: 'elsewhere' }), 503, 'issuerAway'],
  ['nothing that is a token', () => Promise.resolve('let-me-in'), 401, 'identityNotGood'],
];

describe.each(refusals)('with %s', (...refusal) => {
  const [, tokenOf, status, code, facts] = refusal as unknown as Refusal;
  it('is refused, exchanged or in place of a token, and nothing is kept of it', async () => {
    const before = await kept();
    const identity = await tokenOf();
    const told = await exchanged(identity);
    expect([told.status, told.body['code']]).toEqual([status, code]);
    expect(told.headers.get('content-type')).toMatch(/^application\/problem\+json/);
    if (facts !== undefined) expect(told.body['facts']).toEqual(facts);
    expect(JSON.stringify(told.body)).not.toContain(identity);
    const bearer = await api.call(identity, 'POST', '/commands', { body: { text: 'cancel OPS-2' } });
    const isNone = identity === 'let-me-in';
    expect([bearer.status, bearer.body['code']]).toEqual([status, isNone ? 'noToken' : code]);
    if (status === 401) expect(bearer.headers.get('www-authenticate')).toBe('Bearer');
    expect(await kept()).toEqual(before);
  });
});

it('is taken once, in either way, by all web processes together', async () => {
  const second = await startWeb(api.company.env);
  const asked = (url: string, identityToken: string) =>
    fetch(`${url}/api/v1/token`, {
      method: 'POST',
      headers: { 'Content-Type': 'application/json' },
      body: JSON.stringify({ identityToken }),
    });
  const identity = await issuer.tokenOf();
  const all = await Promise.all(
    [api.url, second.url, api.url, second.url].map((url) => asked(url, identity)),
  );
  expect(all.map(({ status }) => status).sort()).toEqual([201, 401, 401, 401]);
  const once = await issuer.tokenOf();
  expect((await api.call(once, 'GET', '/locks/billing')).status).toBe(200);
  const again = await api.call(once, 'GET', '/locks/billing');
  expect([again.status, again.body['code']]).toEqual([401, 'identityUsed']);
  expect((await exchanged(once)).body['code']).toBe('identityUsed');
  await second.child.stop();
});

it('needs a body that names it, and no other method', async () => {
  expect((await api.call(null, 'POST', '/token', { body: {} })).status).toBe(422);
  expect((await api.call(null, 'POST', '/token', { body: { identityToken: 7 } })).status).toBe(422);
  const got = await api.call(null, 'GET', '/token');
  expect([got.status, got.headers.get('allow')]).toEqual([405, 'POST']);
  expect((await api.call(null, 'GET', '/tokens')).status).toBe(401);
});

it('ends with its name, and its token goes when it is over', async () => {
  const [first, second] = [
    await shortToken(await issuer.tokenOf()),
    await shortToken(await issuer.tokenOf()),
  ];
  expect(await api.tokens.revoke('ci')).toBe(true);
  for (const token of [first, second]) {
    expect((await api.call(token, 'GET', '/locks/billing')).body).toMatchObject({ code: 'noToken' });
  }
  await query(
    api.database,
    `update tokens set expires_at = now() - interval '2 hours' where pipeline is not null;
     update used_identities set expires_at = now() - interval '2 hours'`,
  );
  const others = 'select count(*)::int as n from tokens where pipeline is null';
  await query(
    api.database,
    `update tokens set expires_at = now() - interval '1 year' where name = 'ann-laptop'`,
  );
  const before = await query(api.database, others);
  await shortToken(await issuer.tokenOf());
  expect(await query(api.database, others)).toEqual(before);
  const [tokens, identities] = [
    await query(api.database, 'select count(*)::int as n from tokens where pipeline is not null'),
    await query(api.database, 'select count(*)::int as n from used_identities'),
  ];
  expect([tokens, identities]).toEqual([[{ n: 1 }], [{ n: 1 }]]);
});

it('lives as long as it is used, six hours at most', async () => {
  const token = await shortToken(await issuer.tokenOf());
  const end = async () => {
    const [row] = await query<{ readonly left: number }>(
      api.database,
      `select extract(epoch from expires_at - now())::int as left from tokens
         where pipeline is not null order by created_at desc limit 1`,
    );
    return Number(row?.left);
  };
  const used = () => api.call(token, 'GET', '/locks/billing');
  const change = (what: string) =>
    query(api.database, `update tokens set ${what} where pipeline is not null`);
  await change(`expires_at = now() + interval '1 minute', created_at = created_at - interval '1 hour'`);
  expect((await used()).status).toBe(200);
  expect(await end()).toBeGreaterThan(14 * 60);
  await change(`last_used_at = null, created_at = now() - interval '5 hours 55 minutes'`);
  expect((await used()).status).toBe(200);
  expect(await end()).toBeLessThan(6 * 60);
});

it('stops a short token at once where `trust` names its claims no more, or for something else', async () => {
  const path = api.company.env['DOBROBOT_CONFIG'] ?? '';
  const before = await readFile(path, 'utf8');
  const token = await shortToken(await issuer.tokenOf());
  const used = async () => {
    const { status, body } = await api.call(token, 'GET', '/locks/billing');
    return [status, body['code']];
  };
  expect(await used()).toEqual([200, undefined]);
  for (const [from, to] of [
    ['refs/heads/main', 'refs/heads/other'],
    ['- deploy', '- operate'],
  ] as const) {
    expect(before).toContain(from);
    await writeFile(path, before.replaceAll(from, to));
    await expect.poll(used).toEqual([401, 'trustChanged']);
    await writeFile(path, before);
    await expect.poll(used).toEqual([200, undefined]);
  }
});

it('makes who comes too often wait', async () => {
  let refused: Told | undefined;
  for (let round = 0; refused === undefined && round < 20; round += 1) {
    const all = await Promise.all(Array.from({ length: 20 }, () => exchanged('a.b.c')));
    refused = all.find(({ status }) => status === 429);
  }
  expect(refused?.body).toMatchObject({ code: 'tooMany' });
  expect(Number(refused?.headers.get('retry-after'))).toBeGreaterThan(0);
});
