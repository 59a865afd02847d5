import { readdir, stat, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { beforeEach, describe, expect, it } from 'vitest';
import { forgetRunning, noteRunning, runningEnv } from '../../config/embedded.ts';
import { temporaryFolder } from '../support/temporary-folder.ts';

let home: string;
beforeEach(async () => {
  home = await temporaryFolder();
});

const running = {
  TEMPORAL_ADDRESS: '127.0.0.1:7233',
  TEMPORAL_NAMESPACE: 'default',
  DATABASE_URL: 'postgres://dobrobot:secret@127.0.0.1:5432/postgres',
};
const file = () => join(home, 'running.json');

describe('what npm start runs', () => {
  it('is known while it runs, to its user alone', async () => {
    await noteRunning({ ...running, DOBROBOT_HOME: home, SLACK_BOT_TOKEN: 'xoxb-1' }, 'other');
    expect((await stat(file())).mode & 0o777).toBe(0o600);
    expect(await runningEnv({ DOBROBOT_HOME: home })).toEqual(running);
    await forgetRunning({ DOBROBOT_HOME: home });
    expect(await readdir(home)).toEqual([]);
  });

  it('has the local Slack, or says that there is none', async () => {
    const local = { ...running, SLACK_API_URL: 'http://localhost:3800/api/', SLACK_BOT_TOKEN: 'xoxb-local' };
    await noteRunning({ ...local, DOBROBOT_HOME: home }, 'local');
    expect(await runningEnv({ DOBROBOT_HOME: home })).toEqual(local);
    const none = { ...running, DOBROBOT_SLACK: 'off' };
    await noteRunning({ ...none, DOBROBOT_HOME: home }, 'other');
    expect(await runningEnv({ DOBROBOT_HOME: home })).toEqual(none);
  });

  it('goes after what the environment names itself, or in a file', async () => {
    const local = { ...running, SLACK_API_URL: 'http://localhost:3800/api/', SLACK_BOT_TOKEN: 'xoxb-local' };
    await noteRunning({ ...local, DOBROBOT_HOME: home }, 'local');
    const { DATABASE_URL, TEMPORAL_NAMESPACE, ...temporal } = running;
    expect(
      await runningEnv({ DOBROBOT_HOME: home, DATABASE_URL_FILE: '/x', SLACK_BOT_TOKEN_FILE: '/y' }),
    ).toEqual({ ...temporal, TEMPORAL_NAMESPACE });
    // Its token is not used for another Slack.
    expect(
      await runningEnv({ DOBROBOT_HOME: home, TEMPORAL_NAMESPACE: 'own', SLACK_API_URL: 'http://s/' }),
    ).toEqual({ ...temporal, DATABASE_URL });
  });

  it('is nothing where it was killed, where another one wrote, or where nobody ran it', async () => {
    expect(await runningEnv({ DOBROBOT_HOME: home })).toEqual({});
    // No process has this ID.
    await writeFile(file(), JSON.stringify({ pid: 2 ** 30, env: running }));
    expect(await runningEnv({ DOBROBOT_HOME: home })).toEqual({});
    await forgetRunning({ DOBROBOT_HOME: home });
    expect(await readdir(home)).toEqual(['running.json']);
    await writeFile(file(), 'half of a fi');
    expect(await runningEnv({ DOBROBOT_HOME: home })).toEqual({});
  });
});
