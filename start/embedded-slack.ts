import { access, mkdir, writeFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { stringify } from 'yaml';
import { startChild, untilReady, type Child } from './child.ts';

export interface Workspace {
  /** `zone` is an IANA zone; UTC without. */
  readonly users: readonly { readonly id: string; readonly name: string; readonly zone?: string }[];
  /** Every user, and the bot, is a member of every channel. */
  readonly channels: readonly { readonly id: string; readonly name: string }[];
}

export interface EmbeddedSlack {
  readonly child: Child;
  /** The address of the page for people, and of the control API under `/_control`. */
  readonly url: string;
  /** The environment for the bot and the worker. */
  readonly env: {
    readonly SLACK_API_URL: string;
    readonly SLACK_BOT_TOKEN: string;
    readonly SLACK_APP_TOKEN: string;
  };
}

/** The user ID of the bot. */
export const botUserId = 'U0BOT';
const botToken = 'xoxb-embedded';
const appToken = 'xapp-embedded';

/** The path of the emulator; null if its package does not support this platform. */
export async function findEmbeddedSlack(): Promise<string | null> {
  try {
    const manifest = createRequire(import.meta.url).resolve('local-slack-linux-x64/package.json');
    const binary = join(dirname(manifest), 'bin', 'local-slack');
    await access(binary);
    return binary;
  } catch {
    return null;
  }
}

/**
 * Starts a Slack to try things out: no password, listens on all interfaces, forgets everything when it stops.
 * @throws StartError if it does not answer within 30 s
 */
export async function startEmbeddedSlack(options: {
  readonly binary: string;
  readonly port: number;
  readonly workspace: Workspace;
  /** The file to write the emulator's configuration to. */
  readonly configFile: string;
}): Promise<EmbeddedSlack> {
  const { binary, port, workspace, configFile } = options;
  await mkdir(dirname(configFile), { recursive: true });
  await writeFile(configFile, stringify(emulatorConfig(workspace)));
  const child = await startChild({
    name: 'Slack',
    command: binary,
    args: ['--config', configFile, '--port', String(port), '--base-host', '127.0.0.1'],
    env: process.env,
  });
  const url = `http://127.0.0.1:${port}`;
  await untilReady(child, () => slackAnswers(url), 30_000);
  return {
    child,
    url,
    env: { SLACK_API_URL: `${url}/api/`, SLACK_BOT_TOKEN: botToken, SLACK_APP_TOKEN: appToken },
  };
}

async function slackAnswers(url: string): Promise<boolean> {
  const response = await fetch(`${url}/api/auth.test`, {
    method: 'POST',
    headers: { authorization: `Bearer ${botToken}` },
  });
  const body = (await response.json()) as { readonly ok: boolean };
  return body.ok;
}

function emulatorConfig({ users, channels }: Workspace) {
  const members = [botUserId, ...users.map(({ id }) => id)];
  return {
    workspace: { name: 'Dobrobot', domain: 'dobrobot', teamId: 'T0DOBROBOT' },
    apps: [
      {
        appId: 'A0DOBROBOT',
        botUserId,
        botName: 'dobrobot',
        botToken,
        appToken,
        signingSecret: 'embedded',
        mode: 'socket',
      },
    ],
    users: users.map(({ id, name, zone = 'UTC' }) => ({
      id,
      name,
      real_name: name.charAt(0).toUpperCase() + name.slice(1),
      tz: zone,
      email: `${name}@example.com`,
    })),
    channels: channels.map((channel) => ({ ...channel, members })),
  };
}
