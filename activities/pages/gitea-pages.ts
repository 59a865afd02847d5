import { z } from 'zod';
import { failures } from '../../texts/http.ts';
import { cannotTell, nextLink } from '../tickets/api.ts';
import type { Api } from '../tickets/api.ts';
import { fileIn, inPath } from './code-server.ts';
import type { CodePages } from './code-server.ts';
import { markdownPage } from './sections.ts';

const repository = z.object({ id: z.number(), has_wiki: z.boolean().optional() });
const named = z.array(z.object({ name: z.string() }));
const wikiPage = z.object({ title: z.string(), content_base64: z.string() });

/** Files and wiki by the REST API, of Forgejo as well. */
export function giteaPages(api: Api, repo: string): CodePages {
  const at = `/repos/${inPath(repo)}`;
  const seen = async (what: string) => {
    const found = await api.find(at, repository);
    if (found === null) throw cannotTell(failures.notSeen(api.origin, what));
    return found;
  };
  return {
    async file(ref, path) {
      return fileIn(await api.ask(`${at}/raw/${inPath(path)}?ref=${encodeURIComponent(ref)}`), api);
    },
    async refs(beginning) {
      await seen(`repository ${repo}`);
      const all = await Promise.all(
        ['branches', 'tags'].map((kind) => api.list(`${at}/${kind}?limit=50`, named, nextLink)),
      );
      const names = all.flatMap(({ items }) => items.map(({ name }) => name));
      return names.filter((name) => name.startsWith(beginning));
    },
    async wiki(name, url) {
      const found = await api.find(`${at}/wiki/page/${inPath(name)}`, wikiPage);
      if (found !== null) {
        const text = Buffer.from(found.content_base64, 'base64').toString();
        return { ...markdownPage(text, url), title: found.title };
      }
      const { has_wiki: hasWiki = false } = await seen(`wiki of ${repo}`);
      if (!hasWiki) throw cannotTell(failures.notSeen(api.origin, `wiki of ${repo}`));
      return null;
    },
  };
}
