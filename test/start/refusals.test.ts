import { once } from 'node:events';
import { writeFile } from 'node:fs/promises';
import { createServer } from 'node:net';
import { join } from 'node:path';
import { freePort } from '../support/free-port.ts';
import { expect, it } from 'vitest';
import { temporaryFolder } from '../support/temporary-folder.ts';
import { startStart } from './start-process.ts';

const folder = await temporaryFolder();
const free = async () => ({
  DOBROBOT_HOME: folder,
  DOBROBOT_TEMPORAL_PORT: String(await freePort()),
  DOBROBOT_TEMPORAL_UI_PORT: String(await freePort()),
  DOBROBOT_SLACK_PORT: String(await freePort()),
  DOBROBOT_WEB_PORT: String(await freePort()),
});

/** What `npm start` prints before it gives up. Checks that it leaves nothing behind. */
async function refusal(env: Readonly<Record<string, string>>): Promise<readonly string[]> {
  const start = await startStart({ ...(await free()), ...env });
  expect(await start.ended).toBe('exit code 1');
  // A process that is still creating a database ends then, too.
  await expect.poll(() => start.descendants()).toEqual(new Map());
  return start.lines;
}

it('names a taken port, its use and the variable that moves it', async () => {
  const port = await freePort();
  const server = createServer().listen(port);
  await once(server, 'listening');
  for (const [variable, what] of [
    ['DOBROBOT_TEMPORAL_PORT', 'Temporal'],
    ['DOBROBOT_TEMPORAL_UI_PORT', 'the Temporal Web UI'],
    ['DOBROBOT_SLACK_PORT', 'the Slack page'],
    ['DOBROBOT_WEB_PORT', 'the web page'],
  ] as const) {
    expect(await refusal({ [variable]: String(port) })).toEqual([
      `Port ${port} for ${what} is taken; ${variable} moves it.`,
    ]);
  }
  server.close();
}, 300_000);

it('names a port that is none', async () => {
  expect(await refusal({ DOBROBOT_SLACK_PORT: 'web' })).toEqual([
    'DOBROBOT_SLACK_PORT is "web", which is not a port from 1 to 65535 for the Slack page.',
  ]);
});

it('names every mistake of the configuration', async () => {
  const config = join(folder, 'broken.yaml');
  await writeFile(config, 'language: en\npeople: { approvers: vera }\n');
  const lines = await refusal({ DOBROBOT_CONFIG: config });
  expect(lines.length).toBeGreaterThan(1);
  for (const line of lines) expect(line).toMatch(/broken\.yaml:\d+: /);
});

it('names a configuration that is not there', async () => {
  const lines = await refusal({ DOBROBOT_CONFIG: join(folder, 'none.yaml') });
  expect(lines).toEqual([expect.stringContaining('none.yaml')]);
});

it.each([
  ['SLACK_BOT_TOKEN', 'SLACK_APP_TOKEN'],
  ['SLACK_APP_TOKEN', 'SLACK_BOT_TOKEN'],
])('misses the other token when there is %s alone', async (given, missing) => {
  const lines = await refusal({ [given]: 'x' });
  expect(lines).toEqual([expect.stringContaining(`${missing} is missing`)]);
});

it('names a TEMPORAL_CLI_PATH that is no program', async () => {
  const path = join(folder, 'no-temporal');
  expect(await refusal({ TEMPORAL_CLI_PATH: path })).toEqual([
    `TEMPORAL_CLI_PATH names ${path}, which is not an executable file.`,
  ]);
});

it('says with its last words that a server does not start', async () => {
  const lines = await refusal({ TEMPORAL_CLI_PATH: '/bin/ls' });
  expect(lines[0]).toBe('Temporal has stopped (exit code 2). Its last lines:');
});
