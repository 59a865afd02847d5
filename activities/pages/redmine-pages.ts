import { z } from 'zod';
import type { Logins } from '../logins.ts';
import type { Api } from '../tickets/api.ts';
import { checkKey, checkKeyCached } from '../tickets/redmine-key.ts';
import { inPath } from './code-server.ts';
import type { CodePages } from './code-server.ts';
import { markdownPage, textilePage } from './sections.ts';

const wikiPage = z.object({ wiki_page: z.object({ title: z.string(), text: z.string() }) });

/** The wiki of a project by the REST API. Files in repositories are not supported. */
export const redminePages = (api: Api, project: string, taken: Logins['taken']): CodePages => ({
  file: () => Promise.resolve(null),
  refs: () => Promise.resolve([]),
  async wiki(name, url) {
    const [isAsked, found] = await Promise.all([
      checkKeyCached(api, taken),
      api.find(`/projects/${inPath(project)}/wiki/${inPath(name)}.json`, wikiPage),
    ]);
    if (found === null) {
      if (!isAsked) await checkKey(api);
      return null;
    }
    const { title, text } = found.wiki_page;
    // Redmine does not say whether a text is Textile or Markdown. In Textile a `#` starts a list item.
    const page = /^h[1-6]\S*\. /m.test(text) ? textilePage(text, url) : markdownPage(text, url);
    return { ...page, title: title.replaceAll('_', ' ') };
  },
});
