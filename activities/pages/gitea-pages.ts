import { z } from 'zod';
import { failures } from '../../texts/http.ts';
import { cannotTell, nextLink } from '../tickets/api.ts';
import type { Api } from '../tickets/api.ts';
import { inPath } from './code-server.ts';
import type { CodePages } from './code-server.ts';
import { markdownPage } from './sections.ts';

const repository = z.object({ id: z.number(), has_wiki: z.boolean().optional() });
const named = z.array(z.object({ name: z.string() }));
/** A folder is answered as a list. The raw endpoint is not used: for an unknown branch it returns the file of the main branch. */
const contents = z.union([
  z.object({ content: z.string().nullable(), encoding: z.literal('base64').nullable() }),
  z.array(z.object({})),
]);
const wikiPage = z.object({ title: z.string(), content_base64: z.string() });

/** Files and wiki by the REST API of Gitea and Forgejo. */
export function giteaPages(api: Api, repo: string): CodePages {
  const at = `/repos/${inPath(repo)}`;
  const seen = async (what: string) => {
    const found = await api.find(at, repository);
    if (found === null) throw cannotTell(failures.notSeen(api.origin, what));
    return found;
  };
  return {
    async file(ref, path) {
      const file = await api.find(`${at}/contents/${inPath(path)}?ref=${encodeURIComponent(ref)}`, contents);
      return file === null || !('content' in file) ? null : textOf(file.content ?? '');
    },
    async refs(beginning) {
      await seen(`repository ${repo}`);
      const all = await Promise.all(
        ['branches', 'tags'].map((kind) => api.list(`${at}/${kind}?limit=50`, named, nextLink)),
      );
      const names = all.flatMap(({ items }) => items.map(({ name }) => name));
      return names.filter((name) => name.startsWith(beginning));
    },
    async wiki(_, url) {
      const found = await api.find(`${at}/wiki/page/${nameIn(url, repo)}`, wikiPage);
      if (found !== null) {
        return { ...markdownPage(textOf(found.content_base64), url), title: found.title };
      }
      const { has_wiki: hasWiki = false } = await seen(`wiki of ${repo}`);
      if (!hasWiki) throw cannotTell(failures.notSeen(api.origin, `wiki of ${repo}`));
      return null;
    },
  };
}

/** As spelled in the address, because Gitea distinguishes a plus, which is a space, from an escaped plus. */
const nameIn = (url: string, repo: string): string => new URL(url).pathname.split(`/${repo}/wiki/`)[1] ?? '';

const textOf = (base64: string): string => Buffer.from(base64, 'base64').toString();
