/** Addresses of pages, and the content of pages that is easily mistaken for something else. */
import { describe, expect, it } from 'vitest';
import type { Http } from '../../../http/http.ts';
import { noLogins } from '../../../activities/logins.ts';
import { readPage } from '../../../activities/pages/read-page.ts';
import { asciidocPage, htmlPage, markdownPage, textilePage } from '../../../activities/pages/sections.ts';
import { sectionText, writtenChars } from '../../../domain/signs/page.ts';
import type { PageReading } from '../../../domain/signs/page.ts';
import type { PageSettings } from '../../../domain/settings.ts';
import type { TrackerSettings } from '../../../domain/trackers.ts';
import { playing } from '../tickets/played/playing.ts';
import type { Said } from '../tickets/played/server.ts';

const { server, http: real } = playing();
/** Requests to public servers go to the local server instead. */
const there = /^https:\/\/(?:acme\.atlassian\.net|api\.atlassian\.com|api\.github\.com|gitlab\.com)/;
const http: Http = { ...real, ask: (url, asked) => real.ask(url.replace(there, server.url), asked) };

const nobody = { userEnv: null, passwordEnv: null, tokenEnv: null, api: null, cloudId: null };
const read = (
  address: string,
  pages: readonly (Partial<PageSettings> & Pick<PageSettings, 'kind' | 'matches'>)[] = [],
  tickets: readonly TrackerSettings[] = [],
): Promise<PageReading> =>
  readPage(
    address,
    { pages: pages.map((page) => ({ ...nobody, ...page })), tickets },
    { http, env: { TOKEN: 's3cret', BOT: 'bot' }, logins: noLogins() },
  );
/** Sets the answers by path; any other path is 404. */
const answer = (routes: Readonly<Record<string, Said>>) => {
  server.answers = ({ path }) => routes[path] ?? { status: 404, body: {} };
};

describe('Confluence', () => {
  const cloud = { kind: 'confluence', matches: 'https://acme.atlassian.net/wiki/' } as const;
  const page = { body: { title: 'Plan', body: { storage: { value: '<h1>Release</h1><p>On.</p>' } } } };
  const at = (id: string) => `/wiki/api/v2/pages/${id}?body-format=storage`;

  it.each([
    ['/wiki/spaces/PAY/pages/123456/Refunds', at('123456')],
    ['/wiki/spaces/PAY/pages/edit-v2/123456', at('123456')],
    ['/wiki/spaces/~7012/pages/123456', at('123456')],
    ['/wiki/pages/viewpage.action?pageId=123456', at('123456')],
    ['/wiki/x/QOIB', at('123456')],
    ['/wiki/x/DwCAog', at('2726297615')],
  ])('in the cloud knows %s', async (path, asked) => {
    answer({ [asked]: page });
    expect((await read(`https://acme.atlassian.net${path}`, [cloud])).outcome).toBe('found');
    expect(server.asked).toEqual([asked]);
  });

  it('is in the cloud, under a name of its own, where a user has a token', async () => {
    server.answers = ({ path, headers }) => {
      const isBot = headers['authorization'] === `Basic ${Buffer.from('bot:s3cret').toString('base64')}`;
      return path === at('5') && isBot ? page : { status: 404, body: {} };
    };
    const own = { ...cloud, matches: `${server.url}/wiki/`, userEnv: 'BOT', tokenEnv: 'TOKEN' };
    expect((await read(`${server.url}/wiki/spaces/PAY/pages/5/Plan`, [own])).outcome).toBe('found');
  });

  it('in the cloud knows a page by its title', async () => {
    answer({
      '/wiki/api/v2/spaces?keys=PAY': { body: { results: [{ id: '9' }] } },
      '/wiki/api/v2/pages?space-id=9&title=Re%20%26%20more&body-format=storage': {
        body: { results: [page.body] },
      },
    });
    const found = await read('https://acme.atlassian.net/wiki/display/PAY/Re+%26+more', [cloud]);
    expect(found.outcome).toBe('found');
  });

  it.each([
    ['/pages/viewpage.action?pageId=7', '/rest/api/content/7?expand=body.storage'],
    ['/spaces/PAY/pages/7/Refunds', '/rest/api/content/7?expand=body.storage'],
    [
      '/pages/viewpage.action?spaceKey=PAY&title=A+b',
      '/rest/api/content?spaceKey=PAY&title=A%20b&expand=body.storage',
    ],
  ])('in a data center knows %s', async (path, asked) => {
    answer({ [`/c${asked}`]: { body: asked.includes('title') ? { results: [page.body] } : page.body } });
    const own = { kind: 'confluence', matches: `${server.url}/c/` } as const;
    expect((await read(`${server.url}/c${path}`, [own])).outcome).toBe('found');
  });

  it('cannot tell by an address of no page, nor of one that no space can be told of, nor with a captcha', async () => {
    const told = async (path: string) => {
      const found = await read(`https://acme.atlassian.net${path}`, [cloud]);
      return 'reason' in found ? found.reason : found.outcome;
    };
    answer({});
    expect(await told('/wiki/spaces/PAY/overview')).toContain('does not say which page');
    expect(await told('/wiki/x/QOIB')).toContain('shows no page 123456');
    server.answers = () => ({
      status: 403,
      body: '',
      headers: { 'x-authentication-denied-reason': 'CAPTCHA_CHALLENGE; login-url=https://x' },
    });
    expect(await told('/wiki/spaces/PAY/pages/1')).toContain('asks for a captcha');
  });

  it('has one in the bin as one that is not there, and one without a body as one that cannot be told', async () => {
    answer({
      [at('1')]: { body: { ...page.body, status: 'trashed' } },
      [at('2')]: { body: { title: 'Plan' } },
    });
    const found = (id: number) => read(`https://acme.atlassian.net/wiki/spaces/PAY/pages/${id}`, [cloud]);
    expect(await found(1)).toEqual({ outcome: 'missing' });
    expect(await found(2)).toMatchObject({ outcome: 'cannotTell' });
  });

  it('keeps the words of macros, and neither their parameters nor what a template says', () => {
    const { sections } = htmlPage(
      `<h2>Release</h2><ac:structured-macro ac:name="code"><ac:parameter ac:name="language">bash</ac:parameter>
<ac:plain-text-body><![CDATA[deploy <now> && wait]]></ac:plain-text-body></ac:structured-macro><p><ri:page ri:content-title="x" />On&nbsp;time.</p>
<h2>Rollback</h2><p><ac:placeholder>Say how to go back</ac:placeholder></p>`,
      'https://w/1',
    );
    expect(sections.map(({ heading, text }) => [heading, text])).toEqual([
      ['', ''],
      ['Release', 'deploy <now> && wait\nOn time.'],
      ['Rollback', ''],
    ]);
  });
});

