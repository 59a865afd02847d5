/** How each kind of page source answers, in the shapes of its API. */
import type { PageSettings, Settings } from '../../../domain/settings.ts';
import type { TrackerSettings } from '../../../domain/trackers.ts';
import type { Answers, Request, Said } from '../tickets/played/server.ts';

export interface Told {
  readonly title: string;
  /** The text below the heading `Release`. */
  readonly text: string;
}

export interface PlayedPages {
  readonly name: string;
  readonly known: (origin: string) => Pick<Settings, 'pages' | 'tickets'>;
  /** The origin of the server if it is not the test's own. */
  readonly origin?: string;
  /** The path of the page on its server. */
  readonly path: string;
  readonly found: (told: Told) => Answers;
  /** The page does not exist. */
  readonly gone: Answers;
  /** The answer does not say whether the page exists. */
  readonly hidden: Answers;
  /** Null or absent: the server does not report wrong credentials. */
  readonly wrongSecret?: Answers | null;
  /** Whether the answer contains the title as well as the text. */
  readonly hasTitle: boolean;
  readonly isJson: boolean;
}

export const variable = 'PAGES_SECRET';
const nobody = { userEnv: null, passwordEnv: null, tokenEnv: null, api: null, cloudId: null };
const pages = (origin: string, settings: Partial<PageSettings> & Pick<PageSettings, 'kind'>) => ({
  pages: [{ ...nobody, matches: `${origin}/`, ...settings }],
  tickets: [],
});
const byPassword = { userEnv: 'PAGES_USER', passwordEnv: variable };
const byToken = { userEnv: 'PAGES_USER', tokenEnv: variable };

type Routes = readonly (readonly [RegExp, Said | ((request: Request) => Said)])[];
const notFound: Said = { status: 404, body: { message: 'Not Found' } };
const routed =
  (routes: Routes): Answers =>
  (request) => {
    const said = routes.find(([form]) => form.test(request.path))?.[1] ?? notFound;
    return typeof said === 'function' ? said(request) : said;
  };
const ok = (body: unknown): Said => ({ body });
const text = (body: string, type: string): Said => ({
  body,
  headers: { 'content-type': `${type}; charset=utf-8` },
});
const unauthorized: Answers = () => ({ status: 401, body: { message: 'Unauthorized' } });
const escaped = (words: string): string => words.replaceAll('&', '&amp;').replaceAll('<', '&lt;');
const html = (words: string): string =>
  `<h2>Release</h2><p>${escaped(words)}</p><h2>Rollback</h2><p>TODO</p>`;
const base64 = (words: string): string => Buffer.from(words).toString('base64');
const markdown = (words: string): string => `# Plan\n\n## Release\n${words}\n\n## Rollback\nTODO\n`;

const http: PlayedPages = {
  name: 'http',
  known: (origin) => pages(origin, { kind: 'http', ...byPassword }),
  path: '/refunds',
  found: ({ title, text: words }) =>
    routed([[/./, text(`<title>${escaped(title)}</title>${html(words)}`, 'text/html')]]),
  gone: routed([]),
  hidden: () => ({ status: 403, body: '' }),
  wrongSecret: unauthorized,
  hasTitle: true,
  isJson: false,
};

const loginToken = ok({ query: { tokens: { logintoken: 't+\\' } } });
const wiki = (parse: unknown, login: object = { result: 'Success' }): Answers =>
  routed([
    [/meta=tokens/, { ...loginToken, headers: { 'set-cookie': 'wiki_session=1; path=/' } }],
    [/action=parse/, ok(parse)],
    [/api\.php$/, ok({ login })],
  ]);
const mediawiki: PlayedPages = {
  name: 'mediawiki',
  known: (origin) => pages(origin, { kind: 'mediawiki', ...byPassword }),
  path: '/w/index.php?title=Refunds',
  found: ({ title, text: words }) => wiki({ parse: { title, pageid: 1, redirects: [], text: html(words) } }),
  gone: wiki({ error: { code: 'missingtitle', info: "The page you specified doesn't exist." } }),
  hidden: wiki({ error: { code: 'permissiondenied', info: 'You may not read it.' } }),
  wrongSecret: wiki({}, { result: 'Failed', reason: 'Incorrect username or password entered.' }),
  hasTitle: true,
  isJson: true,
};

