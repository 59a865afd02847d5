/** Temporal's Web UI and CLI read and write encrypted data through the codec endpoint; nobody else can. */
import { randomBytes } from 'node:crypto';
import { defaultPayloadConverter } from '@temporalio/common';
import { describe, expect, it } from 'vitest';
import { EncryptionCodec } from '../../config/encryption-codec.ts';
import type { TokenGrant } from '../../log/tokens.ts';
import { createCodec } from '../../serve/codec.ts';
import { codecReaders } from '../../serve/codec-readers.ts';

const ui = 'https://temporal.example.com';
const codec = new EncryptionCodec([{ id: 'k1', bytes: randomBytes(32) }]);
const open = createCodec({ codec, uiOrigin: ui, mayRead: () => Promise.resolve(true) });
type App = typeof open;

const json = (payload: { metadata?: Record<string, Uint8Array> | null; data?: Uint8Array | null }) => ({
  metadata: Object.fromEntries(
    Object.entries(payload.metadata ?? {}).map(([name, some]) => [
      name,
      Buffer.from(some).toString('base64'),
    ]),
  ),
  data: Buffer.from(payload.data ?? []).toString('base64'),
});
const plain = json(defaultPayloadConverter.toPayload({ reason: 'the cellar is flooded' }));
const post = (app: App, path: string, body: unknown, headers: Record<string, string> = {}) =>
  app.request(`http://127.0.0.1${path}`, {
    method: 'POST',
    headers: { host: '127.0.0.1', 'Content-Type': 'application/json', 'X-Namespace': 'default', ...headers },
    body: JSON.stringify(body),
  });

describe('by Temporal’s protocol', () => {
  it('encrypts and decrypts again', async () => {
    const encoded = (await (await post(open, '/codec/encode', { payloads: [plain] })).json()) as {
      payloads: (typeof plain)[];
    };
    expect(encoded.payloads[0]?.metadata['encoding']).toBe(
      Buffer.from('binary/encrypted').toString('base64'),
    );
    const answer = await post(open, '/codec/decode', encoded);
    expect([answer.status, await answer.json()]).toEqual([200, { payloads: [plain] }]);
    expect(answer.headers.get('cache-control')).toBe('no-store');
  });

  it('says which key is missing, and what it does not understand', async () => {
    const other = new EncryptionCodec([{ id: 'old', bytes: randomBytes(32) }]);
    const [lost] = await other.encode([defaultPayloadConverter.toPayload(1)]);
    const answer = await post(open, '/codec/decode', { payloads: [json(lost ?? {})] });
    expect([answer.status, await answer.text()]).toEqual([422, expect.stringContaining('"old"')]);
    expect((await post(open, '/codec/decode', { payloads: 'x' })).status).toBe(422);
    expect((await post(open, '/codec/other', {})).status).toBe(404);
  });

  it('lets scripts of the Web UI alone read the answer', async () => {
    const preflight = (origin: string) =>
      open.request('http://127.0.0.1/codec/decode', {
        method: 'OPTIONS',
        headers: { origin, 'Access-Control-Request-Method': 'POST' },
      });
    const allowed = (await preflight(ui)).headers;
    expect(allowed.get('access-control-allow-origin')).toBe(ui);
    expect(allowed.get('access-control-allow-credentials')).toBe('true');
    expect(allowed.get('access-control-allow-headers')).toContain('X-Namespace');
    expect(
      (await preflight('https://evil.example.com')).headers.get('access-control-allow-origin'),
    ).toBeNull();
  });
});

describe('who may', () => {
  const tokens = new Map<string, Pick<TokenGrant, 'scopes' | 'components'>>([
    ['dob_reads', { scopes: ['read'], components: null }],
    ['dob_reads_some', { scopes: ['read'], components: ['billing'] }],
    ['dob_deploys', { scopes: ['deploy'], components: null }],
  ]);
  const hosts = { names: [], byAddress: false };
  const common = {
    tokenOf: (given: string) => Promise.resolve(tokens.get(given) ?? null),
    hosts,
    origins: [ui],
    isThere: (user: string) => Promise.resolve(user !== 'U_GONE'),
  };
  const signedIn = (id: string) => ({ of: () => Promise.resolve({ id, name: id }) });
  const nobody = { of: () => Promise.resolve(null) };
  const status = async (
    readers: Parameters<typeof codecReaders>[0],
    headers: Record<string, string> = {},
  ) => {
    const app = createCodec({ codec, uiOrigin: ui, mayRead: codecReaders(readers) });
    return (await post(app, '/codec/decode', { payloads: [plain] }, headers)).status;
  };

  it('is a token with the scope read for all components', async () => {
    const readers = { ...common, sessions: nobody, onlyHere: false };
    const by = (given: string) => status(readers, { Authorization: `Bearer ${given}` });
    expect(await by('dob_reads')).toBe(200);
    for (const other of ['dob_reads_some', 'dob_deploys', 'dob_none']) expect(await by(other)).toBe(401);
  });

  it('is whoever is signed in on the page, from the Web UI', async () => {
    const readers = { ...common, sessions: signedIn('U_ANN'), onlyHere: true };
    expect(await status(readers, { origin: ui })).toBe(200);
    expect(await status(readers, { origin: 'https://evil.example.com' })).toBe(401);
    expect(await status(readers)).toBe(401);
    expect(await status({ ...readers, sessions: signedIn('U_GONE') }, { origin: ui })).toBe(401);
    expect(await status({ ...readers, sessions: nobody }, { origin: ui })).toBe(401);
  });

  it('is whoever is on this machine where nobody signs in and the page is nowhere else', async () => {
    const readers = { ...common, sessions: null, onlyHere: true };
    expect(await status(readers)).toBe(200);
    expect(await status(readers, { 'X-Forwarded-For': '203.0.113.5' })).toBe(401);
    expect(await status(readers, { host: 'rebound.example.com' })).toBe(401);
    expect(await status({ ...readers, onlyHere: false })).toBe(401);
  });
});
