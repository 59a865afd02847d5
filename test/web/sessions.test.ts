/** What a browser keeps after signing in, and what that permits. */
import { generateSignedCookie } from 'hono/cookie';
import { describe, expect, it, vi } from 'vitest';
import type { SignInAccess } from '../../config/sign-in.ts';
import type { Browser, Visit } from '../support/cookie-browser.ts';
import {
  en,
  http,
  https,
  jarOf,
  sessionSecret,
  signInScene,
  wayBack,
  whoIs,
} from '../support/sign-in-scene.ts';
import type { SignInPage } from '../support/sign-in-scene.ts';

const scene = signInScene();
const minuteMs = 60_000;

describe('the way back from Slack', () => {
  it('goes nowhere without its state, with another or with two', async () => {
    const at = await scene().page();
    const one = at.browser();
    const changes: ((way: URL) => void)[] = [
      ({ searchParams }) => {
        searchParams.delete('state');
      },
      ({ searchParams }) => {
        searchParams.set('state', 's'.repeat(43));
      },
      ({ searchParams }) => {
        searchParams.set('state', '../../evil');
      },
      ({ searchParams }) => {
        searchParams.set('state', `${searchParams.get('state') ?? ''}x`);
      },
    ];
    for (const change of changes) {
      const way = new URL(await wayBack(one, at));
      change(way);
      scene().expectRefusal(await one.open(way.href), 400, en.reasons.unknownAttempt);
    }
    const twice = `${await wayBack(one, at)}&state=${'s'.repeat(43)}`;
    scene().expectRefusal(await one.open(twice), 403, en.reasons.untrusted);
    expect(jarOf(one, at).get('dobrobot-session')).toBeUndefined();
  });

  it('goes once', async () => {
    const at = await scene().page();
    const one = at.browser();
    const way = await wayBack(one, at);
    await one.open(way);
    const session = jarOf(one, at).get('dobrobot-session');
    scene().expectRefusal(await one.open(way), 400, en.reasons.unknownAttempt);
    expect(jarOf(one, at).get('dobrobot-session')).toBe(session);
  });

  it('goes for the browser that began, and for no other', async () => {
    const at = await scene().page();
    const way = await wayBack(at.browser(), at);
    const victim = at.browser();
    scene().expectRefusal(await victim.open(way), 400, en.reasons.unknownAttempt);
    await wayBack(victim, at);
    scene().expectRefusal(await victim.open(way), 400, en.reasons.unknownAttempt);
    expect(jarOf(victim, at).get('dobrobot-session')).toBeUndefined();
  });

  it('goes for ten minutes, however long a browser keeps the cookie', async () => {
    const at = await scene().page();
    const one = at.browser();
    vi.useFakeTimers({ toFake: ['Date'], now: Date.now() });
    const late = await wayBack(one, at);
    vi.setSystemTime(Date.now() + minuteMs);
    const inTime = await wayBack(one, at);
    vi.setSystemTime(Date.now() + 9 * minuteMs);
    scene().expectRefusal(await one.open(late), 400, en.reasons.unknownAttempt);
    vi.setSystemTime(Date.now() + minuteMs - 1000);
    expect((await one.open(inTime)).status).toBe(200);
  });

  it('does not go by a cookie that was changed', async () => {
    const at = await scene().page();
    const one = at.browser();
    const way = await wayBack(one, at);
    const [name = '', value = ''] = [...jarOf(one, at)][0] ?? [];
    jarOf(one, at).set(name, value.replace('%22to%22%3A%22%2F', '%22to%22%3A%22%2F%2Fevil.example'));
    expect(jarOf(one, at).get(name)).not.toBe(value);
    scene().expectRefusal(await one.open(way), 400, en.reasons.unknownAttempt);
  });
});