const space = ok({ results: [{ id: '98306', key: 'PAY' }], _links: {} });
const none = ok({ results: [], _links: {} });
const cloudPage = ({ title, text: words }: Told): Said =>
  ok({
    ...{ id: '123', status: 'current', title, spaceId: '98306' },
    body: { storage: { representation: 'storage', value: html(words) } },
  });
const cloud = (name: string, path: string, settings: Partial<PageSettings>): PlayedPages => ({
  name,
  known: (origin) => pages(origin, { kind: 'confluence', ...byToken, ...settings }),
  origin: 'https://acme.atlassian.net',
  path,
  found: (told) => routed([[/\/wiki\/api\/v2\/pages\/123\?body-format=storage$/, cloudPage(told)]]),
  gone: routed([[/\/wiki\/api\/v2\/spaces\?keys=PAY$/, space]]),
  hidden: routed([[/\/wiki\/api\/v2\/spaces\?keys=PAY$/, none]]),
  // How a site with anonymous access reports a wrong credential.
  wrongSecret: () => ({ ...none, headers: { 'x-seraph-loginreason': 'AUTHENTICATED_FAILED' } }),
  hasTitle: true,
  isJson: true,
});

const contentPath =
  /\/confluence\/rest\/api\/content\?spaceKey=PAY&title=Refunds%20%26%20more&expand=body\.storage$/;
const dataCenter: PlayedPages = {
  name: 'confluence in a data center',
  known: (origin) => pages(origin, { kind: 'confluence', tokenEnv: variable }),
  path: '/confluence/display/PAY/Refunds+%26+more',
  found: ({ title, text: words }) =>
    routed([
      [
        contentPath,
        ok({ results: [{ id: '123', title, body: { storage: { value: html(words) } } }], size: 1 }),
      ],
    ]),
  gone: routed([
    [contentPath, ok({ results: [], size: 0 })],
    [/\/confluence\/rest\/api\/space\/PAY$/, ok({ id: 1, key: 'PAY' })],
  ]),
  hidden: routed([[contentPath, ok({ results: [], size: 0 })]]),
  wrongSecret: unauthorized,
  hasTitle: true,
  isJson: true,
};

const remote =
  (info: unknown, page: unknown = {}): Answers =>
  ({ path, body }) => {
    if (!path.endsWith('/lib/exe/jsonrpc.php')) return notFound;
    return ok(body.includes('core.getPageInfo') ? info : page);
  };
const dokuwiki: PlayedPages = {
  name: 'dokuwiki',
  known: (origin) => pages(origin, { kind: 'dokuwiki', ...byPassword }),
  path: '/doku.php?id=ns:refunds',
  found: ({ title, text: words }) =>
    remote(
      { result: { id: 'ns:refunds', title, revision: 1 } },
      { result: `====== Plan ======\n===== Release =====\n${words}\n===== Rollback =====\nTODO` },
    ),
  gone: remote({ error: { code: 121, message: 'The requested page (revision) does not exist' } }),
  hidden: (request) =>
    request.path.includes('jsonrpc')
      ? { status: 403, body: { error: { code: -32604, message: 'not authorized' } } }
      : { ...text('<div class="dokuwiki mode_denied tpl_dokuwiki notFound">', 'text/html'), status: 403 },
  hasTitle: false,
  isJson: true,
};

const tracker = (kind: string, url: string): TrackerSettings => {
  const any = { name: 'code', keys: '*', addresses: ['https://x/{key}'], url, tokenEnv: variable } as const;
  if (kind === 'github') return { ...any, tracker: kind, appId: null, appIdEnv: null, privateKeyEnv: null };
  return { ...any, tracker: kind === 'gitlab' || kind === 'redmine' ? kind : 'gitea' };
};
const code = (name: string, path: string, played: Partial<PlayedPages>): PlayedPages => ({
  name,
  known: (origin) => ({
    pages: [],
    tickets: [tracker(name.split(' ')[0] ?? '', origin)],
  }),
  path,
  found: () => () => null,
  gone: routed([]),
  hidden: routed([]),
  wrongSecret: unauthorized,
  hasTitle: false,
  isJson: false,
  ...played,
});

