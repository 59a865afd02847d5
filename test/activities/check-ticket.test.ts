/** The checks of several tickets, of a page and of a plain text. */
import { beforeAll, describe, expect, it } from 'vitest';
import { checkTicket } from '../../activities/check-ticket.ts';
import type { CheckWishes, CheckSources } from '../../activities/check-ticket.ts';
import { loadSettings } from '../../config/load-settings.ts';
import type { RequestOptions } from '../../domain/command/command.ts';
import { pageKeyOf, pageOf, pageTitle } from '../../domain/release/page.ts';
import type { Item } from '../../domain/release/subject.ts';
import type { Settings } from '../../domain/settings.ts';
import { bareTicket } from '../../domain/signs/ticket.ts';
import type { Ticket } from '../../domain/signs/ticket.ts';

const done = {
  codeReview: true,
  qa: true,
  customerDemo: true,
  releaseDocs: 'https://w.example.com/a',
  rollbackDocs: true,
} as const;
const tickets: readonly Ticket[] = [
  {
    ...bareTicket('PAY-1'),
    title: 'Refunds',
    url: 'https://t.example.com/1',
    components: ['billing'],
    signs: done,
  },
  {
    ...bareTicket('PAY-2'),
    title: 'Ledger',
    components: ['Ledger', 'billing'],
    signs: { ...done, qa: null, releaseDocs: null },
  },
];
const sources: CheckSources = {
  find: (key) => {
    const ticket = tickets.find((one) => one.key === key);
    return Promise.resolve(ticket === undefined ? { outcome: 'unknown' } : { outcome: 'found', ticket });
  },
  readPage: () => Promise.resolve({ outcome: 'missing' }),
};
const plain: RequestOptions = { wikiLink: null, noNeedAdmin: false, hotfix: false, components: null };
let settings: Settings;
beforeAll(async () => {
  settings = await loadSettings('dobrobot.yaml');
});

const check = (
  items: readonly Item[],
  options: Partial<RequestOptions> = {},
  readPage: CheckSources['readPage'] = sources.readPage,
) => checkTicket({ id: 'X-1', items }, { ...plain, ...options }, settings, { ...sources, readPage });
const ticket = (key: string): Item => ({ kind: 'ticket', key });

describe('a tracker that does not answer', () => {
  const silent: CheckSources = { ...sources, find: () => new Promise(() => undefined) };
  const away: CheckSources = { ...sources, find: () => Promise.reject(new Error('away')) };
  const components = ['billing'];
  const read = (from: CheckSources, wishes: CheckWishes) =>
    checkTicket({ id: 'PAY-1', items: [ticket('PAY-1')] }, plain, settings, from, wishes);

  it('leaves what the configuration makes of the components that are known', async () => {
    expect(await read(away, { components })).toMatchObject({
      outcome: 'unavailable',
      message: 'away',
      scope: { components, locks: [{ component: 'billing', mode: 'exclusive' }, { mode: 'shared' }] },
    });
  });

  it('is waited for as long as was said', async () => {
    const report = await read(silent, { components, readWithinMs: 10 });
    expect(report).toMatchObject({ outcome: 'unavailable', scope: { components } });
  });

  it('tells nothing where it is not known which locks stand', async () => {
    const lingering = () => Promise.reject(new Error('no Temporal'));
    await expect(read({ ...away, lingering }, { components })).rejects.toThrow('no Temporal');
  });
});

describe('several tickets', () => {
  it('are checked one by one, and touch what any of them touches', async () => {
    const report = await check([ticket('PAY-1'), ticket('PAY-2')]);
    expect(report).toMatchObject({
      outcome: 'checked',
      title: 'Refunds · Ledger',
      url: 'https://t.example.com/1',
      missingSigns: ['qa', 'releaseDocs'],
      evidence: { codeReview: true, qa: null, releaseDocs: null },
      items: [
        { title: 'Refunds', evidence: done },
        { title: 'Ledger', evidence: { qa: null } },
      ],
    });
    const named = report.outcome === 'checked' && [
      ...report.scope.components,
      ...report.scope.unknownComponents,
    ];
    expect(named).toEqual(['billing', 'ledger']);
  });

  it('are unknown if one of them is, which is named', async () => {
    expect(await check([ticket('PAY-1'), ticket('PAY-9')])).toEqual({
      outcome: 'unknownTicket',
      ticket: 'PAY-9',
    });
  });
});

