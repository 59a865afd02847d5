import { createAppAuth } from '@octokit/auth-app';
import { request } from '@octokit/request';
import { z } from 'zod';
import { reasonOf } from '../../domain/reason-of.ts';
import { clipped } from '../../domain/signs/finding.ts';
import { failures } from '../../texts/http.ts';
import type { Http } from '../../http/http.ts';
import { Api, cannotTell, NotRead } from './api.ts';

/** A GitHub App. It has a token for each account where it is installed. */
export interface GithubApp {
  /** Resolves if GitHub accepts the app's key. Throws `NotRead`. */
  readonly isKnown: () => Promise<void>;
  /** A token that is valid for at least some minutes. Throws `NotRead`. */
  readonly tokenFor: (repo: string) => Promise<string>;
}

export interface AppKey {
  readonly appId: string;
  /** PEM. */
  readonly privateKey: string;
  /** The name of the variable that holds the key, for error messages. */
  readonly variable: string;
}

const installation = z.object({ id: z.number() });
const itself = z.object({ id: z.number() });

/** `base` is that of the REST API. */
export function githubApp({ appId, privateKey, variable }: AppKey, base: string, http: Http): GithubApp {
  const { origin } = new URL(base);
  // Caches the tokens until they expire.
  const auth = createAppAuth({
    appId,
    privateKey,
    request: request.defaults({ baseUrl: base, request: { fetch: fetchBy(http) } }),
  });
  const installations = new Map<string, number>();
  const refused = (reason: string) => new NotRead({ outcome: 'badCredentials', reason });

  async function ownToken(): Promise<string> {
    try {
      return (await auth({ type: 'app' })).token;
    } catch {
      throw refused(failures.noKey(variable));
    }
  }

  /** Authenticates as the app itself, not as one of its installations. */
  async function ownApi(): Promise<Api> {
    const headers = { authorization: `Bearer ${await ownToken()}` };
    return new Api(http, { base, headers, credential: variable });
  }

  async function installationFor(repo: string): Promise<number> {
    const api = await ownApi();
    const found = await api.find(`/repos/${repo}/installation`, installation);
    if (found === null) throw cannotTell(failures.notInstalled(origin, appId, repo));
    return found.id;
  }

  return {
    async isKnown() {
      await (await ownApi()).get('/app', itself);
    },
    async tokenFor(repo) {
      const [owner = ''] = repo.split('/');
      const installationId = installations.get(owner) ?? (await installationFor(repo));
      installations.set(owner, installationId);
      try {
        return (await auth({ type: 'installation', installationId })).token;
      } catch (error) {
        installations.delete(owner);
        const { status } = statusIn(error);
        if (error instanceof Error && error.cause instanceof NotRead) throw error.cause;
        if (status === 401) throw refused(failures.credentials(origin, variable));
        if (status === 404) throw cannotTell(failures.notInstalled(origin, appId, repo));
        if (typeof status === 'number' && status >= 500) throw cannotTell(failures.status(origin, status));
        throw cannotTell(failures.said(origin, clipped(reasonOf(error))));
      }
    },
  };
}

const statusIn = (error: unknown): { readonly status?: unknown } =>
  typeof error === 'object' && error !== null ? error : {};

/** A `fetch` for octokit that uses our HTTP client. */
const fetchBy =
  (http: Http) =>
  async (url: string, { method, headers, body }: RequestInit): Promise<Response> => {
    const answer = await http.ask(url, {
      method: method === 'POST' ? 'POST' : 'GET',
      headers: Object.fromEntries(new Headers(headers)),
      ...(typeof body === 'string' ? { body } : {}),
    });
    if (answer.outcome === 'cannotTell') throw new NotRead(answer);
    return new Response(answer.text, { status: answer.status, headers: answer.headers });
  };
