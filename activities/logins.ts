import { LRUCache } from 'lru-cache';
import type { WikiLogin } from './pages/mediawiki-login.ts';
import type { KnownPulls } from './tickets/gitea-pulls.ts';
import type { GithubApp } from './tickets/github-app.ts';

/** Kept for as long as a worker runs, so that not each check logs in anew. By where and with what. */
export interface Logins {
  readonly wikis: Map<string, Promise<WikiLogin>>;
  /** Where the API of a wiki is, and how its addresses look. */
  readonly wikiForms: Map<string, Promise<string>>;
  readonly apps: Map<string, GithubApp>;
  /** Who was somebody there a short while ago, by `Api.asWhom`. */
  readonly taken: LRUCache<string, true>;
  /** Of issues in Gitea, by `Api.asWhom` and path. */
  readonly pulls: LRUCache<string, KnownPulls>;
}

/** As long as people's roles are kept: who is locked out is nobody soon. */
const takenForMs = 60_000;
/** What one may see may change, of which an issue does not tell. */
const pullsForMs = 60 * 60_000;

/** What is kept, or made anew; what fails is not kept. */
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
