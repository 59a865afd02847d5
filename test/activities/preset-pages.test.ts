/** What the document presets find in pages: only pages that the configuration says how to read. */
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { stringify } from 'yaml';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { checkTicket } from '../../activities/check-ticket.ts';
import { httpFor } from '../../http/http.ts';
import type { Http } from '../../http/http.ts';
import { noLogins } from '../../activities/logins.ts';
import { sourcesOf } from '../../activities/tickets/trackers.ts';
import { loadSettings } from '../../config/load-settings.ts';
import { oneTicket } from '../../domain/release/subject.ts';
import { temporaryFolder } from '../support/temporary-folder.ts';
import { playedServer } from './tickets/played/server.ts';
import type { PlayedServer, Said } from './tickets/played/server.ts';

let server: PlayedServer;
let http: Http;
beforeEach(async () => {
  server = await playedServer();
  http = httpFor(['127.0.0.1'], 2000);
});
afterEach(async () => {
  server.close();
  await http.close();
});

const html = (body: string): Said => ({ body, headers: { 'content-type': 'text/html' } });
const pages: Readonly<Record<string, Said>> = {
  '/wiki/release': html('<title>Refunds</title><p>Switch it on for everybody.</p>'),
  '/wiki/empty': html('<title>Refunds</title><p>TODO</p>'),
  '/wiki/plan': html(
    '<title>Plan</title><h2>Release notes</h2><p>On.</p><h2>Rollback</h2><p>Switch it off.</p>',
  ),
  '/wiki/template': html('<title>Plan</title><h2>Rollback plan</h2><p>Describe the way back here</p>'),
  '/wiki/down': { status: 502, body: '' },
  '/other/plan': html('<title>Plan</title><h2>Rollback</h2><p>Switch it off.</p>'),
  '/api/v1/repos/acme/app/contents/docs/back.md?ref=main': {
    body: { content: Buffer.from('## Откат\nВыключить.\n').toString('base64'), encoding: 'base64' },
  },
};

/** Checks a ticket with this field `Release notes` and this text; `{url}` is replaced by the server's address. */
async function check(notes: string, text = '') {
  const here = (words: string): string => words.replaceAll('{url}', server.url);
  const issue = {
    ...{
      id: 4711,
      subject: 'Refunds',
      project: { name: 'p' },
      tracker: { name: 't' },
      status: { name: 'New' },
    },
    description: here(text),
    custom_fields: [{ name: 'Release notes', value: here(notes) }],
  };
  server.answers = ({ path }) => {
    if (path.startsWith('/users/current')) return { body: { user: { id: 1 } } };
    if (path.startsWith('/issues/4711')) return { body: { issue } };
    return pages[path] ?? { status: 404, body: '' };
  };
  const file = join(await temporaryFolder(), 'dobrobot.yaml');
  const all = {
    slack: { releaseChannel: 'releases' },
    people: { approvers: ['U_VERA'], admins: ['U_ADAM'] },
    components: { billing: {} },
    tickets: {
      main: { tracker: 'redmine', url: server.url, tokenEnv: 'TOKEN', keys: '[0-9]*' },
      code: { tracker: 'gitea', url: server.url, tokenEnv: 'TOKEN', keys: 'acme/*' },
    },
    pages: [{ matches: `${server.url}/wiki/`, kind: 'http', tokenEnv: 'TOKEN' }],
    checks: { codeReview: false, qa: false, customerDemo: false },
  };
  await writeFile(file, stringify(all));
  const settings = await loadSettings(file);
  const sources = sourcesOf(settings, { http, env: { TOKEN: 's3cret' }, logins: noLogins() });
  const options = { wikiLink: null, noNeedAdmin: false, hotfix: false, components: ['billing'] };
  return checkTicket(oneTicket('4711'), options, settings, sources);
}
const evidence = async (...asked: Parameters<typeof check>) => {
  const report = await check(...asked);
  if (report.outcome !== 'checked') throw new Error(JSON.stringify(report));
  return report.evidence;
};
const page = (title: string, section: string | null) => ({
  outcome: 'passed',
  shown: [{ fact: { fact: 'page', title, section } }],
});

describe('a field', () => {
  it('with the address of a known page shows what that says', async () => {
    expect(await evidence('see {url}/wiki/release')).toMatchObject({ releaseDocs: page('Refunds', null) });
  });

  it.each(['{url}/wiki/empty', '{url}/wiki/gone'])(
    'is not enough while there is nothing at %s',
    async (address) => {
      expect(await evidence(address)).toMatchObject({ releaseDocs: { outcome: 'missing' } });
    },
  );

  it('says anything else as it stands, and no other page is asked for', async () => {
    const docs = { outcome: 'passed', shown: [{ fact: { fact: 'field', name: 'Release notes' } }] };
    expect(await evidence('{url}/other/plan')).toMatchObject({ releaseDocs: docs });
    expect(await evidence('nothing changes for users')).toMatchObject({ releaseDocs: docs });
    expect(server.asked).not.toContain('/other/plan');
  });

  it('cannot be told while the page cannot be read', async () => {
    expect(await check('{url}/wiki/down')).toMatchObject({
      outcome: 'unavailable',
      message: expect.stringContaining('HTTP 502') as string,
    });
  });
});

describe('a link in the ticket', () => {
  it('shows the documents whose sections are in a known page', async () => {
    expect(await evidence('', 'The plan: {url}/wiki/plan')).toMatchObject({
      releaseDocs: page('Plan', 'Release notes'),
      rollbackDocs: page('Plan', 'Rollback'),
    });
  });

  it('shows them in a file on the server of a tracker', async () => {
    const text = '{url}/acme/app/src/branch/main/docs/back.md and {url}/acme/app/pulls/7';
    expect(await evidence('none', text)).toMatchObject({ rollbackDocs: page('Откат', 'Откат') });
    expect(server.asked).not.toContain('/acme/app/pulls/7');
  });

  it.each(['{url}/wiki/template', '{url}/wiki/release', '{url}/other/plan'])(
    'is not enough at %s',
    async (text) => {
      expect(await evidence('none', text)).toMatchObject({ rollbackDocs: { outcome: 'missing' } });
      expect(server.asked).not.toContain('/other/plan');
    },
  );
});