describe('a session', () => {
  const signedIn = async (at: SignInPage): Promise<Browser> => {
    const one = at.browser();
    await one.open(at.url);
    expect(await whoIs(one, at)).toMatchObject({ id: 'U_VERA' });
    return one;
  };

  it('lasts twelve hours, however long a browser keeps the cookie', async () => {
    const at = await scene().page();
    vi.useFakeTimers({ toFake: ['Date'], now: Date.now() });
    const one = await signedIn(at);
    vi.setSystemTime(Date.now() + 12 * 60 * minuteMs - 1000);
    expect(await whoIs(one, at)).toMatchObject({ id: 'U_VERA' });
    vi.setSystemTime(Date.now() + 1000);
    expect(await whoIs(one, at)).toBeNull();
    expect((await one.ask(at.url)).headers.get('location')).toBe('/sign-in?to=%2F');
  });

  it('is shared by all web processes with that secret, and ends where it is another, or the workspace', async () => {
    const at = await scene().page();
    const session = jarOf(await signedIn(at), at).get('dobrobot-session') ?? '';
    const elsewhere = async (given: Partial<SignInAccess>) => {
      const there = await scene().page(given);
      const one = there.browser();
      one.cookies.set(there.url, new Map([['dobrobot-session', session]]));
      return whoIs(one, there);
    };
    expect(await elsewhere({})).toMatchObject({ id: 'U_VERA' });
    expect(await elsewhere({ sessionSecret: 'the next of the secrets that sign sessions' })).toBeNull();
    expect(await elsewhere({ team: 'T0OTHER' })).toBeNull();
  });

  it('is none when anything of it was changed', async () => {
    const at = await scene().page();
    const one = await signedIn(at);
    const session = decodeURIComponent(jarOf(one, at).get('dobrobot-session') ?? '');
    const [, content = '', signature = ''] = /^(.*)\.([^.]+)$/.exec(session) ?? [];
    const forged = [
      content,
      `${content}.`,
      `${content.replace('U_VERA', 'U_ADAM')}.${signature}`,
      `${content.replace(/"until":\d/, '"until":9')}.${signature}`,
      `${content}.${Buffer.alloc(32).toString('base64')}`,
      signature,
      '',
    ];
    for (const value of forged) {
      jarOf(one, at).set('dobrobot-session', encodeURIComponent(value));
      expect(await whoIs(one, at), value).toBeNull();
    }
    jarOf(one, at).set('dobrobot-session', encodeURIComponent(session));
    expect(await whoIs(one, at)).toMatchObject({ id: 'U_VERA' });
  });

  it('is not another thing that the page has signed', async () => {
    const at = await scene().page();
    const one = await signedIn(at);
    await wayBack(one, at);
    const [, attempt = ''] = [...jarOf(one, at)].find(([name]) => name.includes('attempt')) ?? [];
    jarOf(one, at).set('dobrobot-session', attempt);
    expect(await whoIs(one, at)).toBeNull();
    const session = { team: scene().issuer.team, id: 'U_VERA', name: 'Vera' };
    const until = Date.now() + minuteMs;
    for (const [cookie, status] of [
      ['dobrobot-attempt', 401],
      ['dobrobot-session', 200],
    ] as const) {
      const text = JSON.stringify({ cookie, until, content: session });
      const line = await generateSignedCookie('dobrobot-session', text, sessionSecret);
      jarOf(one, at).set('dobrobot-session', line.replace(/^[^=]+=|;.*$/g, ''));
      expect((await one.ask(`${at.url}/api/about`)).status, cookie).toBe(status);
    }
  });

  it('ends when one signs out, which does not sign in again', async () => {
    const at = await scene().page();
    const one = await signedIn(at);
    const { status, body, url } = await one.open(`${at.url}/sign-out`);
    expect([status, url.pathname]).toEqual([200, '/sign-out']);
    expect(body).toContain(en.bye);
    expect(body).toContain('href="/sign-in?to=%2F"');
    expect(jarOf(one, at).size).toBe(0);
    expect(await whoIs(one, at)).toBeNull();
  });
});

describe('cookies', () => {
  const attributesOf = ({ headers }: Visit): readonly (readonly [string, readonly string[]])[] =>
    headers.getSetCookie().map((line) => {
      const [pair = '', ...attributes] = line.split('; ');
      return [pair.replace(/=.*/, '').replace(/[\w-]{43}$/, '…'), attributes.sort()];
    });

  it.each([
    [http, '', []],
    [https, '__Host-', ['Secure']],
  ])('at %s are for the server alone', async (url, prefix, secure) => {
    const at = await scene().page({ publicUrl: new URL(url) });
    const one = at.browser();
    const common = (maxAge: number) => ['HttpOnly', `Max-Age=${maxAge}`, 'Path=/', 'SameSite=Lax', ...secure];
    await wayBack(one, at);
    expect(attributesOf(one.visits[0] ?? (await one.ask(url)))).toEqual([
      [`${prefix}dobrobot-attempt-…`, common(600)],
    ]);
    expect(attributesOf(await one.ask(await wayBack(one, at)))).toEqual([
      [`${prefix}dobrobot-attempt-…`, common(0)],
      [`${prefix}dobrobot-session`, common(43_200)],
    ]);
    expect(await whoIs(one, at)).toMatchObject({ id: 'U_VERA' });
    expect(attributesOf(await one.ask(`${url}/sign-out`))).toEqual([
      [`${prefix}dobrobot-session`, common(0)],
    ]);
    expect(await whoIs(one, at)).toBeNull();
  });

  it('of http do not go for https', async () => {
    const at = await scene().page();
    const one = at.browser();
    await one.open(at.url);
    const secure = await scene().page({ publicUrl: new URL(https) });
    const other = secure.browser();
    other.cookies.set(https, new Map(jarOf(one, at)));
    expect(await whoIs(other, secure)).toBeNull();
  });
});
