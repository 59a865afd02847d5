import { z } from 'zod';
import type { Api } from '../tickets/api.ts';
import { inPath } from './code-server.ts';
import type { CodePages } from './code-server.ts';
import { markdownPage, textilePage } from './sections.ts';

const wikiPage = z.object({ wiki_page: z.object({ title: z.string(), text: z.string() }) });
const me = z.object({ user: z.object({ id: z.number() }) });

/** The wiki of a project by the REST API. Files have no addresses there that are read. */
export const redminePages = (api: Api, project: string): CodePages => ({
  file: () => Promise.resolve(null),
  refs: () => Promise.resolve([]),
  async wiki(name, url) {
    // With a wrong key one is nobody there, and sees what is public.
    const [, found] = await Promise.all([
      api.get('/users/current.json', me),
      api.find(`/projects/${inPath(project)}/wiki/${inPath(name)}.json`, wikiPage),
    ]);
    if (found === null) return null;
    const { title, text } = found.wiki_page;
    // In which of the two its texts are is not told; in Textile a `#` begins an item of a list.
    const page = /^h[1-6]\S*\. /m.test(text) ? textilePage(text, url) : markdownPage(text, url);
    return { ...page, title: title.replaceAll('_', ' ') };
  },
});
