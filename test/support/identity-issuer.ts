/** Issuers of identity tokens, like GitHub Actions and GitLab CI: several on one server, each with a path of its own. */
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { IncomingMessage, ServerResponse } from 'node:http';
import { exportJWK, exportSPKI, generateKeyPair, SignJWT } from 'jose';
import type { JWTPayload } from 'jose';

/** The ways an issuer may behave, most of them wrong. */
export const moods = [
  'good',
  'gitlab',
  'down',
  'huge',
  'slow',
  'elsewhere',
  'liar',
  'foreign',
  'odd',
] as const;
export type Mood = (typeof moods)[number];

export interface TokenWish {
  /** A claim that is undefined is left out. */
  readonly claims?: Readonly<Record<string, unknown>>;
  readonly mood?: Mood;
  /** `another`: a key that it does not publish, under the ID of the one it does. */
  readonly key?: 'own' | 'another';
  readonly kid?: string;
}

export interface IdentityIssuer {
  readonly url: string;
  readonly issuerOf: (mood: Mood) => string;
  /** The token of a job, valid for five minutes; `claims` replace the defaults. */
  readonly tokenOf: (wish?: TokenWish) => Promise<string>;
  /** The environment in which a job of GitHub Actions gets its token. */
  readonly actionsEnv: () => Readonly<
    Record<'ACTIONS_ID_TOKEN_REQUEST_URL' | 'ACTIONS_ID_TOKEN_REQUEST_TOKEN', string>
  >;
  /** Tokens that must not be accepted. */
  readonly forged: (
    kind: 'none' | 'HS256' | 'ES256',
    claims?: Readonly<Record<string, unknown>>,
  ) => Promise<string>;
  /** How often each path was requested. */
  readonly asked: ReadonlyMap<string, number>;
  /** Switches to another key, `key-2`. */
  readonly rotate: () => Promise<void>;
  readonly close: () => Promise<void>;
}

const requestPath = '/request';
const requestToken = 'the-token-of-a-job';

const now = () => Math.floor(Date.now() / 1000);
const base64 = (value: object) => Buffer.from(JSON.stringify(value)).toString('base64url');

export async function startIdentityIssuer(): Promise<IdentityIssuer> {
  const [own, another, elliptic] = await Promise.all([
    generateKeyPair('RS256', { extractable: true }),
    generateKeyPair('RS256'),
    generateKeyPair('ES256', { extractable: true }),
  ]);
  let signing = { kid: 'key-1', ...own };
  const asked = new Map<string, number>();
  let serial = 0;

  const server = createServer((request, response) => {
    const path = request.url ?? '';
    asked.set(path, (asked.get(path) ?? 0) + 1);
    const isRequest = path.startsWith(requestPath);
    (isRequest ? issue(request, response) : answer(path, response)).catch((error: unknown) => {
      response.writeHead(500).end(String(error));
    });
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  const issuerOf = (mood: Mood) => `${url}/${mood}`;

  async function keySet(): Promise<object> {
    const rsa = { ...(await exportJWK(signing.publicKey)), kid: signing.kid, use: 'sig', alg: 'RS256' };
    const ec = { ...(await exportJWK(elliptic.publicKey)), kid: 'ec', use: 'sig', alg: 'ES256' };
    return { keys: [rsa, ec] };
  }

  async function answer(path: string, response: ServerResponse): Promise<void> {
    const mood = moods.find((one) => path.startsWith(`/${one}/`)) ?? 'good';
    const isKeys = path.endsWith('/keys');
    const json = (body: object) => response.end(JSON.stringify(body));
    if (mood === 'slow') return;
    if (mood === 'down') return void response.writeHead(500).end();
    if (mood === 'elsewhere') {
      // The same server by another name: following the redirect would lead to good keys.
      const to = url.replace('127.0.0.1', 'localhost');
      return void response.writeHead(302, { location: `${to}/good/.well-known/openid-configuration` }).end();
    }
    if (isKeys) return void json(mood === 'odd' ? { keys: 'none' } : await keySet());
    const issuer = mood === 'liar' ? `${url}/good` : issuerOf(mood);
    const keysAt = mood === 'foreign' ? url.replace('127.0.0.1', 'localhost') : url;
    const more = mood === 'huge' ? { padding: 'x'.repeat(6 * 2 ** 20) } : {};
    json({ issuer, jwks_uri: `${keysAt}/${mood}/keys`, ...more });
  }

  /** As GitHub does: for the audience that the job requests. */
  async function issue(
    { url: path = '', headers }: IncomingMessage,
    response: ServerResponse,
  ): Promise<void> {
    const aud = new URL(path, url).searchParams.get('audience');
    const isJob = headers.authorization?.toLowerCase() === `bearer ${requestToken}`;
    if (!isJob || aud === null) return void response.writeHead(401).end();
    response.end(JSON.stringify({ count: 1200, value: await tokenOf({ claims: { aud } }) }));
  }

  const claimsOf = (mood: Mood, claims: Readonly<Record<string, unknown>>): JWTPayload => {
    serial += 1;
    return {
      ...{ iss: issuerOf(mood), aud: 'https://dobrobot.example.com', jti: `${process.pid}-${serial}` },
      ...{ iat: now(), nbf: now() - 5, exp: now() + 300, sub: 'repo:acme/app:ref:refs/heads/main' },
      ...{ repository: 'acme/app', repository_id: '74', environment: 'production' },
      ...{ ref: 'refs/heads/main', event_name: 'push', run_id: '42' },
      ...{ sha: 'd6fde92930d4715a2b49857d24b940956b26d2d3' },
      ...claims,
    };
  };

  const tokenOf: IdentityIssuer['tokenOf'] = ({
    claims = {},
    mood = 'good',
    key = 'own',
    kid = signing.kid,
  } = {}) => {
    const { privateKey } = key === 'own' ? signing : another;
    return new SignJWT(claimsOf(mood, claims))
      .setProtectedHeader({ alg: 'RS256', typ: 'JWT', kid })
      .sign(privateKey);
  };

  return {
    ...{ url, issuerOf, asked, tokenOf },
    actionsEnv: () => ({
      ACTIONS_ID_TOKEN_REQUEST_URL: `${url}${requestPath}?api-version=2.0`,
      ACTIONS_ID_TOKEN_REQUEST_TOKEN: requestToken,
    }),
    async forged(kind, claims = {}) {
      const payload = claimsOf('good', claims);
      if (kind === 'none') return `${base64({ alg: 'none', typ: 'JWT' })}.${base64(payload)}.`;
      if (kind === 'ES256') {
        return new SignJWT(payload).setProtectedHeader({ alg: 'ES256', kid: 'ec' }).sign(elliptic.privateKey);
      }
      // Accepted by a verifier that mistakes the public key for a shared secret.
      const secret = new TextEncoder().encode(await exportSPKI(signing.publicKey));
      return new SignJWT(payload).setProtectedHeader({ alg: 'HS256', kid: signing.kid }).sign(secret);
    },
    async rotate() {
      signing = { kid: 'key-2', ...(await generateKeyPair('RS256', { extractable: true })) };
    },
    close: () =>
      new Promise((resolve) => {
        server.closeAllConnections();
        server.close(() => {
          resolve();
        });
      }),
  };
}
