import { z } from 'zod';
import type { Page } from '../../domain/signs/page.ts';
import type { PageSettings } from '../../domain/settings.ts';
import { failures } from '../../texts/http.ts';
import { cannotTell, NotRead } from '../tickets/api.ts';
import { kept, noLogins } from '../logins.ts';
import type { TrackerWorld } from '../tickets/tracker-api.ts';
import type { Credential } from './credential.ts';
import { decoded } from '../../domain/decoded.ts';
import { apiQuery, wikiApi, wikiLogin } from './mediawiki-login.ts';
import type { WikiLogin } from './mediawiki-login.ts';
import { htmlPage } from './sections.ts';

/** Before MediaWiki 1.25 the text was wrapped in an object. */
const text = z.union([z.string(), z.object({ '*': z.string() }).transform((all) => all['*'])]);
const answer = z.object({
  parse: z.object({ title: z.string(), text }).optional(),
  query: z.object({ general: z.object({ articlepath: z.string() }) }).optional(),
  error: z.object({ code: z.string(), info: z.string().optional() }).optional(),
});

/** A page of a MediaWiki; null if it does not exist. Throws `NotRead`. */
export async function mediawikiPage(
  url: URL,
  settings: PageSettings,
  credential: Credential | null,
  { http, logins = noLogins() }: TrackerWorld,
): Promise<Page | null> {
  const { wikis, wikiForms } = logins;
  const { matches } = settings;
  const key = JSON.stringify([matches, settings.api, credential]);
  for (let attempts = 0; attempts < 2; attempts++) {
    const known = await kept(wikis, key, async () => {
      const base = settings.api ?? (await kept(wikiForms, `api of ${matches}`, () => wikiApi(url, http)));
      return wikiLogin(base, credential, http);
    });
    try {
      return await pageOf(url, known, credential !== null, (ask) =>
        kept(wikiForms, `pages of ${matches}`, ask),
      );
    } catch (error) {
      if (!(error instanceof LoggedOut)) throw error;
      wikis.delete(key);
    }
  }
  throw cannotTell(failures.loggedOut(url.origin));
}

/** The login has expired: log in again and retry. */
class LoggedOut extends Error {
  override readonly name = 'LoggedOut';
}

async function pageOf(
  url: URL,
  { api, headers }: WikiLogin,
  isSomebody: boolean,
  keptForm: (ask: () => Promise<string>) => Promise<string>,
): Promise<Page | null> {
  /** Null if the page does not exist. */
  const ask = async (parameters: Readonly<Record<string, string>>) => {
    const who = isSomebody ? { assert: 'user' } : {};
    const said = api.read(await api.ask(apiQuery({ ...parameters, ...who }), { headers }), answer);
    const { error } = said;
    if (error === undefined) return said;
    if (['missingtitle', 'nosuchpageid', 'invalidtitle'].includes(error.code)) return null;
    throw failed(error.code, api.said(error.info ?? error.code), api.origin);
  };
  const formOf = async () => {
    const site = await ask({ action: 'query', meta: 'siteinfo', siprop: 'general' });
    return site?.query?.general.articlepath ?? '';
  };
  const which = whichPage(url) ?? titleBy(await keptForm(formOf), url);
  const only = { prop: 'text', disabletoc: '1', disableeditsection: '1', disablelimitreport: '1' };
  const found = await ask({ action: 'parse', redirects: '1', ...only, ...which });
  if (found === null) return null;
  if (found.parse === undefined) throw cannotTell(failures.noContent(api.origin));
  return { ...htmlPage(found.parse.text, url.href), title: found.parse.title };
}

function failed(code: string, said: string, origin: string): Error {
  if (/^assert/.test(code)) return new LoggedOut();
  if (code === 'ratelimited') {
    return new NotRead({ outcome: 'cannotTell', reason: failures.limit(origin), retryAfterMs: 1000 });
  }
  if (/^mwoauth-/.test(code))
    return new NotRead({ outcome: 'badCredentials', reason: failures.said(origin, said) });
  return cannotTell(failures.said(origin, said));
}

/** The page as an API parameter; null if only the wiki's article path can tell. */
function whichPage({ pathname, searchParams }: URL): Readonly<Record<string, string>> | null {
  const title = searchParams.get('title');
  const id = searchParams.get('curid');
  if (title !== null) return { page: title };
  if (id !== null) return { pageid: id };
  const [, path] = /(?:\/index\.php|^\/wiki)\/(.+)$/s.exec(pathname) ?? [];
  return path === undefined ? null : { page: decoded(path) };
}

/** `form` is the wiki's article path, with `$1` for the title. */
function titleBy(form: string, { pathname, origin }: URL): Readonly<Record<string, string>> {
  const [before = '', after = ''] = form.split('$1');
  if (form.includes('$1') && pathname.startsWith(before) && pathname.endsWith(after)) {
    const title = pathname.slice(before.length, pathname.length - after.length);
    if (title !== '') return { page: decoded(title) };
  }
  throw cannotTell(failures.noPage(origin));
}
