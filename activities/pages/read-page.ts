import type { Page, PageReading } from '../../domain/signs/page.ts';
import type { PageSettings, Settings } from '../../domain/settings.ts';
import { reading } from '../tickets/api.ts';
import type { TrackerWorld } from '../tickets/tracker-api.ts';
import { codePage, codeSite, isCodePage } from './code-pages.ts';
import { confluencePage } from './confluence.ts';
import { credentialOf } from './credential.ts';
import { dokuwikiPage } from './dokuwiki.ts';
import { mediawikiPage } from './mediawiki.ts';
import { plainPage } from './plain-page.ts';

type Known = Pick<Settings, 'pages' | 'tickets'>;

const settingsFor = ({ href }: URL, { pages }: Known): PageSettings | null =>
  pages.find(({ matches }) => href.startsWith(new URL(matches).href)) ?? null;

/**
 * Whether the configuration covers a page: its address starts like one
 * of `pages`, or it is a file or wiki page on the server of a tracker.
 */
export function knowsPage(address: string, known: Known): boolean {
  if (!URL.canParse(address)) return false;
  const url = new URL(address);
  if (settingsFor(url, known) !== null) return true;
  const site = codeSite(url, known.tickets);
  return site !== null && site.tracker !== null && isCodePage(url, site);
}

/**
 * Reads a page by the first entry of `pages` that its address starts with. A file or wiki page on a
 * tracker's server is read with the tracker's credential, any other page anonymously. Never throws.
 */
export async function readPage(address: string, known: Known, world: TrackerWorld): Promise<PageReading> {
  const url = new URL(address);
  const settings = settingsFor(url, known);
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
