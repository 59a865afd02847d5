import { z } from 'zod';
import type { Logins } from '../logins.ts';
import type { Api } from '../tickets/api.ts';
import { findByKey } from '../tickets/redmine-key.ts';
import { inPath } from './code-server.ts';
import type { CodePages } from './code-server.ts';
import { markdownPage, textilePage } from './sections.ts';

const wikiPage = z.object({ wiki_page: z.object({ title: z.string(), text: z.string() }) });

/** The wiki of a project by the REST API. Files in repositories are not supported. */
export const redminePages = (api: Api, project: string, taken: Logins['taken']): CodePages => ({
  file: () => Promise.resolve(null),
  refs: () => Promise.resolve([]),
  async wiki(name, url) {
    const path = `/projects/${inPath(project)}/wiki/${inPath(name)}.json`;
    const found = await findByKey(api, taken, path, wikiPage);
    if (found === null) return null;
    const { title, text } = found.wiki_page;
    // Redmine does not say whether a text is Textile or Markdown. In Textile a `#` starts a list item.
    const page = /^h[1-6]\S*\. /m.test(text) ? textilePage(text, url) : markdownPage(text, url);
    return { ...page, title: title.replaceAll('_', ' ') };
  },
});
