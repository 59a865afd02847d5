/** A release is written back to its ticket, even if the worker dies before the tracker's answer arrives. */
import { afterAll, beforeAll, expect, it } from 'vitest';
import { startCompany } from '../support/company.ts';
import type { Company } from '../support/company.ts';
import { Transcript } from '../support/transcript.ts';
import { playedServer } from '../activities/tickets/played/server.ts';
import type { PlayedServer } from '../activities/tickets/played/server.ts';
import { playedTrackers } from '../activities/tickets/played/trackers.ts';
import { playedWriters } from '../activities/tickets/played/writing.ts';
import { eventually } from '../support/eventually.ts';

const writer = playedWriters.find(({ name }) => name === 'redmine');
const reader = playedTrackers.find(({ name }) => name === 'redmine');
if (writer === undefined || reader === undefined) throw new Error('nobody plays Redmine');
const ticket = writer.play();
const found = reader.found({ title: 'Refunds', text: '' });

let company: Company;
let server: PlayedServer;
/** Whether writes are carried out but never answered. */
let silent = false;
let isDown = false;
beforeAll(async () => {
  server = await playedServer();
  server.answers = (request) => {
    const isCheck = request.method === 'GET' && /relations|current\.json|^\/issues\.json/.test(request.path);
    if (isCheck) return found(request);
    if (isDown) return { status: 403, body: '' };
    const said = ticket.answers(request);
    return silent && request.method === 'PUT' ? null : said;
  };
  process.env['TEST_REDMINE_KEY'] = 's3cret-key';
  const off = { codeReview: false, qa: false, customerDemo: false, releaseDocs: false, rollbackDocs: false };
  company = await startCompany({
    tickets: {},
    settings: {
      internalHosts: ['127.0.0.1'],
      tickets: {
        ...{ tracker: 'redmine', url: server.url, tokenEnv: 'TEST_REDMINE_KEY' },
        writeBack: { comment: true, transitions: { started: 'In release', finished: 'Released' } },
      },
      checks: off,
    },
  });
});
afterAll(async () => {
  server.close();
  await company.close();
});

async function toProduction(): Promise<void> {
  await company.say('U_ANN', 'dobro 4711 components:ios-app');
  await company.untilStage('4711', 'awaiting_approval');
  await company.say('U_OTTO', 'accept 4711');
  await company.untilStage('4711', 'ready');
  await company.say('U_ANN', 'dep start 4711');
  await company.untilStage('4711', 'deploying');
}
const told = (n: number) =>
  eventually(() => {
    expect(ticket.comments).toHaveLength(n);
  });

it('each thing once, in order', async () => {
  silent = true;
  await toProduction();
  await eventually(() => {
    expect(ticket.statuses).toContain('In release');
  });
  await company.worker().kill();
  silent = false;
  await company.startWorker();
  // None of this delays the release.
  await company.say('U_ANN', 'dep finish 4711 all is well');
  await company.untilStage('4711', 'finished');
  await told(2);
  expect(ticket.comments[0]).toMatch(/^Release started: ios-app by ann\n\n\(dobrobot \w+:\d+\)$/);
  expect(ticket.comments[1]).toMatch(/^Released: ios-app by ann\. all is well\n\n\(dobrobot \w+:\d+\)$/);
  expect(ticket.statuses).toEqual(['Ready', 'In release', 'Released']);
});

it('what it refuses is told to the admins once, and the next release goes on', async () => {
  isDown = true;
  await toProduction();
  await company.say('U_ANN', 'dep finish 4711');
  await company.untilStage('4711', 'finished');
  const refusals = async () =>
    (await new Transcript(company).posts()).filter(({ text }) =>
      text.includes('was not told of its release'),
    );
  await eventually(async () => {
    expect(await refusals()).not.toEqual([]);
  });
  await company.temporal.client.workflow
    .getHandle('write-back:4711')
    .result()
    .catch(() => undefined);
  expect(await refusals()).toMatchObject([
    { text: expect.stringMatching(/`4711` in the tracker `tickets`.*HTTP 403/) as string },
  ]);
  expect(JSON.stringify(await refusals())).not.toContain('s3cret-key');
});
