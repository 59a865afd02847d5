import type { Page, PageReading } from '../../domain/signs/page.ts';
import type { PageSettings, Settings } from '../../domain/settings.ts';
import { reading } from '../tickets/api.ts';
import type { TrackerWorld } from '../tickets/tracker-api.ts';
import { codePage, codeSite } from './code-pages.ts';
import { confluencePage } from './confluence.ts';
import { credentialOf } from './credential.ts';
import { dokuwikiPage } from './dokuwiki.ts';
import { mediawikiPage } from './mediawiki.ts';
import { plainPage } from './plain-page.ts';

type Known = Pick<Settings, 'pages' | 'tickets'>;

/**
 * Reads a page as the first settings say that begin its address; a file or a wiki page on the server of a tracker, with that one's
 * credential; any other as everybody may see it. Throws nothing.
 */
export async function readPage(address: string, known: Known, world: TrackerWorld): Promise<PageReading> {
  const url = new URL(address);
  const settings = known.pages.find(({ matches }) => url.href.startsWith(new URL(matches).href)) ?? null;
  const site = settings === null ? codeSite(url, known.tickets) : null;
  const found = await reading(async () => ({
    page: await (site === null ? pageOf(url, settings, world) : codePage(url, site, world)),
  }));
  if ('page' in found) {
    return found.page === null ? { outcome: 'missing' } : { outcome: 'found', page: found.page };
  }
  if (found.outcome === 'unknown') return { outcome: 'missing' };
  if (found.outcome === 'badCredentials') {
    if (settings !== null) world.onPagesRefused?.(settings.matches, found.reason);
    else if (site?.tracker) world.onRefused?.(site.tracker.name, found.reason);
  }
  return { outcome: 'cannotTell', reason: found.reason };
}

async function pageOf(url: URL, settings: PageSettings | null, world: TrackerWorld): Promise<Page | null> {
  if (settings === null) return plainPage(url, null, world.http);
  const credential = await credentialOf(settings, world.env);
  switch (settings.kind) {
    case 'http':
      return plainPage(url, credential, world.http);
    case 'mediawiki':
      return mediawikiPage(url, settings, credential, world);
    case 'confluence':
      return confluencePage(url, settings, credential, world.http);
    case 'dokuwiki':
      return dokuwikiPage(url, settings, credential, world.http);
  }
}
