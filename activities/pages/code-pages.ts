import { failures } from '../../texts/http.ts';
import type { Page } from '../../domain/signs/page.ts';
import type { TrackerSettings } from '../../domain/trackers.ts';
import { noLogins } from '../logins.ts';
import { Api, cannotTell } from '../tickets/api.ts';
import { githubPaths, trackerApi } from '../tickets/tracker-api.ts';
import type { KnownTracker, TrackerWorld } from '../tickets/tracker-api.ts';
import type { CodePages } from './code-server.ts';
import { decoded } from '../../domain/decoded.ts';
import { giteaPages } from './gitea-pages.ts';
import { githubPages } from './github-pages.ts';
import { gitlabPages } from './gitlab-pages.ts';
import { redminePages } from './redmine-pages.ts';
import { plainPage } from './plain-page.ts';
import { asciidocPage, htmlPage, markdownPage } from './sections.ts';

/** A code server, or a tracker that also has a wiki, which hosts a page. */
export interface CodeSite {
  readonly kind: 'github' | 'gitlab' | 'gitea' | 'redmine';
  readonly url: string;
  /** Null: read anonymously. */
  readonly tracker: KnownTracker | null;
}

/** Public servers, read without configuration. */
const open: readonly CodeSite[] = [
  { kind: 'github', url: 'https://github.com', tracker: null },
  { kind: 'gitlab', url: 'https://gitlab.com', tracker: null },
];

/** The server that hosts an address; null if none is known. */
export function codeSite(address: URL, trackers: readonly TrackerSettings[]): CodeSite | null {
  const known = trackers.flatMap((tracker): readonly CodeSite[] =>
    tracker.tracker === 'github' ||
    tracker.tracker === 'gitlab' ||
    tracker.tracker === 'gitea' ||
    tracker.tracker === 'redmine'
      ? [{ kind: tracker.tracker, url: tracker.url, tracker }]
      : [],
  );
  const sites = [...known, ...open].filter(({ url }) => address.href.startsWith(new URL(`${url}/`).href));
  // Two trackers may have the same base URL.
  return sites.find((site) => isCodePage(address, site)) ?? sites[0] ?? null;
}

/** The paths of files and wiki pages below the server's URL: the repository, then the rest. */
const forms: Readonly<Record<CodeSite['kind'], { readonly file: RegExp; readonly wiki: RegExp }>> = {
  github: { file: /^([^/]+\/[^/]+)\/(?:blob|raw)\/(.+)$/, wiki: /^([^/]+\/[^/]+)\/wiki\/([^/]+)$/ },
  gitlab: { file: /^(.+?)\/-\/(?:blob|raw)\/(.+)$/s, wiki: /^(.+?)\/-\/wikis\/(.+)$/s },
  gitea: {
    file: /^([^/]+\/[^/]+)\/(?:src|raw)\/(?:branch|tag|commit)\/(.+)$/,
    wiki: /^([^/]+\/[^/]+)\/wiki\/(.+)$/,
  },
  redmine: { file: /(?!)/, wiki: /^projects\/([^/]+)\/wiki\/([^/]+)$/ },
};

const pathOn = ({ href }: URL, { url }: CodeSite): string =>
  decoded(href.slice(new URL(`${url}/`).href.length).replace(/[?#].*/s, ''));

/** Whether the address is that of a file or a wiki page. */
export function isCodePage(url: URL, site: CodeSite): boolean {
  const { file, wiki } = forms[site.kind];
  const path = pathOn(url, site);
  return file.test(path) || wiki.test(path);
}

/** Reads a file, a wiki page or any other page of the server; null if it does not exist. Throws `NotRead`. */
export async function codePage(url: URL, site: CodeSite, world: TrackerWorld): Promise<Page | null> {
  const path = pathOn(url, site);
  const { file, wiki } = forms[site.kind];
  const [, repo = '', behind = ''] = file.exec(path) ?? [];
  if (behind !== '') {
    const text = await fileText(behind, await pagesOf(repo, site, world));
    return text === null ? null : filePage(text, behind, url);
  }
  const [, ofWiki = '', name = ''] = wiki.exec(path) ?? [];
  if (name !== '') return (await pagesOf(ofWiki, site, world)).wiki(name, url.href);
  const page = await plainPage(url, null, world.http);
  // To anonymous users, a private page looks as if it did not exist.
  if (page === null) throw cannotTell(failures.notSeen(url.origin, 'such page to everybody'));
  return page;
}

async function pagesOf(
  repo: string,
  { kind, url, tracker }: CodeSite,
  world: TrackerWorld,
): Promise<CodePages> {
  const apiAt = async (base: string) =>
    tracker === null
      ? new Api(world.http, { base, headers: {}, credential: null })
      : trackerApi(tracker, world, repo.toLowerCase());
  switch (kind) {
    case 'github': {
      const { base, rest } = githubPaths({ url });
      return githubPages({ api: await apiAt(base), rest, url, repo, http: world.http });
    }
    case 'gitlab':
      return gitlabPages(await apiAt(`${url}/api/v4`), repo);
    case 'gitea':
      return giteaPages(await apiAt(`${url}/api/v1`), repo);
    case 'redmine':
      return redminePages(await apiAt(url), repo, (world.logins ?? noLogins()).taken);
  }
}

/** The name of a branch may contain slashes. If so, the longest existing name that fits is meant. */
async function fileText(behind: string, { file, refs }: CodePages): Promise<string | null> {
  const [first = '', ...rest] = behind.split('/');
  const found = await file(first, rest.join('/'));
  if (found !== null) return found;
  const fitting = (await refs(first)).filter((ref) => behind.startsWith(`${ref}/`));
  const ref = fitting.sort((one, other) => other.length - one.length)[0] ?? first;
  return ref === first ? null : file(ref, behind.slice(ref.length + 1));
}

function filePage(text: string, path: string, { href, origin }: URL): Page {
  const [, ending = ''] = /\.([^./]+)$/.exec(path.toLowerCase()) ?? [];
  if (/^(?:md|markdown|mdown|mkd|mdx|txt|)$/.test(ending)) return markdownPage(text, href);
  if (/^(?:adoc|asciidoc|asc)$/.test(ending)) return asciidocPage(text, href);
  if (/^x?html?$/.test(ending)) return htmlPage(text, href);
  throw cannotTell(failures.unknownForm(origin));
}