const raw = 'application/vnd.github.raw+json';
const github = code('github', '/acme/app/blob/main/docs/plan.md', {
  found: ({ text: words }) =>
    routed([
      [/^\/api\/v3\/repos\/acme\/app\/contents\/docs\/plan\.md\?ref=main$/, text(markdown(words), raw)],
    ]),
  gone: routed([
    [/\/git\/matching-refs\/heads\/main$/, ok([{ ref: 'refs/heads/main' }, { ref: 'refs/heads/main-2' }])],
    [/\/git\/matching-refs\/tags\/main$/, ok([])],
  ]),
});
const githubWiki = code('github wiki', '/acme/app/wiki/Plan', {
  found: ({ text: words }) =>
    routed([[/^\/raw\/wiki\/acme\/app\/Plan\.md$/, text(markdown(words), 'text/plain')]]),
  gone: routed([
    [/^\/acme\/app\/wiki\/Plan$/, { status: 302, body: '', headers: { location: '/acme/app/wiki' } }],
    [/^\/acme\/app\/wiki$/, text('<h1>Home</h1>', 'text/html')],
  ]),
  wrongSecret: null,
});

const gitlab = code('gitlab', '/acme/sub/app/-/blob/main/docs/plan.md', {
  found: ({ text: words }) =>
    routed([
      [
        /^\/api\/v4\/projects\/acme%2Fsub%2Fapp\/repository\/files\/docs%2Fplan\.md\/raw\?ref=main$/,
        text(markdown(words), 'text/plain'),
      ],
    ]),
  gone: routed([
    [/\/repository\/branches\?search=%5Emain/, ok([{ name: 'main' }])],
    [/\/repository\/tags\?search=%5Emain/, ok([])],
  ]),
});
const gitlabWiki = code('gitlab wiki', '/acme/sub/app/-/wikis/docs/plan', {
  found: ({ title, text: words }) =>
    routed([
      [
        /^\/api\/v4\/projects\/acme%2Fsub%2Fapp\/wikis\/docs%2Fplan\?render_html=true$/,
        ok({ format: 'markdown', slug: 'docs/plan', title, content: html(words) }),
      ],
    ]),
  gone: routed([[/\/wikis$/, ok([])]]),
  hasTitle: true,
  isJson: true,
});
const gitea = code('gitea', '/acme/app/src/branch/main/docs/plan.md', {
  found: ({ text: words }) =>
    routed([
      [
        /^\/api\/v1\/repos\/acme\/app\/contents\/docs\/plan\.md\?ref=main$/,
        ok({ type: 'file', encoding: 'base64', content: base64(markdown(words)) }),
      ],
    ]),
  gone: routed([
    [/\/repos\/acme\/app$/, ok({ id: 1, has_wiki: true })],
    [/\/(?:branches|tags)\?/, ok([{ name: 'main' }])],
  ]),
  isJson: true,
});
const giteaWiki = code('gitea wiki', '/acme/app/wiki/Plan', {
  found: ({ title, text: words }) =>
    routed([
      [
        /^\/api\/v1\/repos\/acme\/app\/wiki\/page\/Plan$/,
        ok({ title, content_base64: base64(markdown(words)) }),
      ],
    ]),
  gone: routed([[/\/repos\/acme\/app$/, ok({ id: 1, has_wiki: true })]]),
  hasTitle: true,
  isJson: true,
});

const redmineMe = [/^\/users\/current\.json/, ok({ user: { id: 1 } })] as const;
const redmineWiki = code('redmine wiki', '/projects/payments/wiki/Plan', {
  found: ({ title, text: words }) =>
    routed([
      redmineMe,
      [
        /^\/projects\/payments\/wiki\/Plan\.json$/,
        ok({
          wiki_page: {
            title,
            text: `h1. Plan\r\n\r\nh2(#go). Release\r\n\r\n${words}\r\n\r\nh2. Rollback\r\n\r\nTODO`,
          },
        }),
      ],
    ]),
  gone: routed([redmineMe]),
  hidden: routed([redmineMe, [/\/wiki\//, { status: 403, body: '' }]]),
  wrongSecret: routed([[/^\/users\/current\.json/, { status: 401, body: '' }]]),
  hasTitle: true,
  isJson: true,
});

export const playedPages: readonly PlayedPages[] = [
  http,
  mediawiki,
  cloud('confluence in the cloud', '/wiki/spaces/PAY/pages/123/Refunds', {}),
  cloud('confluence in the cloud by a scoped token', '/wiki/spaces/PAY/pages/123/Refunds', {
    cloudId: 'c-1',
  }),
  dataCenter,
  dokuwiki,
  github,
  githubWiki,
  gitlab,
  gitlabWiki,
  gitea,
  giteaWiki,
  redmineWiki,
];
