/** Web pages: their sections, and the reasons given if they cannot be read. */
import { describe, expect, it } from 'vitest';
import { httpFor } from '../../../http/http.ts';
import { readPage } from '../../../activities/pages/read-page.ts';
import { asciidocPage, htmlPage, markdownPage, textilePage } from '../../../activities/pages/sections.ts';
import { sectionText, writtenChars } from '../../../domain/signs/page.ts';
import { playing } from '../tickets/played/playing.ts';

const html = `<html><head><title>Refunds &amp; more</title><style>p{}</style></head><body>
<nav>Home <h2>Release</h2> Other</nav><h1>Refunds</h1><p>About.</p>
<h2>Release <span>[edit]</span></h2><p>Switch it <b>on</b>.</p><script>alert("no")</script><h3>Steps</h3><ul><li>One</li><li>Two</li></ul>
<h2>Rollback</h2><p>TODO</p></body></html>`;

describe('a page in HTML', () => {
  const page = htmlPage(html, 'https://w/1');
  it('has its words by headings, without what is around them', () => {
    expect(page.title).toBe('Refunds & more');
    expect(page.sections.map(({ heading, level }) => [heading, level])).toEqual([
      ['', 0],
      ['Refunds', 1],
      ['Release', 2],
      ['Steps', 3],
      ['Rollback', 2],
    ]);
    expect(sectionText(page, 'release')).toBe('Switch it on.\nOne\nTwo');
    expect(sectionText(page, null)).not.toContain('alert');
    expect(sectionText(page, 'Other')).toBeNull();
  });
});

describe('a page in HTML has', () => {
  const words = (body: string, section: string | null) =>
    sectionText(htmlPage(`<title>T</title><body>${body}`, 'https://w/1'), section);

  it('headings in the header of its text, and none of the site', () => {
    const body =
      '<header><h2>Acme</h2></header><main><article><header><h2>Release</h2></header><p>On.</p></article></main>';
    expect(words(body, 'Release')).toBe('On.');
    expect(words(body, 'Acme')).toBeNull();
  });

  it('elements within elements, but not thousands', () => {
    expect(words(`${'<div>'.repeat(900)}On.`, null)).toBe('On.');
    expect(() => words('<div>'.repeat(1001), null)).toThrow(
      'https://w answers with a page whose elements stand more than 1000 deep within one another',
    );
  });

  it('none of the words that say what to write, and all beside them', () => {
    const written = (text: string) => writtenChars(words(`<p>${text}</p>`, null) ?? '');
    expect(written('- Please describe here what changes')).toBe(0);
    expect(written('Есть план.<br>Опишите здесь, что делать<br>Есть кнопка.')).toBe(
      'Есть план Есть кнопка'.length,
    );
    expect(written('План есть: describe here')).toBeGreaterThan(0);
  });

  it('the words of a form that is around it', () => {
    const body = '<form id="aspnetForm"><h2>Release</h2><p>On.</p><textarea>Draft</textarea></form>';
    expect(words(body, 'Release')).toBe('On.');
  });

  it.each([
    '<form><label>Your comment</label></form>',
    '<form><h3>Sign in</h3>Password <input type="PASSWORD"></form>',
    '<form><h3>Sign in</h3><input type=password>',
  ])('none of %s', (form) => {
    expect(words(`<h2>Release</h2>On.${form}`, 'Release')).toBe('On.');
    expect(words(`<h2>Release</h2>On.${form}`, null)?.trim()).toBe('On.');
  });
});

it.each([
  '**Release** _notes_',
  '`Release` notes',
  '[Release **notes**](https://w/Foo_(bar)) ![](a.png)',
  '<a name="r"></a>Release notes {#notes}',
  '[[Release notes]]',
])('a heading in Markdown is read as people see it: %s', (heading) => {
  const page = markdownPage(`# Doc\n## ${heading}\nOn.\n`, 'https://w/1.md');
  expect(sectionText(page, 'Release notes')).toBe('On.');
});

it('a heading in Markdown keeps what is no mark', () => {
  const headings = ['snake_case_name', '2 * 3 * 4', 'C# and __init', 'a_b and c_d', '\\*a\\*'];
  const page = markdownPage(headings.map((one) => `## ${one}\n`).join('\n'), 'https://w/1.md');
  expect(page.sections.slice(1).map(({ heading }) => heading)).toEqual([...headings.slice(0, -1), '*a*']);
});

it.each([
  ['markdown', markdownPage, '````md\n```\n# not\n```\n# nor\n````'],
  ['markdown', markdownPage, '~~~\n```\n# not\n~~~'],
  ['markdown', markdownPage, '```sh\n```x\n# not\n```'],
  ['asciidoc', asciidocPage, '----\n....\n== not\n----'],
  ['textile', textilePage, '<pre>\n<pre>\nh2. not\n</pre>'],
])('code in %s ends as it began: %j', (_, read, code) => {
  const heading = { markdown: '## ', asciidoc: '== ', textile: 'h2. ' }[_] ?? '';
  const page = read(`${heading}Release\n\n${code}\n\nOn.\n`, 'https://w/1');
  expect(sectionText(page, 'Release')?.endsWith('On.')).toBe(true);
  expect(page.sections).toHaveLength(2);
});