describe('without a ticket', () => {
  const url = 'https://wiki.example.com/display/New%20onboarding_flow?v=1#top';

  it('a page is its own documentation, and the rest is for the approver to judge', async () => {
    expect(await check([{ kind: 'page', url }], { wikiLink: url, components: ['billing'] })).toMatchObject({
      title: 'New onboarding flow',
      url,
      missingSigns: [],
      evidence: { codeReview: 'judge', qa: 'judge', releaseDocs: url, rollbackDocs: 'judge' },
      scope: { components: ['billing'] },
    });
  });

  it.each<readonly [how: string, title: string, readPage: CheckSources['readPage']]>([
    [
      'calls itself',
      'How we onboard',
      () => Promise.resolve({ outcome: 'found', page: { title: ' How we\n onboard ', url, sections: [] } }),
    ],
    [
      'begins to call itself, if that is very long',
      `${'a'.repeat(299)}…`,
      () => Promise.resolve({ outcome: 'found', page: { title: 'a'.repeat(5000), url, sections: [] } }),
    ],
    [
      'is addressed, if it has no title',
      'New onboarding flow',
      () => Promise.resolve({ outcome: 'found', page: { title: ' ', url, sections: [] } }),
    ],
    [
      'is addressed, if it cannot be read',
      'New onboarding flow',
      () => Promise.resolve({ outcome: 'cannotTell', reason: 'down' }),
    ],
    [
      'is addressed, if reading it fails',
      'New onboarding flow',
      () => Promise.reject(new Error('no such address')),
    ],
    ['is addressed, if it does not answer', 'New onboarding flow', () => new Promise(() => undefined)],
  ])('a page is called as it %s', async (_, title, readPage) => {
    expect(await check([{ kind: 'page', url }], { wikiLink: url }, readPage)).toMatchObject({ title, url });
  });

  it('a text has its documentation where it is given', async () => {
    const text: Item = { kind: 'text', text: 'New onboarding' };
    expect(await check([text])).toMatchObject({
      title: 'New onboarding',
      url: null,
      missingSigns: [],
      evidence: { releaseDocs: 'judge' },
      scope: { components: [] },
    });
    expect(await check([text], { wikiLink: url })).toMatchObject({
      evidence: { releaseDocs: url, qa: 'judge' },
    });
  });

  it.each([
    ['https://wiki.example.com/a-b+c/', 'a b c', 'https://wiki.example.com/a-b+c'],
    ['HTTPS://Wiki.Example.com/A?x=1#y', 'A', 'https://wiki.example.com/A'],
    ['https://wiki.example.com/%E0%A4%A', '%E0%A4%A', 'https://wiki.example.com/%E0%A4%A'],
    [
      'https://wiki.example.com/%D0%A0%D0%B5%D0%BB%D0%B8%D0%B7',
      'Релиз',
      'https://wiki.example.com/%D0%A0%D0%B5%D0%BB%D0%B8%D0%B7',
    ],
    ['https://Wiki.example.com.:443/A/', 'A', 'https://wiki.example.com/A'],
    ['https://wiki.example.com?a', 'wiki.example.com', 'https://wiki.example.com'],
    ['https://wiki.example.com:443/%41', 'A', 'https://wiki.example.com/A'],
    ['http://wiki.example.com:80/%d0%a0', 'Р', 'http://wiki.example.com/%D0%A0'],
    ['http://wiki.example.com:8080/A', 'A', 'http://wiki.example.com:8080/A'],
    [
      'https://w.example.com/pages/viewpage.action?pageId=7&focus=1#x',
      'viewpage.action',
      'https://w.example.com/pages/viewpage.action?pageId=7',
    ],
    [
      'https://w.example.com/index.php?action=edit&title=New_screen',
      'New screen',
      'https://w.example.com/index.php?title=New_screen',
    ],
  ])('%s is called %j, and is %s', (address, title, page) => {
    expect(pageTitle(address)).toBe(title);
    expect(pageOf(address)).toBe(page);
  });

  it('a page is the same with TLS and without', () => {
    expect(pageKeyOf('http://wiki.example.com/A')).toBe(pageKeyOf('https://wiki.example.com/A'));
    expect(pageKeyOf('http://wiki.example.com/A')).not.toBe(pageKeyOf('https://wiki.example.com/a'));
  });
});

describe('what a tracker says that means harm', () => {
  const checked = async (told: Partial<Ticket>) => {
    const found = { ...bareTicket('PAY-9'), components: ['billing'], signs: done, ...told };
    const find = () => Promise.resolve({ outcome: 'found' as const, ticket: found });
    const subject = { id: 'PAY-9', items: [ticket('PAY-9')] };
    const report = await checkTicket(subject, plain, settings, { ...sources, find });
    return report.outcome === 'checked' ? { title: report.title, url: report.url } : report;
  };

  it.each([
    '!channel',
    '@U_ANN',
    'javascript:alert(1)',
    'http://[',
    'https://a.example.com/\n<!here>',
    'file:///etc/passwd',
  ])('is no address of the ticket: %j', async (url) => {
    const own = (await checked({ url: null })) as { readonly url: string };
    expect(own.url).toMatch(/^https:.*PAY-9$/);
    expect(await checked({ url })).toMatchObject(own);
  });

  it.each([
    ['Refunds\n*PAY-2* is approved\r\n', 'Refunds *PAY-2* is approved'],
    ['Refunds \u202egnp.exe\u2066 \u200b', 'Refunds gnp.exe'],
    ['half \ud83d of one', 'half \ufffd of one'],
    ['\u0000\u0007', 'PAY-9'],
    ['👩‍🚀 lands', '👩‍🚀 lands'],
  ])('is a line in a title: %j', async (title, shown) => {
    expect(await checked({ title })).toMatchObject({ title: shown });
  });

  it('is cut where it does not end', async () => {
    expect(await checked({ title: 'x'.repeat(700_000) })).toMatchObject({ title: `${'x'.repeat(299)}…` });
  });
});
