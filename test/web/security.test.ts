/** What the page's server gives to whom, and with which headers. */
import { Hono } from 'hono';
import { describe, expect, it } from 'vitest';
import { isOurs } from '../../web/hosts.ts';
import type { PageEnv } from '../../web/page-env.ts';
import type { About } from '../../web/wire.ts';
import { ask, testPage } from '../support/page.ts';

const paths = [
  '/',
  '/page.js',
  '/page.css',
  '/api/about',
  '/api/queue',
  '/api/timeline?from=1&to=2',
  '/api/timeline',
  '/api/releases/k1',
  '/api/suspects?at=1',
  '/api/statistics?since=1&until=2',
  '/nowhere',
];

describe('every answer', () => {
  it.each(paths)('of %s lets a browser run nothing but the page', async (path) => {
    const { headers } = await ask(await testPage(null), path);
    const policy = (headers.get('content-security-policy') ?? '').split('; ');
    expect(policy.toSorted()).toEqual([
      "base-uri 'none'",
      "connect-src 'self'",
      "default-src 'none'",
      "form-action 'none'",
      "frame-ancestors 'none'",
      "img-src 'self' data:",
      "script-src 'self'",
      "style-src 'self'",
    ]);
    expect(headers.get('x-content-type-options')).toBe('nosniff');
    expect(headers.get('referrer-policy')).toBe('no-referrer');
    expect(headers.get('x-frame-options')).toBe('DENY');
    expect(headers.get('cross-origin-resource-policy')).toBe('same-origin');
    expect([...headers.keys()].filter((name) => name.startsWith('access-control'))).toEqual([]);
    if (path.startsWith('/api')) expect(headers.get('cache-control')).toBe('no-store');
  });

  it.each(paths)('of %s is for GET and HEAD only', async (path) => {
    const page = await testPage(null);
    for (const method of ['POST', 'PUT', 'PATCH', 'DELETE', 'OPTIONS']) {
      const response = await ask(page, path, { method });
      expect([method, response.status, response.headers.get('allow')]).toEqual([method, 405, 'GET, HEAD']);
    }
    const [get, head] = [await ask(page, path), await ask(page, path, { method: 'HEAD' })];
    expect(head.status).toBe(get.status);
    expect(await head.text()).toBe('');
  });
});

describe('by another name', () => {
  it.each([
    'evil.example.com',
    'localhost.evil.example.com',
    '10.0.0.5:8080',
    'localhost@evil.example.com',
    '',
  ])('%j nobody gets anything', async (host) => {
    for (const path of paths) {
      const response = await ask(await testPage(null), path, { headers: { host } });
      expect([path, response.status]).toEqual([path, 421]);
      expect(await response.json()).toEqual({
        problem: expect.stringContaining('DOBROBOT_WEB_URL') as string,
      });
    }
  });

  it.each(['localhost:8080', '127.0.0.1:18080', '[::1]:8080', 'LOCALHOST', 'releases.example.com'])(
    '%s everybody does',
    async (host) => {
      expect((await ask(await testPage(null), '/api/about', { headers: { host } })).status).toBe(200);
    },
  );

  it('a page that is served on another interface is found by its number, too', () => {
    const open = { names: [], byAddress: true };
    expect(isOurs('10.0.0.5:8080', open)).toBe(true);
    expect(isOurs('[fd00::1]:8080', open)).toBe(true);
    expect(isOurs('evil.example.com', open)).toBe(false);
    expect(isOurs(undefined, open)).toBe(false);
  });
});

it('who has to sign in sees nothing before, and is named after', async () => {
  const signIn = new Hono<PageEnv>();
  signIn.get('/sign-in', (context) => context.text('Who are you?'));
  signIn.use(async (context, next) => {
    if (context.req.header('cookie') !== 'ann') return context.json({ problem: 'Sign in first' }, 401);
    context.set('user', { id: 'U_ANN', name: 'Ann' });
    return next();
  });
  const page = await testPage(null, { signIn });
  for (const path of paths) {
    const response = await ask(page, path);
    expect([path, response.status]).toEqual([path, 401]);
    expect(response.headers.get('content-security-policy')).toContain("default-src 'none'");
  }
  expect((await ask(page, '/sign-in')).status).toBe(200);
  expect((await ask(page, '/sign-in', { headers: { host: 'evil.example.com' } })).status).toBe(421);
  const about = (await (await ask(page, '/api/about', { headers: { cookie: 'ann' } })).json()) as About;
  expect(about.user).toEqual({ id: 'U_ANN', name: 'Ann' });
});

it('what a browser has already is not sent again', async () => {
  const page = await testPage(null);
  const { headers } = await ask(page, '/page.js');
  expect(headers.get('content-type')).toBe('text/javascript; charset=utf-8');
  const again = await ask(page, '/page.js', { headers: { 'if-none-match': headers.get('etag') ?? '' } });
  expect([again.status, await again.text()]).toEqual([304, '']);
});

it('what goes wrong says nothing of what went wrong', async () => {
  const releases = {
    open: () => Promise.reject(new Error('the secret')),
    locks: () => Promise.resolve([]),
    allWatched: () => Promise.resolve(new Map()),
  };
  const response = await ask(await testPage(null, { releases }), '/api/queue');
  expect(response.status).toBe(503);
  expect(await response.text()).not.toContain('secret');
});
