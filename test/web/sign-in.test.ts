/** Signing in to the page with Slack, with the whole page and a Slack that signs its tokens. */
import { createServer } from 'node:net';
import type { AddressInfo, Socket } from 'node:net';
import { serve } from '@hono/node-server';
import fc from 'fast-check';
import { describe, expect, it, vi } from 'vitest';
import { signInTexts } from '../../texts/sign-in.ts';
import { en, http, jarOf, signInScene, wayBack, whoIs } from '../support/sign-in-scene.ts';
import type { IssuerMood } from '../support/slack-issuer.ts';

const scene = signInScene();

describe('signing in', () => {
  it('goes to Slack and comes back to where one wanted to be, over the network', async () => {
    const { networked, networkBrowser } = scene();
    const at = await scene().page({ publicUrl: new URL(networked) });
    const server = serve({ fetch: at.fetch, hostname: '127.0.0.1', port: Number(new URL(networked).port) });
    try {
      const one = networkBrowser();
      const { url, body } = await one.open(`${networked}/?component=billing&words=a%20b`);
      expect([url.href, body]).toEqual([`${networked}/?component=billing&words=a%20b`, '<p>The page</p>']);
      expect(await whoIs(one, at)).toEqual({ id: 'U_VERA', name: 'Vera Ёлкина' });
    } finally {
      server.close();
    }
  });

  it('asks Slack for no more than who it is, in the workspace that is named', async () => {
    const at = await scene().page();
    await wayBack(at.browser(), at);
    const { state, nonce, ...asking } = Object.fromEntries(scene().issuer.askings.at(-1) ?? []);
    expect(asking).toEqual({
      client_id: scene().issuer.clientId,
      response_type: 'code',
      scope: 'openid profile',
      redirect_uri: `${http}/sign-in/callback`,
      team: scene().issuer.team,
    });
    expect(state).not.toBe(nonce);
    expect([state, nonce]).toEqual([expect.stringMatching(/^.{43}$/), expect.stringMatching(/^.{43}$/)]);
  });

  it('is by ID for who has no name, and short for who has a long one', async () => {
    const at = await scene().page();
    scene().issuer.mood.claims = { name: '' };
    const nameless = at.browser();
    await nameless.open(at.url);
    expect(await whoIs(nameless, at)).toEqual({ id: 'U_VERA', name: 'U_VERA' });
    scene().issuer.mood.claims = { name: '😀'.repeat(1000) };
    const long = at.browser();
    await long.open(at.url);
    expect(await whoIs(long, at)).toEqual({ id: 'U_VERA', name: '😀'.repeat(80) });
    expect(jarOf(long, at).get('dobrobot-session')?.length).toBeLessThan(4000);
  });

  it('works in two tabs at once, and the first to begin may be the last to end', async () => {
    const at = await scene().page();
    const one = at.browser();
    const first = await wayBack(one, at, '/?tab=1');
    const second = await wayBack(one, at, '/?tab=2');
    expect((await one.open(second)).url.search).toBe('?tab=2');
    expect((await one.open(first)).url.search).toBe('?tab=1');
    expect([...jarOf(one, at).keys()]).toEqual(['dobrobot-session']);
  });

  it('keeps the newest eight attempts of a browser, so that its requests stay short', async () => {
    const at = await scene().page();
    const one = at.browser();
    const ways: string[] = [];
    vi.useFakeTimers({ toFake: ['Date'], now: Date.now() });
    for (let tab = 0; tab < 12; tab++) {
      ways.push(await wayBack(one, at, `/?tab=${tab}`));
      vi.setSystemTime(Date.now() + 1000);
    }
    expect(jarOf(one, at).size).toBe(8);
    expect((await one.open(ways[11] ?? '')).url.search).toBe('?tab=11');
    expect((await one.open(ways[4] ?? '')).url.search).toBe('?tab=4');
    scene().expectRefusal(await one.open(ways[3] ?? ''), 400, en.reasons.unknownAttempt);
  });

  it('leads nowhere else afterwards, whatever it was asked for', async () => {
    const at = await scene().page();
    const anyTo = fc.oneof(
      fc.constantFrom('//evil.example', String.raw`/\evil.example`, '/\t/evil.example', '/.//evil.example'),
      fc.constantFrom('https://evil.example', '%2f%2fevil.example', '/%5cevil.example', '/\r\nX-Evil: 1'),
      fc.webUrl(),
      fc.string({ unit: 'binary' }),
    );
    await fc.assert(
      fc.asyncProperty(anyTo, async (to) => {
        const one = at.browser();
        const { headers } = await one.ask(await wayBack(one, at, to));
        expect(new URL(headers.get('location') ?? 'none:', at.url).origin).toBe(at.url);
        expect(headers.get('x-evil')).toBeNull();
        expect(await whoIs(one, at)).toMatchObject({ id: 'U_VERA' });
      }),
      { numRuns: 60 },
    );
  });
});

