/** Web pages that require signing in, the Slack that identifies users, and browsers; none of them may reveal a secret. */
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { freePort } from './free-port.ts';
import { afterAll, afterEach, beforeAll, beforeEach, expect, vi } from 'vitest';
import type { SignInAccess } from '../../config/sign-in.ts';
import { loadSettings } from '../../config/load-settings.ts';
import { signInTexts } from '../../texts/sign-in.ts';
import { createPage } from '../../web/app.ts';
import { Changes } from '../../web/changes.ts';
import { sessionsFor } from '../../web/sessions.ts';
import { signIn } from '../../web/sign-in.ts';
import type { About } from '../../web/wire.ts';
import { browser } from './cookie-browser.ts';
import type { Answerer, Browser, Visit } from './cookie-browser.ts';
import { slackIssuer } from './slack-issuer.ts';
import type { SlackIssuer } from './slack-issuer.ts';
import { temporaryFolder } from './temporary-folder.ts';

export const http = 'http://localhost:8080';
export const https = 'https://dobrobot.example.com';
export const en = signInTexts.en;
export const sessionSecret = 'the first of the secrets that sign sessions';

export interface SignInPage {
  readonly url: string;
  readonly fetch: (request: Request) => Response | Promise<Response>;
  /** A new one each time. */
  readonly browser: () => Browser;
}

export interface SignInScene {
  readonly issuer: SlackIssuer;
  /** An address of this machine that is registered with the Slack app. */
  readonly networked: string;
  /** The log of this test. */
  readonly logged: readonly string[];
  page(given?: Partial<SignInAccess>, language?: string): Promise<SignInPage>;
  /** A browser that requests the pages over the network. */
  networkBrowser: () => Browser;
  expectRefusal(visit: Visit, status: number, reason: string): void;
}

/** Prepares the scene anew before each test of a file. */
export function signInScene(): () => SignInScene {
  let issuer: SlackIssuer;
  let networked: string;
  let logged: string[] = [];
  let browsers: Browser[] = [];
  let secrets: string[] = [];

  beforeAll(async () => {
    networked = `http://127.0.0.1:${await freePort()}`;
    issuer = await slackIssuer([http, https, networked].map((url) => `${url}/sign-in/callback`));
  });
  afterAll(() => issuer.stop());
  beforeEach(async () => {
    await issuer.start();
    [logged, browsers, secrets] = [[], [], [issuer.clientSecret]];
    for (const method of ['log', 'info', 'warn', 'error'] as const) {
      vi.spyOn(console, method).mockImplementation((...args: unknown[]) => {
        logged.push(args.map((arg) => (arg instanceof Error ? (arg.stack ?? '') : String(arg))).join(' '));
      });
    }
  });

  /** In every test: no secret, token or code becomes visible. */
  afterEach(() => {
    vi.useRealTimers();
    vi.restoreAllMocks();
    const visits = browsers.flatMap((one) => one.visits).filter(({ url }) => url.origin !== issuer.url);
    const said = [...visits.map(({ headers, body }) => `${JSON.stringify([...headers])}${body}`), ...logged];
    for (const secret of [...secrets, ...issuer.given]) {
      for (const text of said) expect(text).not.toContain(secret);
    }
  });

  const newBrowser = (origins: Readonly<Record<string, Answerer>>): Browser => {
    const one = browser(origins);
    browsers.push(one);
    return one;
  };

  async function page(given: Partial<SignInAccess> = {}, language = 'en'): Promise<SignInPage> {
    const access: SignInAccess = {
      clientId: issuer.clientId,
      clientSecret: issuer.clientSecret,
      team: issuer.team,
      publicUrl: new URL(http),
      sessionSecret,
      issuer: new URL(issuer.url),
      ...given,
    };
    secrets.push(access.sessionSecret, access.clientSecret);
    const configuration = join(await temporaryFolder(), 'dobrobot.yaml');
    await writeFile(
      configuration,
      `language: ${language}
slack: { releaseChannel: releases }
people: { approvers: [U_VERA], admins: [U_ADAM] }
tickets: { tracker: file, file: tickets.yaml, linkTemplate: 'https://tracker.example.com/{key}' }
components: { billing: { critical: true } }
`,
    );
    const settings = await loadSettings(configuration);
    const settingsNow = () => Promise.resolve(settings);
    const app = createPage({
      settingsNow,
      releaseLog: null,
      releases: {
        open: () => Promise.reject(new Error('Not here')),
        locks: () => Promise.resolve([]),
        allWatched: () => Promise.resolve(new Map()),
      },
      locks: { in: (known) => Promise.resolve(known) },
      changes: new Changes(() => Promise.resolve({ seq: null, log: false, temporal: false })),
      bundle: { html: '<p>The page</p>', files: {} },
      hosts: { names: [access.publicUrl.hostname], byAddress: false },
      temporalLink: () => null,
      names: null,
      signIn: signIn(access, sessionsFor(access), settingsNow, (line) => logged.push(line)),
      end: new AbortController().signal,
    });
    const { origin, host } = access.publicUrl;
    return {
      url: origin,
      fetch: app.fetch,
      browser: () =>
        newBrowser({
          [origin]: (url, init) => {
            const headers = new Headers(init.headers);
            headers.set('host', host);
            return app.fetch(new Request(url, { ...init, headers }));
          },
        }),
    };
  }

  return () => ({
    issuer,
    networked,
    logged,
    page,
    networkBrowser: () => newBrowser({}),
    expectRefusal(visit, status, reason) {
      expect([visit.status, logged.at(-1)]).toEqual([status, expect.stringContaining('Sign-in refused')]);
      expect(visit.body).toContain(reason);
      expect(visit.body).toContain(en.again);
      expect(visit.headers.get('content-type')).toMatch(/^text\/html/);
      expect(visit.headers.get('cache-control')).toBe('no-store');
    },
  });
}

export const jarOf = (one: Browser, { url }: SignInPage): Map<string, string> =>
  one.cookies.get(url) ?? new Map<string, string>();

/** Null: not signed in. */
export async function whoIs(one: Browser, at: SignInPage): Promise<About['user']> {
  const { status, body } = await one.ask(`${at.url}/api/about`);
  if (status === 200) return (JSON.parse(body) as About).user;
  expect(status).toBe(401);
  return null;
}

/** Starts signing in and stops before the redirect back from Slack, whose address it returns. */
export async function wayBack(one: Browser, at: SignInPage, to = '/'): Promise<string> {
  const { headers } = await one.ask(`${at.url}/sign-in?to=${encodeURIComponent(to)}`);
  const asked = await one.ask(headers.get('location') ?? '');
  return asked.headers.get('location') ?? '';
}
