import type { WikiLogin } from './pages/mediawiki-login.ts';
import type { GithubApp } from './tickets/github-app.ts';

/** Kept for as long as a worker runs, so that not each check logs in anew. By where and with what. */
export interface Logins {
  readonly wikis: Map<string, Promise<WikiLogin>>;
  readonly apps: Map<string, GithubApp>;
}

export const noLogins = (): Logins => ({ wikis: new Map(), apps: new Map() });
