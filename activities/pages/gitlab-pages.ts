import { z } from 'zod';
import { failures } from '../../texts/http.ts';
import { cannotTell } from '../tickets/api.ts';
import type { Api } from '../tickets/api.ts';
import { fileIn } from './code-server.ts';
import type { CodePages } from './code-server.ts';
import { htmlPage } from './sections.ts';

const named = z.array(z.object({ name: z.string() }));
const wikiPage = z.object({ title: z.string(), content: z.string() });
const wikiPages = z.array(z.object({ slug: z.string() }));

/** Files and wiki by the REST API. */
export function gitlabPages(api: Api, repo: string): CodePages {
  const at = `/projects/${encodeURIComponent(repo)}`;
  const notSeen = (what: string) => cannotTell(failures.notSeen(api.origin, what));
  return {
    async file(ref, path) {
      const file = `${at}/repository/files/${encodeURIComponent(path)}/raw`;
      return fileIn(await api.ask(`${file}?ref=${encodeURIComponent(ref)}`), api);
    },
    async refs(beginning) {
      const search = `search=${encodeURIComponent(`^${beginning}`)}&per_page=100`;
      const find = (kind: string) => api.find(`${at}/repository/${kind}?${search}`, named);
      const [branches, tags] = await Promise.all([find('branches'), find('tags')]);
      if (branches === null || tags === null) throw notSeen(`repository ${repo}`);
      return [...branches, ...tags].map(({ name }) => name);
    },
    async wiki(name, url) {
      const found = await api.find(`${at}/wikis/${encodeURIComponent(name)}?render_html=true`, wikiPage);
      if (found !== null) return { ...htmlPage(found.content, url), title: found.title };
      if ((await api.find(`${at}/wikis`, wikiPages)) === null) throw notSeen(`wiki of ${repo}`);
      return null;
    },
  };
}