it('a text in Markdown has its words by headings, too', () => {
  const page = markdownPage(
    '# Plan\nIntro\n## Release ##\nOn.\n### Steps\n1\n## Rollback\nOff.\n',
    'https://w/1.md',
  );
  expect(page.title).toBe('Plan');
  expect(sectionText(page, 'Release')).toBe('On.\n1');
});

it('a text in Markdown has headings that are underlined, or in HTML', () => {
  const page = markdownPage(
    'Plan\n====\nIntro\n---\n\nRelease\n-------\r\nOn.\n\n- a\n---\n\n<h2 id="r">Rollback <b>plan</b></h2>\nOff.\n\n```\nNot\n===\n```\n',
    'https://w/1.md',
  );
  expect(page.sections.map(({ heading, level }) => [heading, level])).toEqual([
    ['', 0],
    ['Plan', 1],
    ['Release', 2],
    ['Rollback plan', 2],
  ]);
  expect(sectionText(page, 'Rollback plan')).toContain('Off.');
});

describe('reading', () => {
  const { server, http } = playing();
  const wiki = {
    ...{ kind: 'http' as const, tokenEnv: null, userEnv: 'WIKI_USER', passwordEnv: 'WIKI_PASSWORD' },
    ...{ api: null, cloudId: null },
  };
  const env = { WIKI_USER: 'bot', WIKI_PASSWORD: 's3cret' };
  const text = { 'content-type': 'text/html; charset=utf-8' };
  const read = (path: string, known = env as NodeJS.ProcessEnv, by = http) => {
    const pages = [{ ...wiki, matches: `${server.url}/wiki/` }];
    return readPage(`${server.url}${path}`, { pages, tickets: [] }, { http: by, env: known });
  };

  it('sends the credential to what begins so, and to nobody else', async () => {
    server.answers = ({ headers }) => ({
      body: `<h1>${headers['authorization']?.toString() ?? 'nobody'}</h1>`,
      headers: text,
    });
    const basic = `Basic ${Buffer.from('bot:s3cret').toString('base64')}`;
    expect(await read('/wiki/1')).toMatchObject({ page: { title: basic } });
    expect(await read('/other')).toMatchObject({ page: { title: 'nobody' } });
  });

  it.each([
    [404, { outcome: 'missing' }],
    [410, { outcome: 'missing' }],
    [403, { outcome: 'cannotTell', reason: expect.stringContaining('HTTP 403') as string }],
    [
      401,
      { outcome: 'cannotTell', reason: expect.stringContaining('the credential in WIKI_PASSWORD') as string },
    ],
    [500, { outcome: 'cannotTell', reason: expect.stringContaining('HTTP 500') as string }],
  ])('makes of status %i %j', async (status, reading) => {
    server.answers = () => ({ status, body: '', headers: text });
    expect(await read('/wiki/1')).toEqual(reading);
  });

  const app =
    '<title>App</title><noscript>Needs scripts</noscript><div id="root"></div><script src="/a.js"></script>';
  it.each([
    ['a page whose words come by scripts', '/wiki/1', app, 'without the content'],
    [
      'a button to sign in elsewhere',
      '/wiki/go',
      '<title>Sign in · Acme</title><a href="/saml">SSO</a>',
      'form to sign in',
    ],
    [
      'a form that asks for a name first',
      '/wiki/go',
      '<h1>Hello</h1><input name="email">',
      'form to sign in',
    ],
  ])('cannot tell of %s', async (_, path, body, reason) => {
    server.answers = (request) =>
      request.path === '/wiki/go'
        ? { status: 302, body: '', headers: { location: '/users/sign_in?to=1' } }
        : { body, headers: text };
    expect(await read(path)).toMatchObject({
      outcome: 'cannotTell',
      reason: expect.stringContaining(reason) as string,
    });
  });

  it('finds a page that was moved to one about signing in', async () => {
    server.answers = ({ path }) =>
      path === '/wiki/1'
        ? { status: 302, body: '', headers: { location: '/wiki/sign-in-with-keys' } }
        : { body: '<title>Keys</title><h2>Release</h2><p>On.</p>', headers: text };
    expect(await read('/wiki/1')).toMatchObject({ outcome: 'found' });
  });

  it('cannot tell of a picture, of silence, or without its credential', async () => {
    server.answers = () => ({ body: '', headers: { 'content-type': 'image/png' } });
    expect(await read('/wiki/1')).toMatchObject({ outcome: 'cannotTell' });
    server.answers = () => null;
    const impatient = httpFor(['127.0.0.1'], 100);
    expect(await read('/wiki/1', env, impatient)).toMatchObject({ outcome: 'cannotTell' });
    await impatient.close();
    expect(await read('/wiki/1', {})).toEqual({
      outcome: 'cannotTell',
      reason: 'WIKI_USER is not set, nor WIKI_USER_FILE',
    });
  });
});