describe('who is not signed in', () => {
  it('sees nothing of the page', async () => {
    const at = await scene().page();
    const one = at.browser();
    for (const path of ['/', '/page.js', '/page.css', '/nothing?a=b', '/sign-in/', '/API/about']) {
      const { status, headers, body } = await one.ask(`${at.url}${path}`);
      expect([status, headers.get('location'), body], path).toEqual([
        302,
        `/sign-in?to=${encodeURIComponent(path)}`,
        '',
      ]);
      expect(headers.get('cache-control')).toBe('no-store');
    }
    for (const path of ['about', 'queue', 'changes', 'timeline?from=0&to=1', 'releases/PAY-1', 'nothing']) {
      const { status, body } = await one.ask(`${at.url}/api/${path}`);
      expect([status, JSON.parse(body)], path).toEqual([401, { problem: en.signInFirst }]);
    }
    for (const method of ['POST', 'PUT', 'DELETE', 'OPTIONS', 'HEAD']) {
      expect((await one.ask(at.url, { method })).status, method).not.toBe(200);
    }
  });

  it('reads the pages of signing in under the policy of the page itself, with a style that it allows', async () => {
    const at = await scene().page();
    const one = at.browser();
    const { headers, body } = await one.ask(`${at.url}/sign-out`);
    const [, style = ''] = /<link rel="stylesheet" href="([^"]+)"/.exec(body) ?? [];
    const styled = await one.ask(`${at.url}${style}`);
    expect([styled.status, styled.headers.get('content-type')]).toEqual([200, 'text/css; charset=utf-8']);
    expect(body).not.toMatch(/<style|<script|style=/);
    await one.open(at.url);
    const policy = (await one.ask(at.url)).headers.get('content-security-policy');
    expect(policy).toContain("default-src 'none'");
    expect(headers.get('content-security-policy')).toBe(policy);
  });
});

