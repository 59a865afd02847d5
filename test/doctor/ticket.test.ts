/** What `doctor --ticket` says of a ticket and its pages, and `doctor` of trackers, if the servers refuse. */
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { stringify } from 'yaml';
import { beforeEach, describe, expect, it, onTestFinished } from 'vitest';
import { loadSettings } from '../../config/load-settings.ts';
import { diagnoseTicket } from '../../doctor/ticket.ts';
import { diagnoseTrackers } from '../../doctor/trackers.ts';
import { playedServer } from '../activities/tickets/played/server.ts';
import type { Answers, PlayedServer } from '../activities/tickets/played/server.ts';
import { temporaryFolder } from '../support/temporary-folder.ts';

let server: PlayedServer;
beforeEach(async () => {
  server = await playedServer();
  onTestFinished(server.close);
});

/** `tickets`: the content of the tickets file. */
async function settingsWith(tickets: string, own: object = {}) {
  const folder = await temporaryFolder();
  await writeFile(join(folder, 'tickets.yaml'), tickets);
  const path = join(folder, 'dobrobot.yaml');
  const all = {
    slack: { releaseChannel: 'releases' },
    people: { approvers: ['U_VERA'], admins: ['U_ADAM'] },
    components: { billing: {} },
    internalHosts: ['127.0.0.1'],
    pages: [{ matches: `${server.url}/wiki/`, kind: 'http', tokenEnv: 'WIKI_TOKEN' }],
    tickets: {
      main: {
        tracker: 'file',
        file: 'tickets.yaml',
        keys: 'PAY-*',
        linkTemplate: 'https://t.example.com/{key}',
      },
      code: { tracker: 'gitea', url: server.url, tokenEnv: 'CODE_TOKEN', keys: '*/*' },
      other: {
        ...{ tracker: 'http', url: `${server.url}/{key}`, tokenEnv: 'OTHER_TOKEN', keys: 'OPS-*' },
        ...{ ticket: { title: 'body.title' }, linkTemplate: 'https://o.example.com/{key}' },
      },
    },
    ...own,
  };
  await writeFile(path, stringify(all));
  return loadSettings(path);
}

const env = { WIKI_TOKEN: 'wiki', CODE_TOKEN: 'code', OTHER_TOKEN: 'other' };
const said = (findings: Awaited<ReturnType<typeof diagnoseTicket>>) =>
  findings.map(({ name, state, text }) => `${name} ${state}: ${text}`);
const lookAt = async (key: string, tickets = '[]') =>
  said(await diagnoseTicket(key, await settingsWith(tickets), env));

describe('a ticket', () => {
  it('that is read is told with what it has, and each of its pages', async () => {
    server.answers = ({ path, headers }) => {
      if (path === '/wiki/good' && headers['authorization'] === 'Bearer wiki')
        return {
          body: '<title>Release of billing</title><p>How.</p>',
          headers: { 'content-type': 'text/html' },
        };
      return path === '/wiki/refused' ? { status: 401, body: '' } : { status: 404, body: '' };
    };
    const pages = ['wiki/good', 'wiki/refused', 'wiki/gone', 'elsewhere'].map(
      (path) => `${server.url}/${path}`,
    );
    const ticket = { key: 'PAY-1', title: 'Refunds', components: ['billing'], pages };
    expect(await lookAt('https://t.example.com/pay-1', stringify([ticket]))).toEqual([
      expect.stringMatching(
        /^ticket ok: PAY-1 of main, "Refunds", can be read: url, project, kind, author, assignee, status, .*pages; it has 0 changes$/,
      ),
      `pages ok: ${server.url}/wiki/good, "Release of billing", can be read`,
      expect.stringMatching(`^pages wrong: ${server.url}/wiki/refused cannot be read: .*WIKI_TOKEN`),
      `pages wrong: ${server.url}/wiki/gone is not there, or is not shown to whoever asks here`,
      // The configuration does not say how to read it.
      expect.stringMatching(`^pages unknown: ${server.url}/elsewhere cannot be read: .*to everybody`),
    ]);
  });

  it('of which a part cannot be read is told with that part', async () => {
    const answers: Answers = ({ path }) => {
      if (path.endsWith('/issues/12'))
        return {
          body: {
            number: 12,
            title: 'Refunds',
            state: 'open',
            html_url: 'https://git.example.com/acme/app/issues/12',
          },
        };
      return { status: path.includes('/timeline') ? 403 : 404, body: '' };
    };
    server.answers = answers;
    const [found, ...more] = await lookAt('acme/app#12');
    expect(found).toMatch(/^ticket ok: ACME\/APP#12 of code, "Refunds", can be read: (?!.*changes,)/);
    expect(more).toEqual([
      expect.stringMatching(/^ticket wrong: the changes of ACME\/APP#12 cannot be read.*HTTP 403/),
    ]);
  });

  it("that is not there, that is nobody's, or that is none is told so", async () => {
    expect(await lookAt('PAY-2')).toEqual(['ticket wrong: main answers, and has no ticket PAY-2']);
    expect(await lookAt('ABC-2')).toEqual([
      'ticket wrong: no tracker has ABC-2: their keys are main PAY-*, code */*, other OPS-*',
    ]);
    expect(await lookAt('what?')).toEqual([
      expect.stringMatching(/^ticket wrong: what\? is neither the key/),
    ]);
  });

  it('that its tracker does not show is told with the reason', async () => {
    server.answers = () => ({ status: 401, body: '' });
    expect(await lookAt('acme/app#12')).toEqual([
      expect.stringMatching(/^ticket wrong: ACME\/APP#12 cannot be read from code.*credential in CODE_TOKEN/),
    ]);
    expect(await lookAt('PAY-1', '- key: [')).toEqual([
      expect.stringMatching(/^ticket wrong: PAY-1 cannot be read from main.*tickets\.yaml:1/),
    ]);
  });
});

describe('trackers', () => {
  const look = async (tickets = '[]', own: NodeJS.ProcessEnv = env) =>
    said(await diagnoseTrackers(await settingsWith(tickets), own));

  it('are asked without a ticket, where they tell', async () => {
    server.answers = ({ headers }) =>
      headers['authorization'] === 'token code' ? { body: { id: 1 } } : { status: 401, body: '' };
    expect(await look()).toEqual([
      'trackers ok: main: its file can be read',
      'trackers ok: code answers, and takes its credential',
      expect.stringMatching(/^trackers unknown: other: only a ticket tells.*--ticket KEY$/),
    ]);
    expect(await look('- key: [', { ...env, CODE_TOKEN: 'old' })).toEqual([
      expect.stringMatching(/^trackers wrong: main cannot be read.*tickets\.yaml:1/),
      expect.stringMatching(
        /^trackers wrong: code cannot be read.*does not take the credential in CODE_TOKEN/,
      ),
      expect.stringMatching(/^trackers unknown: other/),
    ]);
  });

  it('are left out where their secret is not set, as that is told by itself', async () => {
    expect(await look('[]', {})).toEqual(['trackers ok: main: its file can be read']);
  });
});
