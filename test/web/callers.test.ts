/** Who gives a command on the page, according to the request's headers. */
import { Hono } from 'hono';
import { describe, expect, it } from 'vitest';
import { pageCallers } from '../../web/page-callers.ts';
import type { PageCaller } from '../../web/page-callers.ts';

type Headers = Readonly<Record<string, string>>;

const hosts = { names: ['dobrobot.example.com'], byAddress: false };
const isThere = (user: string) => Promise.resolve(user !== 'U_GONE');

async function caller(
  of: Partial<Parameters<typeof pageCallers>[0]>,
  headers: Headers,
  method = 'POST',
): Promise<PageCaller> {
  const callerOf = pageCallers({ hosts, signedIn: null, actors: null, isThere, ...of });
  const app = new Hono().all('/', async (c) => c.json(await callerOf(c)));
  return (await app.request('/', { method, headers })).json() as Promise<PageCaller>;
}

describe('where nobody signs in', () => {
  const trying = { actors: ['U_VERA', 'U_DEV1'] };
  const own = {
    host: 'localhost:8080',
    origin: 'http://localhost:8080',
    'sec-fetch-site': 'same-origin',
    'x-dobrobot-as': 'U_VERA',
  };
  const without = (name: keyof typeof own): Headers =>
    Object.fromEntries(Object.entries(own).filter(([key]) => key !== name));

  it.each([
    own,
    without('origin'),
    without('sec-fetch-site'),
    { ...own, host: '127.0.0.1:8080', origin: 'http://127.0.0.1:8080' },
  ])('is whom one chose on the page: %j', async (headers) => {
    expect(await caller(trying, headers)).toEqual({ actor: 'U_VERA' });
  });

  it.each([
    ['nobody of the configuration', { ...own, 'x-dobrobot-as': 'U_EVIL' }],
    ['a name that points here for a moment', { ...own, host: 'evil.example', origin: 'http://evil.example' }],
    ['another page of this machine', { ...own, origin: 'http://localhost:3000' }],
    ['a page without an origin', { ...own, origin: 'null' }],
    ['a page of the same site', { ...own, 'sec-fetch-site': 'same-site' }],
    ['a page of another site', { ...own, 'sec-fetch-site': 'cross-site' }],
    ['a program that says nothing of itself', { host: own.host, 'x-dobrobot-as': 'U_VERA' }],
    ['somebody behind a proxy', { ...own, 'x-forwarded-for': '203.0.113.7' }],
    ['somebody behind another proxy', { ...own, forwarded: 'for=203.0.113.7' }],
  ])('refuses %s', async (_, headers) => {
    expect(await caller(trying, headers)).toBe('forged');
  });

  it('is nobody unless somebody may be chosen, and is', async () => {
    expect(await caller({}, own)).toBe('nobody');
    expect(await caller(trying, without('x-dobrobot-as'))).toBe('nobody');
    expect(await caller(trying, { host: own.host })).toBe('nobody');
    expect(await caller(trying, { host: 'dobrobot.internal:8080' })).toBe('nobody');
  });
});

describe('where people sign in', () => {
  const of = (user: string | null) => ({
    signedIn: {
      origin: 'https://dobrobot.example.com',
      sessions: {
        of: () => Promise.resolve(user === null ? null : { id: user, name: user }),
        begin: () => Promise.resolve(),
        end: () => undefined,
      },
    },
    actors: ['U_VERA'],
  });
  // A proxy may send another host name.
  const own = { host: 'localhost', origin: 'https://dobrobot.example.com', 'x-dobrobot-as': 'U_NORA' };

  it('is who is signed in, on the page', async () => {
    expect(await caller(of('U_NORA'), own)).toEqual({ actor: 'U_NORA' });
  });

  it('may read without an origin, which browsers do not send then', async () => {
    const reading = { host: own.host, 'x-dobrobot-as': 'U_NORA' };
    expect(await caller(of('U_NORA'), reading, 'GET')).toEqual({ actor: 'U_NORA' });
    expect(await caller(of('U_NORA'), reading, 'POST')).toBe('forged');
  });

  it('is nobody who has left the workspace, and nobody without a session', async () => {
    expect(await caller(of('U_GONE'), { ...own, 'x-dobrobot-as': 'U_GONE' })).toBe('nobody');
    expect(await caller(of(null), { ...own, 'x-dobrobot-as': 'U_VERA' })).toBe('nobody');
    expect(await caller(of(null), { host: 'dobrobot.internal:8080' })).toBe('nobody');
  });

  it.each([
    ['who signed in meanwhile as somebody else', { ...own, 'x-dobrobot-as': 'U_OTTO' }],
    ['a form, which has no header of ours', { host: own.host, origin: own.origin }],
    ['another origin', { ...own, origin: 'https://evil.example.com' }],
    ['the same name without TLS', { ...own, origin: 'http://dobrobot.example.com' }],
    ['another name', { ...own, host: 'evil.example.com' }],
  ])('refuses %s', async (_, headers) => {
    expect(await caller(of('U_NORA'), headers)).toBe('forged');
  });
});
