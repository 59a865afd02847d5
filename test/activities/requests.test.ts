/** How many requests a check makes, and how many of them in sequence, for a ticket with a reviewed change and a page. */
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { stringify } from 'yaml';
import { expect, it } from 'vitest';
import { checkTicket } from '../../activities/check-ticket.ts';
import type { HttpAnswer, Http } from '../../http/http.ts';
import { noLogins } from '../../activities/logins.ts';
import { sourcesOf } from '../../activities/tickets/trackers.ts';
import { loadSettings } from '../../config/load-settings.ts';
import type { Settings } from '../../domain/settings.ts';
import { oneTicket } from '../../domain/release/subject.ts';
import { temporaryFolder } from '../support/temporary-folder.ts';
import { playedPages, variable } from './pages/played.ts';
import type { PlayedPages } from './pages/played.ts';
import type { Answers } from './tickets/played/server.ts';
import { gitea, playedTrackers } from './tickets/played/trackers.ts';
import type { PlayedTracker } from './tickets/played/trackers.ts';

/** Servers that all take equally long: requests made in the meantime are answered together, as one round. */
function playedHttp(answers: (origin: string) => Answers) {
  const waiting: (() => void)[] = [];
  const asked: string[] = [];
  let rounds = 0;
  const http: Http = {
    ask: (address, { method, headers = {}, body = '' } = {}) => {
      const url = new URL(address);
      asked.push(address);
      return new Promise((resolve) => {
        waiting.push(() => {
          const said = answers(url.origin)({ path: `${url.pathname}${url.search}`, method, headers, body });
          const { status = 200, body: text, headers: sent } = said ?? { body: '' };
          const answer: HttpAnswer = {
            ...{ outcome: 'answered', status, url: url.href },
            headers: new Headers({ 'content-type': 'application/json', date: '2026-02-01', ...sent }),
            text: typeof text === 'string' ? text : JSON.stringify(text),
          };
          resolve(answer);
        });
      });
    },
    close: () => Promise.resolve(),
  };
  /** Runs `act` and counts its requests and rounds. */
  const counted = async <T>(act: () => Promise<T>) => {
    asked.splice(0);
    rounds = 0;
    const done: (() => T)[] = [];
    void act().then(
      (value) => done.push(() => value),
      (error: unknown) =>
        done.push(() => {
          throw error;
        }),
    );
    for (;;) {
      for (let turns = 0; turns < 20; turns++) await new Promise(setImmediate);
      const [result] = done;
      if (result !== undefined) return { value: result(), requests: asked.length, rounds };
      if (waiting.length > 0) rounds++;
      for (const answer of waiting.splice(0)) answer();
    }
  };
  return { http, counted };
}

const origin = 'https://tracker.example.com';
const code = 'https://code.example.com';
const wiki = 'https://wiki.example.com';

/** The server that has the code, with the reviewed change. */
interface PlayedCode {
  readonly config: Readonly<Record<string, unknown>>;
  readonly answers: Answers;
  /** The path of the change. */
  readonly path: string;
}
const told = { title: 'Plan', text: 'Switch it on.' };
const inGitea: PlayedCode = {
  config: gitea.config(code),
  answers: gitea.found(told),
  path: '/acme/app/pulls/7',
};
const inGithub = (): PlayedCode => {
  const github = find(playedTrackers, 'github');
  const issue = github.found(told)({ path: '/', body: '', headers: {} })?.body as {
    data: { repository: { issueOrPullRequest: { closedByPullRequestsReferences: { nodes: object[] } } } };
  };
  const one = issue.data.repository.issueOrPullRequest;
  const pull = { ...one, ...one.closedByPullRequestsReferences.nodes[0], __typename: 'PullRequest' };
  return {
    config: github.config(code),
    answers: () => ({ body: { data: { repository: { issueOrPullRequest: pull } } } }),
    path: '/acme/app/pull/7',
  };
};

