/** A real MediaWiki from Debian. */
import { beforeAll, describe, expect, it } from 'vitest';
import { evaluate } from '../../domain/signs/evaluate.ts';
import type { Finding } from '../../domain/signs/finding.ts';
import { bareTicket } from '../../domain/signs/ticket.ts';
import { botUser, startMediawiki } from './mediawiki.ts';
import type { Mediawiki } from './mediawiki.ts';
import { pageReader } from './pages.ts';
import type { PageReader } from './pages.ts';

/** The finding of a rule that asks for this section of a page. */
async function sectionAt(path: string, section: string, { read }: PageReader): Promise<Finding> {
  const address = `https://wiki.example.com${path}`;
  const ticket = { ...bareTicket('PAY-1'), pages: [address] };
  const pages = new Map([[address, await read(path)]]);
  const never = () => {
    throw new Error('no expression is asked for');
  };
  const known = { ticket, pages, wanted: new Map(), expression: never };
  return evaluate({ kind: 'page', from: null, section, atLeastChars: 20 }, known);
}

describe('one that everybody may read', () => {
  let wiki: Mediawiki;
  let open: PageReader;
  beforeAll(async () => {
    wiki = await startMediawiki('');
    await wiki.edit(
      'Refunds & more',
      '== Release ==\nSwitch it on for everybody.\n\n=== Steps ===\n* one\n* two\n\n== Rollback ==\nTODO: describe here\n',
    );
    await wiki.edit('Старая', '#REDIRECT [[Возвраты: план 2.0]]');
    await wiki.edit('Возвраты: план 2.0', '== Релиз ==\nВключить для всех магазинов.\n');
    await wiki.edit('Lost', '#REDIRECT [[Nowhere]]');
    open = pageReader(wiki.url, { kind: 'mediawiki' });
  });

  it.each([
    ['/wiki/Refunds_%26_more'],
    ['/wiki/Refunds%20&%20more'],
    ['/index.php?title=Refunds_%26_more'],
    ['/index.php/Refunds_%26_more'],
    ['/index.php?title=refunds+%26+more&action=view#Release'],
  ])('has the page %s', async (path) => {
    expect(await open.read(path)).toMatchObject({
      outcome: 'found',
      page: {
        title: 'Refunds & more',
        sections: [
          { heading: '' },
          { heading: 'Release', level: 2, text: 'Switch it on for everybody.' },
          { heading: 'Steps', level: 3, text: 'one\ntwo' },
          { heading: 'Rollback' },
        ],
      },
    });
  });

  it('follows a redirect, to a title with Cyrillic letters, a colon and a dot', async () => {
    const page = { outcome: 'found', page: { title: 'Возвраты: план 2.0' } };
    expect(await open.read(`/wiki/${encodeURIComponent('Старая')}`)).toMatchObject(page);
    expect(await open.read('/wiki/Возвраты:_план_2.0')).toMatchObject(page);
  });

  it('lacks what is not there, and what is redirected to that', async () => {
    expect(await open.read('/wiki/Nothing')).toEqual({ outcome: 'missing' });
    expect(await open.read('/index.php?title=Nothing')).toEqual({ outcome: 'missing' });
    expect(await open.read('/wiki/Lost')).toEqual({ outcome: 'missing' });
  });

  it('passes by a section with words, and not by one that a template leaves or that is not there', async () => {
    expect((await sectionAt('/wiki/Refunds_%26_more', 'Release', open)).outcome).toBe('passed');
    expect(await sectionAt('/wiki/Refunds_%26_more', 'Rollback', open)).toMatchObject({
      outcome: 'missing',
      why: { lacks: { lack: 'words', has: 0 } },
    });
    expect(await sectionAt('/wiki/Refunds_%26_more', 'Security', open)).toMatchObject({
      outcome: 'missing',
      why: { lacks: { lack: 'section' } },
    });
  });

  it('is found by the name of its API, too, and cannot be told by a wrong one', async () => {
    const named = pageReader(wiki.url, { kind: 'mediawiki', api: `${wiki.url}/api.php` });
    expect((await named.read('/wiki/Lost')).outcome).toBe('missing');
    const wrong = pageReader(wiki.url, { kind: 'mediawiki', api: `${wiki.url}/nothing/api.php` });
    expect((await wrong.read('/wiki/Lost')).outcome).toBe('cannotTell');
  });
});

describe('one for those who have logged in', () => {
  const password = 'abcdefghijklmnopqrstuv0123456789';
  let wiki: Mediawiki;
  beforeAll(async () => {
    wiki = await startMediawiki(`$wgGroupPermissions['*']['read'] = false;`);
    await wiki.setBotPassword(password);
    await wiki.edit('Refunds', '== Release ==\nSwitch it on.\n');
  });
  const withPassword = (secret: string) =>
    pageReader(
      wiki.url,
      { kind: 'mediawiki', userEnv: 'WIKI_USER', passwordEnv: 'WIKI_PASSWORD' },
      { WIKI_USER: botUser, WIKI_PASSWORD: secret },
    );

  it('cannot be told by nobody', async () => {
    const nobody = pageReader(wiki.url, { kind: 'mediawiki' });
    for (const page of ['Refunds', 'Nothing']) {
      expect(await nobody.read(`/wiki/${page}`)).toEqual({
        outcome: 'cannotTell',
        reason: `${wiki.url} says: You need read permission to use this module.`,
      });
    }
  });

  it('cannot be told with a wrong password, in its own words and without the password', async () => {
    const wrong = await withPassword('wrong-password').read('/wiki/Nothing');
    expect(wrong).toEqual({
      outcome: 'cannotTell',
      reason: `${wiki.url} does not take the credential in WIKI_PASSWORD: Incorrect username or password entered. Please try again.`,
    });
  });

  it('is read with a bot password, and a login that has expired is made anew', async () => {
    const bot = withPassword(password);
    expect(await bot.read('/wiki/Refunds')).toMatchObject({ outcome: 'found', page: { title: 'Refunds' } });
    expect(await bot.read('/wiki/Nothing')).toEqual({ outcome: 'missing' });
    await wiki.forgetLogins();
    expect(await bot.read('/wiki/Nothing')).toEqual({ outcome: 'missing' });
    expect((await bot.read('/wiki/Refunds')).outcome).toBe('found');
  });

  it('cannot be told by a login that has expired and cannot be made anew', async () => {
    const bot = withPassword(password);
    expect((await bot.read('/wiki/Refunds')).outcome).toBe('found');
    await wiki.revokeBotPasswords();
    await wiki.forgetLogins();
    for (const page of ['Refunds', 'Nothing']) {
      expect(await bot.read(`/wiki/${page}`)).toMatchObject({
        outcome: 'cannotTell',
        reason: expect.stringContaining('Incorrect username or password') as string,
      });
    }
  });
});