describe('code', () => {
  const own = (kind: 'github' | 'gitlab' | 'gitea', tokenEnv: string): TrackerSettings => {
    const any = {
      name: 'code',
      keys: '*',
      addresses: ['https://x/{key}'],
      url: server.url,
      tokenEnv,
    } as const;
    return kind === 'github'
      ? { ...any, tracker: kind, appId: null, appIdEnv: null, privateKeyEnv: null }
      : { ...any, tracker: kind };
  };
  const file = { body: '## Release\nOn.', headers: { 'content-type': 'text/plain' } };

  it('has the branch with slashes, the longest that is there', async () => {
    answer({
      '/api/v3/repos/acme/app/git/matching-refs/heads/feature': {
        body: [
          { ref: 'refs/heads/feature' },
          { ref: 'refs/heads/feature/a' },
          { ref: 'refs/heads/feature/ab' },
        ],
      },
      '/api/v3/repos/acme/app/git/matching-refs/tags/feature': { body: [] },
      '/api/v3/repos/acme/app/contents/docs/x%20y.md?ref=feature%2Fa': file,
    });
    const found = await read(
      `${server.url}/acme/app/blob/feature/a/docs/x%20y.md`,
      [],
      [own('github', 'TOKEN')],
    );
    expect(found.outcome).toBe('found');
  });

  it('is asked for by nobody where no tracker has the server', async () => {
    const asked: unknown[] = [];
    server.answers = ({ path, headers }) => {
      asked.push([path, headers['authorization'], headers['private-token']]);
      return file;
    };
    expect((await read('https://github.com/acme/app/blob/main/x.md')).outcome).toBe('found');
    expect((await read('https://gitlab.com/acme/app/-/blob/main/x.md')).outcome).toBe('found');
    expect(asked).toEqual([
      ['/repos/acme/app/contents/x.md?ref=main', undefined, undefined],
      ['/api/v4/projects/acme%2Fapp/repository/files/x.md/raw?ref=main', undefined, undefined],
    ]);
  });

  it('cannot be told where it may be private', async () => {
    answer({});
    const private_ = { outcome: 'cannotTell', reason: expect.stringContaining('shows no') as string };
    expect(await read('https://github.com/acme/app/blob/main/x.md')).toMatchObject(private_);
    expect(await read(`${server.url}/acme/app/releases/1`, [], [own('gitea', 'TOKEN')])).toMatchObject(
      private_,
    );
  });

  it('cannot be told of a wiki that is switched off or hidden', async () => {
    answer({ '/api/v1/repos/acme/app': { body: { id: 1, has_wiki: false } } });
    expect(await read(`${server.url}/acme/app/wiki/Plan`, [], [own('gitea', 'TOKEN')])).toMatchObject({
      outcome: 'cannotTell',
      reason: expect.stringContaining('shows no wiki of acme/app') as string,
    });
  });

  it('cannot be told in a form that is not read', async () => {
    server.answers = () => ({ body: { encoding: 'base64', content: '' } });
    expect(await read(`${server.url}/acme/app/src/tag/v1/x.rst`, [], [own('gitea', 'TOKEN')])).toEqual({
      outcome: 'cannotTell',
      reason: `${server.url} has the file in a form that is not read: Markdown, AsciiDoc, HTML and plain text are`,
    });
  });

  it('has no headings within what is shown as it is', () => {
    const text = '---\ntitle: x\n---\n## Release\n```sh\n# a comment\ngo\n```\n## Rollback\nBack.\n';
    expect(sectionText(markdownPage(text, 'https://w/1'), 'Release')).toContain('go');
    const textile =
      'h2{color:red}. Release\n# one\n<pre>\nh2. no\n</pre>\nh3. Steps\n<pre>x</pre>\nh2. Rollback\nBack.\n';
    expect(textilePage(textile, 'https://w/1').sections.map(({ heading }) => heading)).toEqual([
      ...['', 'Release', 'Steps', 'Rollback'],
    ]);
    expect(asciidocPage('= Plan\n== Release\nOn.\n', 'https://w/1').sections.at(-1)).toEqual({
      ...{ heading: 'Release', level: 2, text: 'On.' },
    });
  });
});

