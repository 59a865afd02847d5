/** `npm start` where no Slack can start: the first release of the README, with the web page alone. */
import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import { freePort } from '../support/free-port.ts';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { untilReady } from '../../start/child.ts';
import { findTemporalCli } from '../../start/temporal-binaries.ts';
import { dobrobot } from '../cli/dobrobot.ts';
import { startBrowser, violationsOf, visit } from '../support/browser.ts';
import type { Visit } from '../support/browser.ts';
import { chooseActor, typeCommand } from '../support/page-commands.ts';
import { temporaryFolder } from '../support/temporary-folder.ts';
import { startStart } from './start-process.ts';
import type { StartProcess } from './start-process.ts';

const home = await temporaryFolder();
const webPort = await freePort();
const env = {
  DOBROBOT_HOME: home,
  DOBROBOT_TEMPORAL_PORT: String(await freePort()),
  DOBROBOT_TEMPORAL_UI_PORT: String(await freePort()),
  DOBROBOT_SLACK_PORT: String(await freePort()),
  DOBROBOT_WEB_PORT: String(webPort),
  TEMPORAL_CLI_PATH: await findTemporalCli(process.env),
};

let start: StartProcess;
let opened: Visit;

beforeAll(async () => {
  // Keeps the local Slack from writing its settings.
  await mkdir(join(home, 'slack.yaml'));
  start = await startStart(env);
  await untilReady(start, () => start.lines.includes('Ctrl-C ends it all.'), 90_000);
  opened = await visit(await startBrowser(), `http://localhost:${webPort}/?view=queue`);
}, 300_000);

afterAll(async () => {
  await opened.page.context().browser()?.close();
  await start.stop(30_000);
});

async function say(user: string, words: string): Promise<string> {
  await chooseActor(opened.page, user);
  return typeCommand(opened.page, words);
}

/** Polls until the release is in this stage, because checks take a moment. */
const untilStage = (ticket: string, stage: string) =>
  expect.poll(() => say('U_DEV1', `status ${ticket}`)).toContain(stage);

it('says in one line that there is no Slack, and how to begin', () => {
  const said = start.lines.join('\n');
  expect(said).toMatch(/^The local Slack does not come up here: .*/m);
  expect(said).toContain('It runs without Slack: the web page and the terminal take every command.');
  expect(said).toContain('Type first, on the web page, as U_DEV1: dobro PAY-1');
  expect(start.lines.filter((line) => /error|token/i.test(line) && !line.startsWith('The local'))).toEqual(
    [],
  );
});

it('takes the first release from the request to the finish, as whom one chooses', async () => {
  const { page, complaints } = opened;
  await page.getByLabel('As', { exact: true }).waitFor();
  expect(await page.getByLabel('As', { exact: true }).locator('option').allTextContents()).toEqual([
    ...['U_DEV1', 'U_DEV2', 'U_VERA', 'U_OLEG', 'U_ADAM'],
  ]);
  await say('U_DEV1', 'dobro PAY-1');
  await untilStage('PAY-1', 'awaiting_approval');
  await page.getByLabel('As', { exact: true }).selectOption('U_VERA');
  await page.getByRole('button', { name: 'Good', exact: true }).click();
  await untilStage('PAY-1', 'awaiting_admin');
  expect(await violationsOf(page)).toEqual([]);
  expect(await say('U_ADAM', 'here PAY-1')).toContain('PAY-1');
  await untilStage('PAY-1', 'ready');
  await say('U_DEV1', 'dep start PAY-1');
  await say('U_DEV1', 'dobro PAY-2');
  await untilStage('PAY-2', 'awaiting_approval');
  await say('U_OLEG', 'accept PAY-2');
  expect(await say('U_DEV2', 'queue')).toMatch(/PAY-1[^]*PAY-2/);
  await say('U_DEV1', 'dep finish PAY-1');
  await untilStage('PAY-1', 'finished');
  await page.getByRole('link', { name: 'Story PAY-2' }).first().click();
  await page
    .getByRole('dialog', { name: /^PAY-2/ })
    .getByText('via page')
    .first()
    .waitFor();
  expect(complaints).toEqual([]);
});

it('lets nobody act who has no token and does not come from its page', async () => {
  const url = `http://127.0.0.1:${webPort}/api/v1/commands`;
  const send = (headers: Readonly<Record<string, string>>) =>
    fetch(url, {
      method: 'POST',
      body: JSON.stringify({ text: 'queue' }),
      headers: { 'content-type': 'application/json', ...headers },
    });
  expect((await send({})).status).toBe(401);
  expect((await send({ 'x-dobrobot-as': 'U_VERA' })).status).toBe(403);
  expect((await send({ 'x-dobrobot-as': 'U_VERA', origin: 'http://evil.example' })).status).toBe(403);
  const own = { 'x-dobrobot-as': 'U_VERA', origin: `http://127.0.0.1:${webPort}` };
  expect((await send(own)).status).toBe(200);
});

it('is found by the terminal without any address', async () => {
  const here = { DOBROBOT_HOME: home };
  const status = await dobrobot(['status', 'PAY-2'], here);
  expect([status.code, status.out]).toEqual([0, expect.stringContaining('PAY-2')]);
  const token = await dobrobot(['token', 'create', 'ci', '--scope', 'read'], here);
  expect([token.code, token.out]).toEqual([0, expect.stringMatching(/^dob_/)]);
});
