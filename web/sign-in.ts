/** Sign-in with Slack: only members of the workspace see the page. Not mounted without `signInAccess`. */
import { Hono } from 'hono';
import type { Context } from 'hono';
import { randomNonce, randomState } from 'openid-client';
import { z } from 'zod';
import type { SettingsSource } from '../config/settings-source.ts';
import type { SignInAccess } from '../config/sign-in.ts';
import { signInTexts } from '../texts/sign-in.ts';
import type { SignInRefusal, SignInTexts } from '../texts/sign-in.ts';
import { localPath } from './local-path.ts';
import type { PageEnv } from './page-env.ts';
import { signInPage, style, stylePath } from './sign-in-page.ts';
import type { SignInPage } from './sign-in-page.ts';
import type { Sessions } from './sessions.ts';
import { signedCookies } from './signed-cookies.ts';
import type { SignedCookies } from './signed-cookies.ts';
import { callbackPath, slackIdentity } from './slack-identity.ts';
import type { RefusedSignIn } from './slack-identity.ts';
import type { Problem } from './wire.ts';

const attemptSeconds = 10 * 60;
/** The most tabs in which sign-in may be under way at once: more cookies would make requests too long for servers. */
const attemptsAtMost = 8;

const attemptCookie = (state: string): string => `dobrobot-attempt-${state}`;

const attemptSchema = z.strictObject({ nonce: z.string(), to: z.string() });
const stateSchema = z.string().regex(/^[\w-]{43}$/);

const statusOf = {
  stranger: 403,
  denied: 403,
  unknownAttempt: 400,
  untrusted: 403,
  setUp: 503,
  away: 503,
} as const satisfies Record<SignInRefusal, number>;

/** Mount it at `/` before everything that is for members only. `log` gets a line for each refusal, without secrets. */
export function signIn(
  access: SignInAccess,
  sessions: Sessions,
  settingsNow: SettingsSource,
  log: (line: string) => void,
): Hono<PageEnv> {
  const { publicUrl, sessionSecret } = access;
  const slack = slackIdentity(access);
  const cookies = signedCookies(sessionSecret, publicUrl.protocol === 'https:');
  const app = new Hono<PageEnv>();

  const show = async (
    c: Context,
    status: 200 | 400 | 403 | 503,
    say: (texts: SignInTexts) => SignInPage,
  ): Promise<Response> => {
    const { language } = await settingsNow();
    c.header('Cache-Control', 'no-store');
    return c.html(signInPage(language, say(signInTexts[language])), status);
  };
  const refuse = (c: Context, { refusal, why }: RefusedSignIn, to: string): Promise<Response> => {
    log(`Sign-in refused, ${refusal}: ${why}`);
    return show(c, statusOf[refusal], (texts) => ({
      title: texts.refused,
      text: texts.reasons[refusal],
      way: { href: signInPath(to), label: texts.again },
    }));
  };

  app.get('/sign-in', async (c) => {
    const to = localPath(c.req.query('to'));
    const attempt = { state: randomState(), nonce: randomNonce() };
    const url = await slack.askingUrl(attempt);
    if (!(url instanceof URL)) return refuse(c, url, to);
    await forgetOldAttempts(c, cookies);
    await cookies.write(c, attemptCookie(attempt.state), { nonce: attempt.nonce, to }, attemptSeconds);
    return redirect(c, url.href);
  });

  app.get(callbackPath, async (c) => {
    const state = stateSchema.safeParse(c.req.query('state')).data;
    if (state === undefined) return refuse(c, { refusal: 'unknownAttempt', why: 'no state' }, '/');
    const attempt = await cookies.read(c, attemptCookie(state), attemptSchema);
    cookies.remove(c, attemptCookie(state));
    if (attempt === null) return refuse(c, { refusal: 'unknownAttempt', why: 'no cookie of it' }, '/');
    const { nonce, to } = attempt.content;
    const user = await slack.identify(new URL(c.req.url).search, { state, nonce });
    if ('refusal' in user) return refuse(c, user, to);
    await sessions.begin(c, user);
    return redirect(c, to);
  });

  app.get('/sign-out', (c) => {
    sessions.end(c);
    return show(c, 200, ({ signedOut, bye, signInAgain }) => ({
      title: signedOut,
      text: bye,
      way: { href: signInPath('/'), label: signInAgain },
    }));
  });

  app.get(stylePath, (c) => c.text(style, 200, { 'Content-Type': 'text/css; charset=utf-8' }));

  app.use(async (c, next) => {
    const user = await sessions.of(c);
    if (user !== null) {
      c.set('user', user);
      return next();
    }
    const { pathname, search } = new URL(c.req.url);
    if (c.req.method === 'GET' && !pathname.startsWith('/api/')) {
      return redirect(c, signInPath(`${pathname}${search}`));
    }
    c.header('Cache-Control', 'no-store');
    return c.json<Problem>({ problem: signInTexts[(await settingsNow()).language].signInFirst }, 401);
  });

  return app;
}

const signInPath = (to: string): string => `/sign-in?${new URLSearchParams({ to }).toString()}`;

function redirect(c: Context, to: string): Response {
  c.header('Cache-Control', 'no-store');
  return c.redirect(to, 302);
}

async function forgetOldAttempts(c: Context, cookies: SignedCookies): Promise<void> {
  const prefix = attemptCookie('');
  const names = cookies
    .names(c)
    .filter((name) => name.startsWith(prefix) && stateSchema.safeParse(name.slice(prefix.length)).success);
  const attempts = await Promise.all(
    names.map(async (name) => ({
      name,
      until: (await cookies.read(c, name, attemptSchema))?.until ?? 0,
    })),
  );
  const newestFirst = attempts.toSorted((a, b) => b.until - a.until);
  for (const { name } of newestFirst.slice(attemptsAtMost - 1)) cookies.remove(c, name);
}