describe('somebody is refused', () => {
  const past = Math.floor(Date.now() / 1000) - 60;
  const cases: readonly (readonly [string, Partial<IssuerMood>, number, keyof typeof en.reasons])[] = [
    ['of another workspace', { claims: { 'https://slack.com/team_id': 'T0OTHER' } }, 403, 'stranger'],
    ['without a workspace', { claims: { 'https://slack.com/team_id': undefined } }, 403, 'untrusted'],
    ['of a list of workspaces', { claims: { 'https://slack.com/team_id': ['T0TEAM'] } }, 403, 'untrusted'],
    ['with the nonce of another attempt', { claims: { nonce: 'n'.repeat(43) } }, 403, 'untrusted'],
    ['without a nonce', { claims: { nonce: undefined } }, 403, 'untrusted'],
    ['for another app', { claims: { aud: '1.2' } }, 403, 'untrusted'],
    ['by another issuer', { claims: { iss: 'https://slack.com' } }, 403, 'untrusted'],
    ['too late', { claims: { exp: past } }, 403, 'untrusted'],
    ['by a signature of another key', { key: 'another' }, 403, 'untrusted'],
    ['without a signature', { key: 'none' }, 403, 'untrusted'],
    ['who does not allow it', { consents: false }, 403, 'denied'],
    ['with a code that Slack does not know', { refuses: 'invalid_code' }, 400, 'unknownAttempt'],
    ['where Slack does not know the app', { refuses: 'bad_client_secret' }, 503, 'setUp'],
    ['where Slack has too much to do', { refuses: 'ratelimited' }, 503, 'away'],
  ];

  it.each(cases)('%s, and may try again', async (_, mood, status, reason) => {
    const at = await scene().page();
    const one = at.browser();
    Object.assign(scene().issuer.mood, mood);
    const visit = await one.open(`${at.url}/?component=billing`);
    scene().expectRefusal(visit, status, en.reasons[reason]);
    expect(jarOf(one, at).size).toBe(0);
    expect(await whoIs(one, at)).toBeNull();
    await scene().issuer.start();
    const [, again = ''] = /<a href="([^"]+)"/.exec(visit.body) ?? [];
    expect((await one.open(`${at.url}${again}`)).url.search).toBe('?component=billing');
    expect(await whoIs(one, at)).toMatchObject({ id: 'U_VERA' });
  });

  it('while Slack is away or broken, be it before or after it was asked, and let in once it is back', async () => {
    await scene().issuer.stop();
    const at = await scene().page();
    const one = at.browser();
    scene().expectRefusal(await one.open(at.url), 503, en.reasons.away);
    await scene().issuer.start();
    scene().issuer.mood.broken = true;
    scene().expectRefusal(await one.open(at.url), 503, en.reasons.away);
    scene().issuer.mood.broken = false;
    const way = await wayBack(one, at);
    scene().issuer.mood.broken = true;
    scene().expectRefusal(await one.open(way), 503, en.reasons.away);
    scene().issuer.mood.broken = false;
    const another = await wayBack(one, at);
    await scene().issuer.stop();
    scene().expectRefusal(await one.open(another), 503, en.reasons.away);
    await scene().issuer.start();
    expect((await one.open(at.url)).body).toBe('<p>The page</p>');
  });

  it('within seconds when Slack takes a question and never answers', async () => {
    const sockets: Socket[] = [];
    const silent = createServer((socket) => sockets.push(socket)).listen(0, '127.0.0.1');
    try {
      await vi.waitUntil(() => silent.listening, 10_000);
      const { port } = silent.address() as AddressInfo;
      const at = await scene().page({ issuer: new URL(`http://127.0.0.1:${port}`) });
      const before = Date.now();
      const visits = await Promise.all([at.browser().open(at.url), at.browser().open(at.url)]);
      for (const visit of visits) scene().expectRefusal(visit, 503, en.reasons.away);
      // The page's timeout is five seconds, the library's own is thirty.
      expect(Date.now() - before).toBeLessThan(20_000);
    } finally {
      for (const socket of sockets) socket.destroy();
      silent.close();
    }
  });

  it('in the language of the page, and nothing of the address becomes a tag', async () => {
    const at = await scene().page({}, 'ru');
    const one = at.browser();
    scene().issuer.mood.consents = false;
    const { body } = await one.open(
      `${at.url}/sign-in?to=${encodeURIComponent('/?"><script>alert(1)</script>')}`,
    );
    expect(body).toContain('<html lang="ru">');
    expect(body).toContain(signInTexts.ru.reasons.denied);
    expect(body).not.toContain('<script>');
  });

  it('with what somebody wrote into the address, which the log does not repeat', async () => {
    const at = await scene().page();
    const one = at.browser();
    const { searchParams } = new URL(await wayBack(one, at));
    const error = encodeURIComponent('evil\nSign-in refused, by nobody');
    const state = searchParams.get('state') ?? '';
    scene().expectRefusal(
      await one.open(`${at.url}/sign-in/callback?error=${error}&state=${state}`),
      503,
      en.reasons.setUp,
    );
    expect(scene().logged.join()).not.toContain('evil');
  });
});
