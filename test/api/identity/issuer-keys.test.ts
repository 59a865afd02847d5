/** The keys of issuers: how often they are fetched, and what is accepted as keys. */
import { decodeProtectedHeader } from 'jose';
import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import { IssuerKeys } from '../../../api/identity/issuer-keys.ts';
import { httpFor } from '../../../http/http.ts';
import type { Http } from '../../../http/http.ts';
import { startIdentityIssuer } from '../../support/identity-issuer.ts';
import type { IdentityIssuer, Mood } from '../../support/identity-issuer.ts';

let issuer: IdentityIssuer;
let http: Http;
let keys: IssuerKeys;

beforeEach(async () => {
  vi.useFakeTimers({ toFake: ['Date'] });
  issuer = await startIdentityIssuer();
  http = httpFor(['127.0.0.1'], 20_000);
  keys = new IssuerKeys();
});
afterEach(async () => {
  await Promise.all([http.close(), issuer.close()]);
  vi.useRealTimers();
});

async function find(mood: Mood = 'good', wish: { readonly kid?: string } = {}): Promise<unknown> {
  const token = await issuer.tokenOf({ mood, ...wish });
  const [header = '', payload = '', signature = ''] = token.split('.');
  const jws = { protected: header, payload, signature };
  return keys.keyFor(issuer.issuerOf(mood), http, { alg: 'RS256', ...decodeProtectedHeader(token) }, jws);
}
const askedFor = (path = '/good/keys') => issuer.asked.get(path) ?? 0;
const later = (ms: number) => vi.setSystemTime(Date.now() + ms);

it('are asked for once by all who come, and again after an hour', async () => {
  const found = await Promise.all([find(), find(), find()]);
  expect(found).toMatchObject([{ type: 'public' }, { type: 'public' }, { type: 'public' }]);
  later(59 * 60_000);
  await find();
  expect([askedFor(), askedFor('/good/.well-known/openid-configuration')]).toEqual([1, 1]);
  later(2 * 60_000);
  await find();
  expect(askedFor()).toBe(2);
});

it('are asked for anew for a key that nobody knows, and not again for half a minute', async () => {
  await find();
  await issuer.rotate();
  await expect(find()).rejects.toThrow(/no applicable key/i);
  expect(askedFor()).toBe(1);
  later(31_000);
  expect(await find()).toMatchObject({ type: 'public' });
  for (let times = 0; times < 5; times += 1)
    await expect(find('good', { kid: 'key-9' })).rejects.toThrow(/no applicable key/i);
  expect(askedFor()).toBe(2);
});

it('go on for a day while the issuer does not answer, which is asked every five seconds', async () => {
  await find();
  await issuer.close();
  later(2 * 3_600_000);
  expect(await find()).toMatchObject({ type: 'public' });
  later(23 * 3_600_000);
  await expect(find()).rejects.toThrow(/cannot be reached/);
});

it.each([
  ['down', /answers with HTTP 500 to \/down\/.well-known\/openid-configuration/],
  ['huge', /answers with more than 5 MB/],
  ['slow', /does not answer within 0.3 s/],
  ['elsewhere', /redirects to http:\/\/localhost/],
  ['liar', /calls itself "http:\/\/127\.0\.0\.1:\d+\/good"/],
  ['foreign', /has its keys on another server/],
  ['odd', /answers with something else than was asked for, to \/odd\/keys/],
] as const)(
  'are none of an issuer that is %s, and it is left alone for five seconds',
  async (mood, reason) => {
    if (mood === 'slow') {
      await http.close();
      http = httpFor(['127.0.0.1'], 300);
    }
    for (let times = 0; times < 3; times += 1) await expect(find(mood)).rejects.toThrow(reason);
    expect(askedFor(`/${mood}/.well-known/openid-configuration`)).toBe(1);
    later(5001);
    await expect(find(mood)).rejects.toThrow(reason);
    expect(askedFor(`/${mood}/.well-known/openid-configuration`)).toBe(2);
  },
);

it('are not asked for in an internal network that the configuration does not name', async () => {
  const careful = httpFor([], 300);
  const asking = keys.keyFor(
    issuer.issuerOf('good'),
    careful,
    { alg: 'RS256' },
    { payload: '', signature: '' },
  );
  await expect(asking).rejects.toThrow(/is in an internal network/);
  expect(issuer.asked.size).toBe(0);
  await careful.close();
});
