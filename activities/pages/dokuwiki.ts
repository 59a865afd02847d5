import { z } from 'zod';
import type { Page } from '../../domain/signs/page.ts';
import type { PageSettings } from '../../domain/settings.ts';
import { failures } from '../../texts/http.ts';
import type { Http } from '../../http/http.ts';
import { Api, cannotTell, NotRead } from '../tickets/api.ts';
import { headersFor } from './credential.ts';
import type { Credential } from './credential.ts';
import { decoded } from '../../domain/decoded.ts';
import { dokuwikiTextPage as pageIn, htmlPage } from './sections.ts';

const answer = z.object({
  result: z.unknown().optional(),
  error: z.object({ code: z.number() }).nullish(),
});
/** The code in DokuWiki's remote API for a page that does not exist. */
const notThere = 121;

/** A page of a DokuWiki; null if it does not exist. Throws `NotRead`. */
export async function dokuwikiPage(
  url: URL,
  { matches }: PageSettings,
  credential: Credential | null,
  http: Http,
): Promise<Page | null> {
  const { root, id, at } = placeOf(url, new URL(matches));
  if (id === '') throw cannotTell(failures.noPage(url.origin));
  const headers = headersFor(credential);
  const variable = credential?.variable ?? null;
  const remote = { url: `${url.origin}${root}/lib/exe/jsonrpc.php`, headers, http };
  const api = new Api(http, { base: url.origin, headers, credential: variable });
  const text = (await byApi(id, remote)) ?? (await byExport(api, at, url, variable));
  return typeof text === 'string' ? pageIn(text, url.href) : text.page;
}

/** `page` null: it does not exist. */
interface Told {
  readonly page: Page | null;
}

interface Remote {
  readonly url: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly http: Http;
}

/** The wiki text by the JSON-RPC API of newer versions; null if that is switched off or forbidden to us. */
async function byApi(id: string, { url, headers, http }: Remote): Promise<string | Told | null> {
  const call = async (method: string) => {
    const said = await http.ask(url, {
      method: 'POST',
      headers: { 'content-type': 'application/json', ...headers },
      body: JSON.stringify({ jsonrpc: '2.0', id: 1, method, params: { page: id } }),
    });
    if (said.outcome === 'cannotTell') throw new NotRead(said);
    return answerIn(said.text);
  };
  // For a page that does not exist, `core.getPage` may return the text of a template.
  const [info, page] = await Promise.all([call('core.getPageInfo'), call('core.getPage')]);
  if (info?.error?.code === notThere) return { page: null };
  if (typeof info?.result !== 'object' || info.result === null) return null;
  const text = page?.result;
  return typeof text === 'string' ? text : null;
}

/** Null if this is not an answer of this API. */
function answerIn(text: string): z.output<typeof answer> | null {
  try {
    return answer.safeParse(JSON.parse(text)).data ?? null;
  } catch {
    return null;
  }
}

/** The wiki text by the export, unless that is switched off. The export of a page that does not exist is empty. */
async function byExport(api: Api, at: string, url: URL, variable: string | null): Promise<string | Told> {
  const headers = { accept: 'text/plain, text/html;q=0.9' };
  const said = await api.ask(`${at}do=export_raw`, { headers });
  const type = said.headers.get('content-type') ?? '';
  if (said.status === 200 && /^text\/plain/i.test(type)) {
    return said.text.trim() === '' ? { page: null } : said.text;
  }
  // The export is off, so DokuWiki shows the page itself. The classes in its HTML say which kind of page it is.
  const classes = said.text.match(/class="[^"]*"/g)?.find((some) => /\bmode_\w/.test(some)) ?? '';
  if (/\bmode_show\b/.test(classes)) {
    return { page: /\bnotFound\b/.test(classes) ? null : htmlPage(said.text, url.href) };
  }
  if (/\bmode_(?:denied|login)\b/.test(classes) || said.status === 403) {
    throw cannotTell(failures.denied(api.origin, variable));
  }
  if (said.status !== 200) throw cannotTell(failures.status(api.origin, said.status));
  throw cannotTell(failures.noContent(api.origin));
}

interface PagePath {
  /** The base path of the wiki. */
  readonly root: string;
  /** The page's ID, such as `ns:page`. */
  readonly id: string;
  /** The path of the page, ready for another query parameter. */
  readonly at: string;
}

/** For a rewritten address, `root` is that of `matches`, and `at` keeps the path, because only the wiki knows what it means. */
function placeOf({ pathname, searchParams }: URL, matches: URL): PagePath {
  const [, before, behind = ''] = /^(.*)\/doku\.php(?:\/(.*))?$/s.exec(pathname) ?? [];
  const idIn = (path: string) => path.replace(/^[:/]+/, '').replaceAll('/', ':');
  if (before === undefined) {
    const root = matches.pathname.replace(/\/[^/]*$/, '');
    return { root, id: idIn(decoded(pathname.slice(root.length))), at: `${pathname}?` };
  }
  const id = idIn(searchParams.get('id') ?? decoded(behind));
  return { root: before, id, at: `${before}/doku.php?id=${encodeURIComponent(id)}&` };
}