describe('a wiki', () => {
  const api = { body: { parse: { title: 'Plan', text: '<h2>Release</h2>On.' } } };
  const wiki = () => ({ kind: 'mediawiki', matches: `${server.url}/` }) as const;
  const link = (href: string) => ({
    body: `<link rel="EditURI" type="application/rsd+xml" href="${href}"/>`,
    headers: { 'content-type': 'text/html' },
  });

  it('has its API where the page says, or where it usually is', async () => {
    server.answers = ({ path }) =>
      path.startsWith('/deep/api.php?') ? api : link('/deep/api.php?action=rsd');
    expect((await read(`${server.url}/wiki/Plan`, [wiki()])).outcome).toBe('found');
    const page = { body: '', headers: { 'content-type': 'text/html' } };
    server.answers = ({ path }) => (path.startsWith('/api.php?') ? api : page);
    expect((await read(`${server.url}/wiki/Plan`, [wiki()])).outcome).toBe('found');
  });

  it('cannot be told where its API is on another server, or nowhere', async () => {
    server.answers = () => link('https://other.example.com/w/api.php?action=rsd');
    expect(await read(`${server.url}/wiki/Plan`, [wiki()])).toEqual({
      outcome: 'cannotTell',
      reason: `${server.url} has its API on https://other.example.com; \`api\` beside \`matches\` in the configuration can name it`,
    });
    server.answers = () => ({ body: 'no wiki', headers: { 'content-type': 'text/html' } });
    expect(await read(`${server.url}/wiki/Plan`, [wiki()])).toMatchObject({
      reason: expect.stringContaining('shows no API of MediaWiki') as string,
    });
  });

  it('is asked for its API and the form of its addresses once, and for a login when that has ended', async () => {
    let session = 0;
    const inSession = (cookie: unknown) => String(cookie).includes(`s=${session}`);
    server.answers = ({ path, headers: { cookie } }) => {
      if (path === '/Plan') return link('/api.php?action=rsd');
      if (path.includes('type=login')) return { body: { query: { tokens: { logintoken: 't' } } } };
      if (path === '/api.php')
        return { body: { login: { result: 'Success' } }, headers: { 'set-cookie': `s=${session}` } };
      if (!inSession(cookie)) return { body: { error: { code: 'assertuserfailed' } } };
      return path.includes('siteinfo') ? { body: { query: { general: { articlepath: '/$1' } } } } : api;
    };
    const settings = { ...nobody, ...wiki(), userEnv: 'BOT', passwordEnv: 'TOKEN' };
    const world = { http, env: { TOKEN: 's3cret', BOT: 'bot' }, logins: noLogins() };
    const counted = async () => {
      server.asked.splice(0);
      const { outcome } = await readPage(`${server.url}/Plan`, { pages: [settings], tickets: [] }, world);
      return [outcome, server.asked.length];
    };
    expect(await counted()).toEqual(['found', 5]);
    expect(await counted()).toEqual(['found', 1]);
    session++;
    expect(await counted()).toEqual(['found', 4]);
  });

  it('with short addresses is asked for their form', async () => {
    answer({
      '/Plan': link('/api.php?action=rsd'),
      '/api.php?action=query&meta=siteinfo&siprop=general&format=json&formatversion=2': {
        body: { query: { general: { articlepath: '/$1' } } },
      },
      '/api.php?action=parse&redirects=1&prop=text&disabletoc=1&disableeditsection=1&disablelimitreport=1&page=Plan&format=json&formatversion=2':
        api,
    });
    expect((await read(`${server.url}/Plan`, [wiki()])).outcome).toBe('found');
  });
});

