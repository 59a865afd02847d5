import { LRUCache } from 'lru-cache';
import type { WikiLogin } from './pages/mediawiki-login.ts';
import type { KnownPulls } from './tickets/gitea-pulls.ts';
import type { GithubApp } from './tickets/github-app.ts';

/** Logins and other knowledge about servers, kept as long as a worker runs, so that checks do not log in each time. */
export interface Logins {
  readonly wikis: Map<string, Promise<WikiLogin>>;
  /** The API address of a wiki, and the form of its page addresses. */
  readonly wikiForms: Map<string, Promise<string>>;
  readonly apps: Map<string, GithubApp>;
  /** API keys that were accepted a short while ago, by `Api.asWhom`. */
  readonly taken: LRUCache<string, true>;
  /** The pull requests of issues in Gitea, by `Api.asWhom` and path. */
  readonly pulls: LRUCache<string, KnownPulls>;
}

/** As long as roles are kept, so that a revoked key soon stops counting. */
const takenForMs = 60_000;
/** Limited, because permissions may change without the issue changing. */
const pullsForMs = 60 * 60_000;

/** Returns the kept value or makes a new one. A failure is not kept. */
export async function kept<T>(all: Map<string, Promise<T>>, key: string, make: () => Promise<T>): Promise<T> {
  const found = all.get(key) ?? make();
  all.set(key, found);
  return found.catch((error: unknown) => {
    all.delete(key);
    throw error;
  });
}

export const noLogins = (): Logins => ({
  wikis: new Map(),
  wikiForms: new Map(),
  apps: new Map(),
  taken: new LRUCache({ max: 100, ttl: takenForMs }),
  pulls: new LRUCache({ max: 1000, ttl: pullsForMs }),
});
