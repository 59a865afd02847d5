/** `npm start` with the local Slack: its messages are shown on Slack's page, and nothing is wrong with them. */
import { WebClient } from '@slack/web-api';
import { freePort } from '../support/free-port.ts';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { runningEnv } from '../../config/embedded.ts';
import { untilReady } from '../../start/child.ts';
import { findTemporalCli } from '../../start/temporal-binaries.ts';
import { dobrobot } from '../cli/dobrobot.ts';
import { startBrowser, visit } from '../support/browser.ts';
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
  start = await startStart(env);
  await untilReady(start, () => start.lines.includes('Ctrl-C ends it all.'), 90_000);
  opened = await visit(await startBrowser(), `http://localhost:${webPort}/?view=queue`);
}, 300_000);

afterAll(async () => {
  await opened.page.context().browser()?.close();
  await start.stop(30_000);
});

/** The messages in the release channel. */
async function released(): Promise<string> {
  const { SLACK_BOT_TOKEN, SLACK_API_URL } = await runningEnv(env);
  const slack = new WebClient(SLACK_BOT_TOKEN, { slackApiUrl: SLACK_API_URL ?? '' });
  const { messages = [] } = await slack.conversations.history({ channel: 'C0RELEASES' });
  return messages.map(({ text }) => text).join('\n');
}

it('has a command line on the page, as whom one chooses, and Slack shows what comes of it', async () => {
  const { page, complaints } = opened;
  await page.getByLabel('As', { exact: true }).waitFor();
  await chooseActor(page, 'U_DEV1');
  expect(await typeCommand(page, 'dobro PAY-1')).toContain('PAY-1');
  await expect.poll(released).toMatch(/PAY-1/);
  await expect.poll(() => typeCommand(page, 'status PAY-1')).toContain('awaiting_approval');
  expect(await typeCommand(page, 'handover PAY-1 @U_NOBODY')).toContain('U_NOBODY');
  await chooseActor(page, 'U_VERA');
  await typeCommand(page, 'accept PAY-1');
  await expect.poll(released).toMatch(/PAY-1.*has its turn/);
  expect(complaints.filter((text) => !/status of 4\d\d/.test(text))).toEqual([]);
});

it('has nothing wrong with it, says the doctor', async () => {
  const { code, out } = await dobrobot(['doctor', '--json'], { DOBROBOT_HOME: home });
  const { findings } = JSON.parse(out) as { findings: { name: string; state: string }[] };
  expect([code, findings.filter(({ state }) => state !== 'ok')]).toEqual([0, []]);
  expect(findings.map(({ name }) => name)).toContain('retention');
});
