/** A ticket in a real Redmine, with a page of its wiki and a change reviewed in a real Gitea, goes to production. */
import { afterAll, beforeAll, expect, it } from 'vitest';
import { startCompany } from '../support/company.ts';
import type { Company } from '../support/company.ts';
import { Transcript } from '../support/transcript.ts';
import { startGitea } from './gitea.ts';
import type { Gitea } from './gitea.ts';
import { startRedmine } from './redmine.ts';
import type { Redmine } from './redmine.ts';

const repo = 'acme/app';
let redmine: Redmine;
let gitea: Gitea;
let company: Company;
let transcript: Transcript;
let ticket: string;
let pull: number;

beforeAll(async () => {
  [redmine, gitea] = await Promise.all([startRedmine(), startGitea()]);
  pull = await reviewedPull();
  ticket = await ticketOf(pull);
  company = await startCompany({
    tickets: {},
    components: { billing: { critical: true, admin: false } },
    settings: {
      tickets: {
        ops: { tracker: 'redmine', url: redmine.url, tokenEnv: 'REDMINE_KEY', keys: '[0-9]*' },
        code: { tracker: 'gitea', url: gitea.url, tokenEnv: 'GITEA_TOKEN', keys: 'acme/*' },
      },
      internalHosts: ['127.0.0.1'],
      checks: {
        codeReview: {
          changes: { approvals: 1, notByAuthor: true, afterLastCommit: true, pipeline: 'passed' },
        },
        customerDemo: false,
        releaseDocs: { page: { section: 'Release', atLeastChars: 10 } },
        rollbackDocs: { checkbox: 'Rollback described' },
      },
      // Earlier findings do not count.
      rules: { checkedWithin: '1s' },
    },
    env: { REDMINE_KEY: redmine.keys.bot, GITEA_TOKEN: gitea.tokens.bot },
  });
  transcript = new Transcript(company);
}, 300_000);
afterAll(() => company.close());

async function reviewedPull(): Promise<number> {
  await gitea.ask('rita', 'POST', '/orgs', { username: 'acme', visibility: 'private' });
  await gitea.ask('rita', 'POST', '/orgs/acme/repos', {
    ...{ name: 'app', private: true, auto_init: true, default_branch: 'main' },
  });
  for (const [person, permission] of [
    ['oleg', 'write'],
    ['bot', 'read'],
  ]) {
    await gitea.ask('rita', 'PUT', `/repos/${repo}/collaborators/${person ?? ''}`, { permission });
  }
  const number = await gitea.pull(repo, { title: 'Refund it' });
  await seen(number);
  return number;
}

/** Oleg approves the current commit, and its tests pass. */
async function seen(number: number): Promise<void> {
  type Pull = { head: { sha: string } };
  const { head } = (await gitea.ask('rita', 'GET', `/repos/${repo}/pulls/${number}`)) as Pull;
  await gitea.ask('rita', 'POST', `/repos/${repo}/statuses/${head.sha}`, {
    ...{ state: 'success', context: 'tests' },
  });
  await gitea.review('oleg', repo, number, 'APPROVED');
}

async function ticketOf(number: number): Promise<string> {
  const description = [
    `Done in ${gitea.url}/${repo}/pulls/${number}, see ${redmine.url}/projects/payments/wiki/Plan_20.`,
    '- [x] Rollback described',
  ].join('\n\n');
  const found = await redmine.ask('GET', `/issues/${redmine.issues['refunds'] ?? ''}.json`);
  const { issue } = found as {
    issue: { category: { id: number }; custom_fields: { id: number; name: string }[] };
  };
  const qa = issue.custom_fields.find(({ name }) => name === 'QA');
  const made = await redmine.ask('POST', '/issues.json', {
    issue: {
      ...{ project_id: 'payments', tracker_id: 2, subject: 'Refunds by card', description },
      category_id: issue.category.id,
      custom_fields: [{ id: qa?.id, value: 'Passed' }],
    },
  });
  return String((made as { issue: { id: number } }).issue.id);
}

it('waits for a tracker that is down, and does not call the ticket unknown', async () => {
  await redmine.child().kill();
  await company.say('U_ANN', `dobro ${ticket}`);
  await transcript.untilSaid('U_ANN', /cannot check.*cannot be reached/s);
  expect((await company.statusOf(ticket)).stage).toBe('checking');
  await redmine.startAgain();
  await company.untilStage(ticket, 'awaiting_approval');
});

it('gets its turn with the good', async () => {
  await company.say('U_NORA', `accept ${ticket}`);
  await company.untilStage(ticket, 'ready');
  expect((await company.lock('billing')).holders).toMatchObject([{ ticket }]);
});

it('does not start while the code cannot be asked, and keeps its turn', async () => {
  await gitea.push(repo, pull, 'more');
  await gitea.child().kill();
  await company.say('U_ANN', `dep start ${ticket}`);
  await transcript.untilSaid('general', /tracker does not answer.*keeps its turn/);
  expect(await company.statusOf(ticket)).toMatchObject({ stage: 'ready', acceptedBy: ['U_NORA'] });
});

it('does not start after a push, says whose review is stale, and frees the lock', async () => {
  await gitea.startAgain();
  await company.say('U_ANN', `dep start ${ticket}`);
  const status = await company.untilStage(ticket, 'needs_work');
  expect(status).toMatchObject({ acceptedBy: [], locks: [] });
  expect((await company.lock('billing')).holders).toEqual([]);
  await transcript.untilSaid('general', /Not started: .*code review: acme\/app#1/);
  await transcript.untilSaid('U_ANN', /acme\/app#1 was changed after oleg approved it/);
});

it('is finished once it was reviewed again', async () => {
  await seen(pull);
  await company.say('U_ANN', `recheck ${ticket}`);
  await company.untilStage(ticket, 'awaiting_approval');
  await company.say('U_OTTO', `accept ${ticket}`);
  await company.untilStage(ticket, 'ready');
  await company.say('U_ANN', `dep start ${ticket}`);
  await company.untilStage(ticket, 'deploying');
  await company.say('U_ANN', `dep finish ${ticket}`);
  const { history } = await company.untilStage(ticket, 'finished');
  // Nothing was lost, and the checks failed only when something was wrong.
  expect(history.map(({ type }) => type)).toEqual([
    ...['requested', 'checksUnavailable', 'checksPassed', 'accepted', 'lockGranted', 'turnCame'],
    ...['checksUnavailable', 'votesVoided', 'checksFailed'],
    ...['checksPassed', 'accepted', 'lockGranted', 'turnCame', 'started', 'finished'],
  ]);
});
