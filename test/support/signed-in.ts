/** Pages in a browser, each with a user signed in. */
import { freePort } from './free-port.ts';
import type { Browser, BrowserContext, Page } from 'playwright-core';
import { slackIssuer } from './slack-issuer.ts';
import { startWeb } from './web.ts';

export interface SignedInWeb {
  readonly url: string;
  /** Opens a separate browser in which this user has signed in. */
  open(
    user: string,
    path?: string,
    locale?: string,
  ): Promise<{ readonly page: Page; readonly context: BrowserContext }>;
  close(): Promise<void>;
}

export async function startSignedInWeb(
  browser: Browser,
  env: Readonly<Record<string, string>>,
): Promise<SignedInWeb> {
  const port = await freePort();
  const url = `http://localhost:${port}`;
  const issuer = await slackIssuer([`${url}/sign-in/callback`]);
  const { child } = await startWeb(
    {
      ...env,
      DOBROBOT_WEB_URL: url,
      DOBROBOT_WEB_SECRET: 'the secret that signs the sessions of a test',
      SLACK_CLIENT_ID: issuer.clientId,
      SLACK_CLIENT_SECRET: issuer.clientSecret,
      SLACK_TEAM_ID: issuer.team,
      SLACK_OIDC_ISSUER: issuer.url,
    },
    port,
  );
  return {
    url,
    async open(user, path = '/?view=queue', locale = 'en-GB') {
      issuer.mood.claims = {
        sub: user,
        'https://slack.com/user_id': user,
        name: user.slice(2).toLowerCase(),
      };
      const context = await browser.newContext({ viewport: { width: 1280, height: 860 }, locale });
      const page = await context.newPage();
      await page.goto(url + path);
      await page.waitForURL(`${url}/**`);
      return { page, context };
    },
    async close() {
      await child.stop();
      await issuer.stop();
    },
  };
}
