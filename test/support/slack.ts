import { once } from 'node:events';
import { join } from 'node:path';
import { freePort } from './free-port.ts';
import { WebSocket, type MessageEvent } from 'undici';
import { vi } from 'vitest';
import {
  findEmbeddedSlack,
  startEmbeddedSlack,
  type EmbeddedSlack,
  type Workspace,
} from '../../start/embedded-slack.ts';
import { temporaryFolder } from './temporary-folder.ts';

/** The bot's app ID, as configured in the emulator. */
const appId = 'A0DOBROBOT';

export interface SlackMessage {
  readonly ts: string;
  readonly user?: string;
  readonly text?: string;
  readonly blocks?: readonly unknown[];
  readonly files?: readonly { readonly mimetype: string; readonly title: string }[];
  readonly thread_ts?: string;
  readonly subtype?: string;
  /** The only user who can read it. */
  readonly ephemeral_to?: string;
}

export interface SlackChannel {
  readonly id: string;
  readonly name: string;
  readonly is_im: boolean;
  readonly members: readonly string[];
}

export interface SlackHome {
  readonly blocks: readonly {
    readonly type: string;
    readonly text?: { readonly text: string };
    readonly elements?: readonly {
      readonly action_id: string;
      readonly value?: string;
      readonly text: { readonly text: string };
    }[];
  }[];
}

export interface SlackForm {
  readonly callback_id: string;
  readonly title: { readonly text: string };
  readonly blocks: readonly object[];
}

/** People, what they do and what they read, through the emulator's control API. */
export interface TestSlack extends EmbeddedSlack {
  say(channel: string, user: string, text: string, threadTs?: string): Promise<SlackMessage>;
  /** `name` with its slash. */
  command(channel: string, user: string, name: string, text: string): Promise<void>;
  /** Clicks a button or picks from a menu. */
  interact(
    channel: string,
    messageTs: string,
    user: string,
    action: Readonly<Record<string, unknown>>,
  ): Promise<void>;
  /** Submits the form that this user has open; `values`: the state of each element, by input block. */
  submit(user: string, values: Readonly<Record<string, Readonly<Record<string, unknown>>>>): Promise<void>;
  /** As `submit`, until the form is accepted or refused. Returns the mistakes by input block, or null if it was accepted. */
  submitted(
    user: string,
    values: Readonly<Record<string, Readonly<Record<string, unknown>>>>,
  ): Promise<Readonly<Record<string, string>> | null>;
  openHome(user: string): Promise<void>;
  /** The App Home that was last published for this user, or null. */
  home(user: string): Promise<SlackHome | null>;
  /** Clicks a button in the App Home, which is not a channel. */
  clickHome(user: string, action: Readonly<Record<string, unknown>>): Promise<void>;
  /** The open form, or null. */
  form(): Promise<SlackForm | null>;
  /** The open form, or the next one to open within 20 s. */
  untilForm(): Promise<SlackForm>;
  /** Oldest first, including thread replies and ephemeral messages. */
  messages(channel: string): Promise<readonly SlackMessage[]>;
  /** ID of the user's direct conversation with the bot; opened if there is none. */
  dm(user: string): Promise<string>;
  /** What this user could read in that channel, in order. */
  readableBy(user: string, channel: string): Promise<readonly string[]>;
  channels(): Promise<readonly SlackChannel[]>;
  deleteMessage(channel: string, ts: string, user: string): Promise<void>;
  editMessage(channel: string, ts: string, user: string, text: string): Promise<void>;
}

/** @throws Error if the emulator is not installed: it exists for Linux x64 only */
export async function startSlack(workspace: Workspace): Promise<TestSlack> {
  const binary = await findEmbeddedSlack();
  if (binary === null) throw new Error('The embedded Slack (local-slack-linux-x64) is not installed here.');
  const configFile = join(await temporaryFolder(), 'slack.yaml');
  const slack = await startEmbeddedSlack({ binary, port: await freePort(), workspace, configFile });
  return { ...slack, ...controls(slack) };
}

