import { z } from 'zod';
import type { Page } from '../../domain/signs/page.ts';
import { failures } from '../../texts/http.ts';
import type { Http } from '../../http/http.ts';
import { Api, cannotTell } from '../tickets/api.ts';
import { fileIn, inPath } from './code-server.ts';
import type { CodePages } from './code-server.ts';
import { htmlPage, markdownPage } from './sections.ts';

interface Github {
  readonly api: Api;
  /** The path of the REST API below the base. */
  readonly rest: string;
  /** The URL of the server. */
  readonly url: string;
  readonly repo: string;
  readonly http: Http;
}

const refs = z.array(z.object({ ref: z.string() }));

/** Files by the REST API, the wiki by its public pages. */
export function githubPages({ api, rest, url: server, repo, http }: Github): CodePages {
  const at = `${rest}/repos/${inPath(repo)}`;
  return {
    async file(ref, path) {
      const headers = { accept: 'application/vnd.github.raw+json' };
      const file = `${at}/contents/${inPath(path)}?ref=${encodeURIComponent(ref)}`;
      return fileIn(await api.ask(file, { headers }), api);
    },
    async refs(beginning) {
      const find = (kind: string) => api.find(`${at}/git/matching-refs/${kind}/${inPath(beginning)}`, refs);
      const [heads, tags] = await Promise.all([find('heads'), find('tags')]);
      if (heads === null || tags === null)
        throw cannotTell(failures.notSeen(api.origin, `repository ${repo}`));
      return [...heads, ...tags].map(({ ref }) => ref.replace(/^refs\/(?:heads|tags)\//, ''));
    },
    wiki: (name, url) => publicWiki(repo, name, url, rawOf(server), http),
  };
}

const rawOf = (server: string): string =>
  server === 'https://github.com' ? 'https://raw.githubusercontent.com' : `${server}/raw`;

/** GitHub has no API for wikis. The wiki of a public repository is readable anonymously. */
async function publicWiki(
  repo: string,
  name: string,
  url: string,
  raw: string,
  http: Http,
): Promise<Page | null> {
  const files = new Api(http, { base: raw, headers: { accept: 'text/plain' }, credential: null });
  const text = fileIn(await files.ask(`/wiki/${inPath(repo)}/${inPath(name)}.md`), files);
  if (text !== null) return { ...markdownPage(text, url), title: name.replaceAll('-', ' ') };
  // A page that is not Markdown is read as HTML. For a page that does not exist, GitHub redirects to the home page.
  const { origin, pathname } = new URL(url);
  const pages = new Api(http, { base: origin, headers: { accept: 'text/html' }, credential: null });
  const answer = await pages.ask(pathname);
  const html = pages.text(answer);
  if (html === null) throw cannotTell(failures.hiddenWiki(origin, repo));
  return new URL(answer.url).pathname === pathname ? htmlPage(html, url) : null;
}
