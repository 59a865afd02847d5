/**
 * What a company runs: Temporal's server on PostgreSQL, two workers, two bots and the web page. One of each is killed while a
 * release is under way.
 */
import { afterAll, beforeAll, expect, it } from 'vitest';
import { freePort } from '../support/free-port.ts';
import type { Child } from '../../start/child.ts';
import { shipping, startCompany } from '../support/company.ts';
import type { Company } from '../support/company.ts';
import { testDatabase } from '../support/database.ts';
import { eventually } from '../support/eventually.ts';
import { startWeb, startWorker } from '../support/processes.ts';

let company: Company;
let page: string;
let web: Child;

beforeAll(async () => {
  const port = String(await freePort());
  page = `http://127.0.0.1:${port}`;
  company = await startCompany({
    tickets: { 'PAY-1': ['billing'], 'PAY-2': ['billing'] },
    database: await testDatabase(),
    page,
  });
  const [startedWeb] = await Promise.all([
    startWeb({ ...company.env, DOBROBOT_WEB_PORT: port }),
    startWorker(company.env),
    company.startSecondBot(),
  ]);
  web = startedWeb;
});
afterAll(() => company.close());

const shownOnPage = (word: string) =>
  eventually(async () => {
    expect(await (await fetch(`${page}/api/queue`)).text()).toContain(word);
  });

it('goes on, and says everything once', async () => {
  for (const ticket of ['PAY-1', 'PAY-2']) {
    await company.say('U_ANN', `dobro ${ticket}`);
    await company.untilStage(ticket, 'awaiting_approval');
    await company.say('U_NORA', `accept ${ticket}`);
  }
  await company.untilStage('PAY-1', 'awaiting_admin');
  await company.untilStage('PAY-2', 'queued');
  await shownOnPage('PAY-2');

  await company.worker().kill();
  await company.say('U_SAM', 'here PAY-1');
  await company.untilStage('PAY-1', 'ready');

  await company.bot().kill();
  await company.say('U_ANN', 'dep start PAY-1');
  await company.untilStage('PAY-1', 'deploying');

  await web.kill();
  web = await startWeb({ ...company.env, DOBROBOT_WEB_PORT: new URL(page).port });
  await company.say('U_ANN', 'dep finish PAY-1');
  await company.untilStage('PAY-1', 'finished');
  await company.untilStage('PAY-2', 'awaiting_admin');
  await shownOnPage('PAY-2');

  const said = async (pattern: RegExp) =>
    (await company.slack.messages(shipping)).filter(({ text }) => pattern.test(text ?? '')).length;
  await eventually(async () => {
    expect(await said(/finished .*PAY-1/)).toBe(1);
  });
  expect(await said(/started .*PAY-1/)).toBe(1);
  const [held] = (await company.lock('billing')).holders;
  expect(held?.ticket).toBe('PAY-2');
});