describe('any page', () => {
  const html = (body: string): Said => ({ body, headers: { 'content-type': 'text/html' } });
  it('behind a captcha or a form to sign in cannot be told, and one with a small form besides can', async () => {
    const outcomes: string[] = [];
    for (const body of [
      '<title>Just a moment...</title><div class="cf-turnstile"></div>',
      '<title>Вход в систему</title><input type="password" name="p">',
      '<title>Plan</title><h2>Release</h2><input type=password>',
    ]) {
      server.answers = () => html(body);
      outcomes.push((await read(`${server.url}/plan`)).outcome);
    }
    expect(outcomes).toEqual(['cannotTell', 'cannotTell', 'found']);
    server.answers = ({ path }) =>
      path === '/plan'
        ? { status: 302, body: '', headers: { location: '/account' } }
        : html('<title>Acme</title><input type="password">');
    expect((await read(`${server.url}/plan`)).outcome).toBe('cannotTell');
  });

  it('gets the credential by its whole address only', async () => {
    const sent: unknown[] = [];
    server.answers = ({ headers }) => {
      sent.push(headers['authorization']);
      return html('');
    };
    const settings = { kind: 'http', matches: `${server.url}/wiki/`, tokenEnv: 'TOKEN' } as const;
    await read(`${server.url}/wiki/../other`, [settings]);
    await read(`${server.url}/wiki/%2e%2e/other`, [settings]);
    await read(`${server.url}/x/../wiki/plan`, [settings]);
    expect(sent).toEqual([undefined, undefined, 'Bearer s3cret']);
  });
});

describe('words that a template leaves', () => {
  it.each([
    'TODO',
    'TBD.',
    '...',
    '…',
    '<describe here>',
    'Fill in',
    'Please fill in this section before the release.',
    'Describe the steps of the rollback here.',
    '[Describe the rollback]',
    'Your text here',
    'Заполнить',
    'Заполните этот раздел',
    'Опишите здесь',
    'Опишите шаги отката в этом разделе.',
    '- TODO: describe here',
    'Write the steps here, so that anyone can follow them.',
    'List all hosts below:',
    'Опишите ниже, как откатить релиз.',
  ])('%s does not count', (text) => {
    expect(writtenChars(text)).toBe(0);
  });

  it.each([
    'Fill the cache by the script, then switch over.',
    'Describe tables users and orders, compare.',
    'Здесь описание: откатить миграцию.',
    'Добавьте запись в DNS и подождите.',
    'Put the previous image tag back in values.yaml, then run the two commands below and wait for the pods.',
    'Add the row below to the table of prices, then restart.',
    'Fill in the form at /admin/rollback with the number of the release before, press Restore, and wait until the page says that it is done.',
    'Укажите прежний тег образа в values.yaml, затем выполните две команды ниже и подождите.',
  ])('%s counts', (text) => {
    expect(writtenChars(text)).toBeGreaterThan(20);
  });
});
