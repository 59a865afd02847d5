/** A real DokuWiki from Debian. Its remote API is older than JSON-RPC, so its pages are exported. */
import { beforeAll, expect, it } from 'vitest';
import { bot, startDokuwiki } from './dokuwiki.ts';
import type { Dokuwiki } from './dokuwiki.ts';
import { pageReader } from './pages.ts';
import type { PageReader } from './pages.ts';

let wiki: Dokuwiki;
let nobody: PageReader;
let somebody: PageReader;
beforeAll(async () => {
  wiki = await startDokuwiki("$conf['userewrite'] = 1; $conf['useslash'] = 1;");
  await wiki.edit(
    'refunds',
    '====== Refunds ======\n\n===== Release =====\nSwitch it //on//.\n\n==== Steps ====\n  * one\n',
  );
  await wiki.edit('docs:возвраты', '====== Возвраты ======\n===== Релиз =====\nВключить.\n');
  await wiki.edit('secret:plan', '====== Plan ======\nHush.\n');
  nobody = pageReader(wiki.url, { kind: 'dokuwiki' });
  const named = { kind: 'dokuwiki', userEnv: 'WIKI_USER', passwordEnv: 'WIKI_PASSWORD' } as const;
  somebody = pageReader(wiki.url, named, { WIKI_USER: bot.user, WIKI_PASSWORD: bot.password });
});

it.each([['/doku.php?id=refunds'], ['/doku.php/refunds'], ['/refunds']])('has the page %s', async (path) => {
  expect(await nobody.read(path)).toMatchObject({
    outcome: 'found',
    page: {
      title: 'Refunds',
      sections: [
        { heading: '' },
        { heading: 'Refunds', level: 1 },
        { heading: 'Release', level: 2, text: 'Switch it //on//.' },
        { heading: 'Steps', level: 3, text: '* one' },
      ],
    },
  });
});

it('has a page with Cyrillic letters in a namespace', async () => {
  const page = { outcome: 'found', page: { title: 'Возвраты' } };
  expect(await nobody.read('/doku.php?id=docs:возвраты')).toMatchObject(page);
  expect(await nobody.read('/docs/возвраты')).toMatchObject(page);
});

it('lacks a page that is not there', async () => {
  expect(await nobody.read('/doku.php?id=nothing')).toEqual({ outcome: 'missing' });
  expect(await somebody.read('/doku.php?id=secret:nothing')).toEqual({ outcome: 'missing' });
});

it('cannot be told by who may not see it, nor by a wrong password', async () => {
  const wrong = pageReader(
    wiki.url,
    { kind: 'dokuwiki', userEnv: 'WIKI_USER', passwordEnv: 'WIKI_PASSWORD' },
    { WIKI_USER: bot.user, WIKI_PASSWORD: 'wrong' },
  );
  for (const page of ['plan', 'nothing']) {
    expect(await nobody.read(`/doku.php?id=secret:${page}`)).toEqual({
      outcome: 'cannotTell',
      reason: `${wiki.url} does not show the page to everybody`,
    });
    expect(await wrong.read(`/doku.php?id=secret:${page}`)).toEqual({
      outcome: 'cannotTell',
      reason: `${wiki.url} does not show the page with the credential in WIKI_PASSWORD`,
    });
  }
  expect(await somebody.read('/doku.php?id=secret:plan')).toMatchObject({ page: { title: 'Plan' } });
});

it('is read by the page itself where the export is switched off', async () => {
  const other = await startDokuwiki("$conf['disableactions'] = 'export_raw';");
  await other.edit('refunds', '====== Refunds ======\n===== Release =====\nSwitch it on.\n');
  const reader = pageReader(other.url, { kind: 'dokuwiki' });
  const found = await reader.read('/doku.php?id=refunds');
  const headings = found.outcome === 'found' ? found.page.sections.map(({ heading }) => heading) : [];
  expect(headings).toEqual(expect.arrayContaining(['Refunds', 'Release']));
  expect(await reader.read('/doku.php?id=nothing')).toEqual({ outcome: 'missing' });
  expect(await reader.read('/doku.php?id=secret:nothing')).toMatchObject({ outcome: 'cannotTell' });
});
