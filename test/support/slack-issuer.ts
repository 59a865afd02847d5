/** A Slack that identifies users over OpenID Connect, as described by https://slack.com/.well-known/openid-configuration. */
import { randomUUID } from 'node:crypto';
import { serve } from '@hono/node-server';
import { freePort } from './free-port.ts';
import { Hono } from 'hono';
import { exportJWK, generateKeyPair, SignJWT } from 'jose';
import type { JWTPayload } from 'jose';

/** How it behaves; tests change what they are about. */
export interface IssuerMood {
  /** Whether the user consents. */
  consents: boolean;
  /** Override the claims of an ID token. */
  claims: JWTPayload;
  /** `another`: a key that it does not publish, under the ID of the one it does; `none`: no signature. */
  key: 'own' | 'another' | 'none';
  /** The error in its answer to a code, with status 200, as Slack does. */
  refuses: string | null;
  /** Answers with a server error. */
  broken: boolean;
}

export interface SlackIssuer {
  readonly url: string;
  readonly clientId: string;
  readonly clientSecret: string;
  readonly team: string;
  mood: IssuerMood;
  /** Every token and code that it issued. */
  readonly given: readonly string[];
  /** The authorization requests it got. */
  readonly askings: readonly URLSearchParams[];
  stop(): Promise<void>;
  /** Starts it again on the same port. */
  start(): Promise<void>;
}

const calm = (): IssuerMood => ({ consents: true, claims: {}, key: 'own', refuses: null, broken: false });
const kid = 'key-1';

/** `redirectUris` are those registered with its app. */
export async function slackIssuer(redirectUris: readonly string[]): Promise<SlackIssuer> {
  const port = await freePort();
  const url = `http://127.0.0.1:${port}`;
  const keys = { own: await generateKeyPair('RS256'), another: await generateKeyPair('RS256') };
  const publicKey = { ...(await exportJWK(keys.own.publicKey)), kid, use: 'sig', alg: 'RS256' };
  const codes = new Map<string, { readonly nonce: string; readonly redirectUri: string }>();
  const given: string[] = [];
  const askings: URLSearchParams[] = [];
  const [clientId, clientSecret, team] = ['2141029472.691', `secret-${randomUUID()}`, 'T0TEAM'];
  const keep = (secret: string): string => {
    given.push(secret);
    return secret;
  };

  async function idToken(nonce: string): Promise<string> {
    const now = Math.floor(Date.now() / 1000);
    const claims = {
      ...{ iss: url, sub: 'U_VERA', aud: clientId, iat: now, exp: now + 300, auth_time: now, nonce },
      ...{ 'https://slack.com/team_id': team, 'https://slack.com/user_id': 'U_VERA', name: 'Vera Ёлкина' },
      ...issuer.mood.claims,
    };
    if (issuer.mood.key === 'none') {
      const part = (value: object) => Buffer.from(JSON.stringify(value)).toString('base64url');
      return `${part({ alg: 'none' })}.${part(claims)}.`;
    }
    const { privateKey } = keys[issuer.mood.key];
    return new SignJWT(claims).setProtectedHeader({ alg: 'RS256', typ: 'JWT', kid }).sign(privateKey);
  }

  const app = new Hono();
  app.use(async (c, next) => {
    // On a busy machine a request may arrive just as an idle connection is closed.
    c.header('Connection', 'close');
    return issuer.mood.broken ? c.text('Something is broken.', 500) : next();
  });
  app.get('/.well-known/openid-configuration', (c) =>
    c.json({
      issuer: url,
      authorization_endpoint: `${url}/openid/connect/authorize`,
      token_endpoint: `${url}/api/openid.connect.token`,
      userinfo_endpoint: `${url}/api/openid.connect.userInfo`,
      jwks_uri: `${url}/openid/connect/keys`,
      scopes_supported: ['openid', 'profile', 'email'],
      response_types_supported: ['code'],
      response_modes_supported: ['form_post'],
      grant_types_supported: ['authorization_code'],
      subject_types_supported: ['public'],
      id_token_signing_alg_values_supported: ['RS256'],
      claims_supported: ['sub', 'auth_time', 'iss'],
      claims_parameter_supported: false,
      request_parameter_supported: false,
      request_uri_parameter_supported: true,
      token_endpoint_auth_methods_supported: ['client_secret_post', 'client_secret_basic'],
    }),
  );
  app.get('/openid/connect/keys', (c) => c.json({ keys: [publicKey] }));
  app.get('/openid/connect/authorize', (c) => {
    const asking = new URL(c.req.url).searchParams;
    askings.push(asking);
    const redirectUri = asking.get('redirect_uri') ?? '';
    const wellAsked =
      asking.get('client_id') === clientId &&
      asking.get('response_type') === 'code' &&
      redirectUris.includes(redirectUri);
    if (!wellAsked) return c.text('invalid_client_id or bad_redirect_uri', 400);
    const way = new URL(redirectUri);
    if (issuer.mood.consents) {
      const code = keep(randomUUID());
      codes.set(code, { nonce: asking.get('nonce') ?? '', redirectUri });
      way.searchParams.set('code', code);
    } else way.searchParams.set('error', 'access_denied');
    way.searchParams.set('state', asking.get('state') ?? '');
    return c.redirect(way.href);
  });
  app.post('/api/openid.connect.token', async (c) => {
    const form = new URLSearchParams(await c.req.text());
    const refuse = (error: string) => c.json({ ok: false, error });
    if (issuer.mood.refuses !== null) return refuse(issuer.mood.refuses);
    if (form.get('client_id') !== clientId) return refuse('invalid_client_id');
    if (form.get('client_secret') !== clientSecret) return refuse('bad_client_secret');
    const code = form.get('code') ?? '';
    const asked = codes.get(code);
    if (!asked || form.get('grant_type') !== 'authorization_code') return refuse('invalid_code');
    codes.delete(code);
    if (form.get('redirect_uri') !== asked.redirectUri) return refuse('bad_redirect_uri');
    const accessToken = keep(`xoxp-${randomUUID()}`);
    const token = keep(await idToken(asked.nonce));
    return c.json({ ok: true, access_token: accessToken, token_type: 'Bearer', id_token: token });
  });

  const listen = () =>
    new Promise<ReturnType<typeof serve>>((resolve) => {
      const started = serve({ fetch: app.fetch, hostname: '127.0.0.1', port }, () => {
        resolve(started);
      });
    });
  let server: ReturnType<typeof serve> | null = null;
  const issuer: SlackIssuer = {
    url,
    clientId,
    clientSecret,
    team,
    mood: calm(),
    given,
    askings,
    async start() {
      server ??= await listen();
      issuer.mood = calm();
    },
    async stop() {
      const running = server;
      server = null;
      if (!running) return;
      await new Promise((resolve) => {
        running.close(resolve);
        if ('closeAllConnections' in running) running.closeAllConnections();
      });
    },
  };
  await issuer.start();
  return issuer;
}
