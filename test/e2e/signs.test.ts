/** Signs with rules, from the request to the start: what is missing is reported, what was found is shown, and a push voids the approval. */
import { writeFile } from 'node:fs/promises';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { untilCard } from '../support/cards.ts';
import { startCompany } from '../support/company.ts';
import type { Company } from '../support/company.ts';
import { Transcript } from '../support/transcript.ts';
import { playedServer } from '../activities/tickets/played/server.ts';
import type { PlayedServer } from '../activities/tickets/played/server.ts';
import { eventually } from '../support/eventually.ts';

let company: Company;
let server: PlayedServer;
beforeAll(async () => {
  server = await playedServer();
  server.answers = () => ({ status: 401, body: {} });
  process.env['TEST_REDMINE_KEY'] = 's3cret-key';
  company = await startCompany({
    tickets: {},
    settings: {
      internalHosts: ['127.0.0.1'],
      tickets: {
        ops: { tracker: 'redmine', url: server.url, tokenEnv: 'TEST_REDMINE_KEY', keys: '[0-9]*' },
        main: {
          tracker: 'file',
          file: 'our-tickets.yaml',
          linkTemplate: 'https://jira.company.example/view/{key}',
        },
      },
      checks: {
        codeReview: { changes: { approvals: 1, afterLastCommit: true } },
        qa: { label: 'tested', severity: 'warn' },
        customerDemo: false,
        releaseDocs: false,
        rollbackDocs: false,
      },
    },
  });
});
afterAll(async () => {
  server.close();
  await company.close();
});

const ticket = (commit: string, approved: string) =>
  writeFile(
    company.ticketsFile,
    `- key: PAY-1
  components: [billing]
  changes: [{ name: acme/app#7, url: https://git.example.com/7, commit: ${commit}, approvals: [{ by: oleg, commit: ${approved} }] }]
`,
  );
const said = async (pattern: RegExp) => {
  const transcript = new Transcript(company);
  await eventually(async () => {
    expect((await transcript.posts()).map(({ text }) => text)).toContainEqual(expect.stringMatching(pattern));
  });
};

it('a review of older code is told, and a push after the good voids it', async () => {
  await ticket('c2', 'c1');
  await company.say('U_ANN', 'dobro PAY-1');
  await company.untilStage('PAY-1', 'needs_work');
  await said(/the code review is not done: acme\/app#7 was changed after oleg approved it/);

  await ticket('c2', 'c2');
  await company.say('U_ANN', 'recheck PAY-1');
  await company.untilStage('PAY-1', 'awaiting_approval');
  const card = await untilCard(company, 'PAY-1', /waits for the good/);
  expect(JSON.stringify(card)).toMatch(/acme\/app#7, approved by oleg/);
  expect(JSON.stringify(card)).toMatch(/:warning: QA \(there is no label “tested”\)/);

  await company.say('U_OTTO', 'accept PAY-1');
  await eventually(async () => {
    expect(['awaiting_admin', 'ready']).toContain((await company.statusOf('PAY-1')).stage);
  });
  await ticket('c3', 'c3');
  if ((await company.statusOf('PAY-1')).stage === 'awaiting_admin') await company.say('U_SAM', 'here PAY-1');
  await company.untilStage('PAY-1', 'ready');
  await company.say('U_ANN', 'dep start PAY-1');
  await company.untilStage('PAY-1', 'awaiting_approval');
  await said(/code review: acme\/app#7 @ c2 → acme\/app#7 @ c3/);
});

it('a credential that is not taken keeps a release waiting, and the admins hear of it once', async () => {
  await company.say('U_ANN', 'dobro 4711');
  await said(/cannot check.*does not take the credential in TEST_REDMINE_KEY/s);
  await company.say('U_BEN', 'dobro 4712');
  await said(/The tracker `ops` cannot be read.*does not take the credential in TEST_REDMINE_KEY/s);
  expect((await company.statusOf('4711')).stage).toBe('checking');
  const posts = await new Transcript(company).posts();
  const told = posts.filter(({ text }) => text.includes('The tracker `ops` cannot be read'));
  expect(told).toHaveLength(1);
  expect(JSON.stringify(posts)).not.toContain('s3cret-key');
});
