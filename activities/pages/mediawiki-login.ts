import { z } from 'zod';
import { failures } from '../../texts/http.ts';
import type { Http } from '../../http/http.ts';
import { Api, cannotTell, NotRead, saidBy } from '../tickets/api.ts';
import type { AnsweredRequest } from '../tickets/api.ts';
import type { Credential } from './credential.ts';
import { headersFor } from './credential.ts';

/** A session with a wiki. */
export interface WikiLogin {
  readonly api: Api;
  /** The session's cookies, if logged in. */
  readonly headers: Readonly<Record<string, string>>;
}

const tokens = z.object({ query: z.object({ tokens: z.object({ logintoken: z.string() }) }) });
const login = z.object({ login: z.object({ result: z.string(), reason: z.string().optional() }) });

/** Logs in if there is a user. `base` is the address of the API. Throws `NotRead`. */
export async function wikiLogin(base: string, credential: Credential | null, http: Http): Promise<WikiLogin> {
  const isToken = credential?.user === null;
  const api = new Api(http, {
    base,
    headers: isToken ? headersFor(credential) : {},
    credential: credential?.variable ?? null,
  });
  if (credential === null || credential.user === null) return { api, headers: {} };
  const { user, secret, variable } = credential;
  const first = await api.ask(apiQuery({ action: 'query', meta: 'tokens', type: 'login' }));
  const { logintoken } = api.read(first, tokens).query.tokens;
  const form = { action: 'login', lgname: user, lgpassword: secret, lgtoken: logintoken, ...asJson };
  const second = await api.ask('', {
    method: 'POST',
    headers: { 'content-type': 'application/x-www-form-urlencoded', cookie: cookieOf(first) },
    body: new URLSearchParams(form).toString(),
  });
  const { result, reason } = api.read(second, login).login;
  if (result !== 'Success') {
    const said = saidBy(reason ?? result, [secret, logintoken]);
    throw new NotRead({ outcome: 'badCredentials', reason: failures.refused(api.origin, variable, said) });
  }
  return { api, headers: { cookie: cookieOf(first, second) } };
}

const asJson = { format: 'json', formatversion: '2' };

/** The query string of an API request. */
export const apiQuery = (parameters: Readonly<Record<string, string>>): string =>
  `?${new URLSearchParams({ ...parameters, ...asJson }).toString()}`;

/** Merges the cookies of several answers. The last value counts. */
function cookieOf(...answers: readonly AnsweredRequest[]): string {
  const cookies = new Map<string, string>();
  for (const { headers } of answers) {
    for (const set of headers.getSetCookie()) {
      const [, name = '', value = ''] = /^([^=;]+)=([^;]*)/.exec(set.trimStart()) ?? [];
      if (value === 'deleted' || value === '') cookies.delete(name);
      else cookies.set(name, value);
    }
  }
  return [...cookies].map(([name, value]) => `${name}=${value}`).join('; ');
}

/**
 * Finds the API of a wiki from one of its pages: beside `index.php`, else
 * where the page's HTML says, else at the usual paths. Throws `NotRead`.
 */
export async function wikiApi({ origin, pathname, search }: URL, http: Http): Promise<string> {
  const [, folder] = /^(.*\/)index\.php(?:\/|$)/.exec(pathname) ?? [];
  if (folder !== undefined) return `${origin}${folder}api.php`;
  // Requested anonymously. Even a page that does not exist names the API.
  const site = new Api(http, { base: origin, headers: { accept: 'text/html' }, credential: null });
  const { text } = await site.ask(`${pathname}${search}`);
  const link = text.match(/<link\b[^<>]*>/gi)?.find((one) => /\bEditURI\b/i.test(one));
  const [, href] = /\bhref=["']([^"']+)/.exec(link ?? '') ?? [];
  if (href !== undefined && URL.canParse(href, origin)) {
    const api = new URL(href, origin);
    if (api.origin !== origin) throw cannotTell(failures.apiElsewhere(origin, api.origin));
    return `${origin}${api.pathname}`;
  }
  for (const path of ['/w/api.php', '/api.php']) {
    const { headers } = await site.ask(
      `${path}${apiQuery({ action: 'query', meta: 'tokens', type: 'login' })}`,
    );
    if (/json/i.test(headers.get('content-type') ?? '')) return `${origin}${path}`;
  }
  throw cannotTell(failures.noApi(origin));
}