async function settingsFor(
  tracker: PlayedTracker,
  pages: PlayedPages,
  elsewhere: PlayedCode,
): Promise<Settings> {
  const path = join(await temporaryFolder(), 'dobrobot.yaml');
  const off = { qa: false, customerDemo: false, rollbackDocs: false };
  await writeFile(
    path,
    stringify({
      slack: { releaseChannel: 'releases' },
      people: { approvers: ['U_VERA'], admins: ['U_ADAM'] },
      components: { billing: {} },
      tickets: {
        main: { ...tracker.config(origin), keys: tracker.key },
        ...(isOfCode(tracker.name) ? {} : { code: { ...elsewhere.config, keys: 'acme/*' } }),
      },
      checks: {
        ...off,
        codeReview: { changes: { approvals: 1, notByAuthor: true, afterLastCommit: true } },
        releaseDocs: { page: { section: 'Release' } },
      },
    }),
  );
  const settings = await loadSettings(path);
  const site = pages.origin ?? wiki;
  const known = pages.known(site);
  return { ...settings, tickets: [...settings.tickets, ...known.tickets], pages: known.pages };
}

async function countedCheck(tracker: PlayedTracker, pages: PlayedPages, elsewhere: PlayedCode = inGitea) {
  const settings = await settingsFor(tracker, pages, elsewhere);
  const site = pages.origin ?? wiki;
  const page = `${site}${pages.path}`;
  const ticket = tracker.found({ title: 'Refunds', text: `${page} ${code}${elsewhere.path}` });
  const { http, counted } = playedHttp((at) =>
    at === origin || (tracker.name === 'yandex' && at.includes('yandex'))
      ? ticket
      : at === code
        ? elsewhere.answers
        : pages.found(told),
  );
  const env = { TOKEN: 't', TRACKER_USER: 'bot', PAGES_USER: 'bot', [variable]: 's' };
  const logins = noLogins();
  const options = { wikiLink: null, noNeedAdmin: false, hotfix: false, components: ['billing'] };
  const check = () =>
    counted(async () => {
      const report = await checkTicket(
        oneTicket(tracker.key),
        options,
        settings,
        sourcesOf(settings, { http, env, logins }),
      );
      expect(report).toMatchObject({ outcome: 'checked', missingSigns: [] });
      return report;
    });
  const [first, later] = [await check(), await check()];
  return { first: [first.requests, first.rounds], later: [later.requests, later.rounds] };
}

const isOfCode = (name: string): boolean => ['github', 'gitlab', 'gitea'].includes(name);

const find = <T extends { readonly name: string }>(all: readonly T[], name: string): T => {
  const one = all.find((other) => other.name === name);
  if (one === undefined) throw new Error(`nobody plays ${name}`);
  return one;
};

/**
 * Requests and rounds of a check if the reviewed change is in another tracker, GitHub. If that is Gitea, it takes one more
 * request in parallel.
 */
const ofTrackers: Readonly<Record<string, readonly [number, number]>> = {
  github: [2, 2],
  linear: [3, 3],
  youtrack: [3, 3],
  yandex: [3, 3],
  http: [3, 3],
  redmine: [3, 3],
  gitea: [4, 3],
  gitlab: [4, 3],
  jira: [4, 3],
};
/** Additional requests of the first check: the user of the API key in Redmine, the history of an issue in Gitea. */
const atFirst: Readonly<Record<string, number>> = { redmine: 1, gitea: 1 };
it.each(playedTrackers.map(({ name }) => name))('a ticket of %s, with a page', async (name) => {
  const check = (elsewhere: PlayedCode) =>
    countedCheck(find(playedTrackers, name), find(playedPages, 'http'), elsewhere);
  const [requests = 0, rounds = 0] = ofTrackers[name] ?? [];
  const counts = (more: number) => ({
    first: [requests + more + (atFirst[name] ?? 0), rounds],
    later: [requests + more, rounds],
  });
  expect(await check(inGithub())).toEqual(counts(0));
  expect(await check(inGitea)).toEqual(counts(isOfCode(name) ? 0 : 1));
  expect(requests).toBeLessThanOrEqual(4);
  // With servers that answer in 200 ms, a check takes at most a second.
  expect(rounds).toBeLessThanOrEqual(5);
});

/**
 * Requests and rounds for each kind of page, with a ticket that takes one request. Redmine's first check includes the user of the
 * API key.
 */
const laterOf: Readonly<Record<string, readonly [number, number]>> = { dokuwiki: [3, 2] };
const firstOf: Readonly<Record<string, readonly [number, number]>> = {
  ...laterOf,
  ...{ 'redmine wiki': [3, 2], mediawiki: [4, 4] },
};
it.each(playedPages.map(({ name }) => name))('a page of %s', async (name) => {
  const counts = await countedCheck(find(playedTrackers, 'github'), find(playedPages, name));
  expect(counts).toEqual({ first: firstOf[name] ?? [2, 2], later: laterOf[name] ?? [2, 2] });
});
