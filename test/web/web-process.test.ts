/** `npm run web` with sign-in in its environment. */
import { freePort } from '../support/free-port.ts';
import { afterEach, describe, expect, it } from 'vitest';
import type { Child } from '../../start/child.ts';
import { startNodeChild } from '../../start/node-child.ts';
import { projectRoot, without } from '../../start/project.ts';

const whole = {
  SLACK_CLIENT_ID: '2141029472.691',
  SLACK_CLIENT_SECRET: 'e1b9e11dfcd19c19',
  SLACK_TEAM_ID: 'T0TEAM',
  DOBROBOT_WEB_URL: 'https://dobrobot.example.com',
  DOBROBOT_WEB_SECRET: 'a secret of thirty-two characters',
};

let child: Child | null = null;
const lines: string[] = [];

afterEach(async () => {
  await child?.stop();
  child = null;
  lines.length = 0;
});

/** Starts the page without Temporal, database and Slack. */
async function startWeb(env: Readonly<Record<string, string>>): Promise<string> {
  const [port, nowhere] = [await freePort(), await freePort()];
  child = await startNodeChild(
    'web',
    {
      ...without(process.env, 'TEMPORAL', 'SLACK', 'DOBROBOT', 'DATABASE'),
      ...{ TEMPORAL_ADDRESS: `127.0.0.1:${nowhere}`, SLACK_OIDC_ISSUER: `http://127.0.0.1:${nowhere}` },
      ...{ DOBROBOT_CONFIG: `${projectRoot}/dobrobot.yaml`, DOBROBOT_WEB_PORT: String(port) },
      ...env,
    },
    (line) => lines.push(line),
  );
  return `http://127.0.0.1:${port}`;
}

describe('npm run web', () => {
  it('starts without Slack, and lets nobody in who has not signed in, by any name', async () => {
    const url = await startWeb(whole);
    const asked = async (path: string) => fetch(`${url}${path}`, { redirect: 'manual' });
    expect((await asked('/')).headers.get('location')).toBe('/sign-in?to=%2F');
    expect((await asked('/api/about')).status).toBe(401);
    expect((await asked('/sign-in')).status).toBe(503);
    // The log arrives separately from the answer.
    await expect.poll(() => lines.join('\n')).toMatch(/Sign-in refused, away: .*ECONNREFUSED/);
    for (const secret of [whole.SLACK_CLIENT_SECRET, whole.DOBROBOT_WEB_SECRET]) {
      expect(lines.join('\n')).not.toContain(secret);
    }
  });

  it('lets everybody on this machine in where nothing is said of signing in', async () => {
    const url = await startWeb({});
    expect((await fetch(`${url}/api/about`)).status).toBe(200);
  });

  it('does not start with a half of it', async () => {
    await expect(startWeb({ ...whole, SLACK_TEAM_ID: '' })).rejects.toThrow(/SLACK_TEAM_ID/);
  });
});