function controls({ url, env }: EmbeddedSlack): Omit<TestSlack, keyof EmbeddedSlack> {
  const get = (path: string) => request(`${url}/_control/${path}`, {});
  const post = (path: string, body: Readonly<Record<string, unknown>>) =>
    request(`${url}/_control/${path}`, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify(body),
    });
  const messages = async (channel: string) =>
    ((await get(`messages/${channel}`)) as { readonly messages: readonly SlackMessage[] }).messages;

  const form = async () => {
    const page = await openPage(url);
    await page.close();
    return page.forms.at(-1) ?? null;
  };

  return {
    messages,
    say: async (channel, user, text, threadTs) => {
      const answer = await post('message', { channel, user, text, thread_ts: threadTs });
      return (answer as { readonly message: SlackMessage }).message;
    },
    command: async (channel, user, name, text) => {
      await post('command', { channel, user, command: name, text });
    },
    interact: async (channel, messageTs, user, action) => {
      await post('interact', { channel, messageTs, user, action });
    },
    submit: async (user, values) => {
      const page = await openPage(url);
      page.socket.send(JSON.stringify({ t: 'view_submit', user, values }));
      await page.close();
    },
    submitted: async (user, values) => {
      const page = await openPage(url);
      const heard = new Promise<Readonly<Record<string, string>> | null>((resolve) => {
        page.socket.addEventListener('message', ({ data }) => {
          const { t, errors = {} } = JSON.parse(String(data)) as {
            readonly t: string;
            readonly errors?: Readonly<Record<string, string>>;
          };
          if (t === 'view_errors') resolve(errors);
          if (t === 'view') resolve(null);
        });
      });
      page.socket.send(JSON.stringify({ t: 'view_submit', user, values }));
      const answer = await heard;
      await page.close();
      return answer;
    },
    openHome: async (user) => {
      await post('open-home', { user });
    },
    home: async (user) => {
      const page = await openPage(url);
      await page.close();
      return page.homes[user]?.[appId] ?? null;
    },
    clickHome: async (user, action) => {
      const page = await openPage(url);
      page.socket.send(
        JSON.stringify({ t: 'block_action', channel: '', messageTs: '', user, action, appId }),
      );
      await page.close();
    },
    form,
    untilForm: () =>
      vi.waitFor(async () => {
        const open = await form();
        if (open === null) throw new Error('There is no form');
        return open;
      }, 20_000),
    dm: async (user) => {
      const answer = await request(`${env.SLACK_API_URL}conversations.open`, {
        method: 'POST',
        headers: { authorization: `Bearer ${env.SLACK_BOT_TOKEN}` },
        body: new URLSearchParams({ users: user }),
      });
      return (answer as { readonly channel: { readonly id: string } }).channel.id;
    },
    readableBy: async (user, channel) =>
      (await messages(channel))
        .filter(({ ephemeral_to: reader }) => reader === undefined || reader === user)
        .map(({ text }) => text ?? ''),
    channels: async () => ((await get('state')) as { readonly channels: readonly SlackChannel[] }).channels,
    deleteMessage: async (channel, ts, user) => {
      await post('delete-message', { channel, ts, user });
    },
    editMessage: async (channel, ts, user, text) => {
      await post('edit-message', { channel, ts, user, text });
    },
  };
}

/** The emulator's page, as a browser opens it, with the forms that are open at that moment. */
async function openPage(url: string) {
  const socket = new WebSocket(`${url.replace('http', 'ws')}/ui`);
  const [greeting] = (await once(socket, 'message')) as [MessageEvent];
  const { state } = JSON.parse(String(greeting.data)) as {
    readonly state: {
      readonly modalStack: readonly SlackForm[];
      readonly homeViews: Readonly<Record<string, Readonly<Record<string, SlackHome>>>>;
    };
  };
  const close = async () => {
    const closed = once(socket, 'close');
    socket.close();
    await closed;
  };
  return { socket, forms: state.modalStack, homes: state.homeViews, close };
}

async function request(url: string, init: RequestInit): Promise<unknown> {
  const response = await fetch(url, init);
  const text = await response.text();
  const answer = JSON.parse(text) as { readonly ok?: boolean };
  if (!response.ok || answer.ok === false) throw new Error(`${url} answered ${response.status}: ${text}`);
  return answer;
}
