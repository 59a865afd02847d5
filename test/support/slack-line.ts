import { createServer } from 'node:http';
import type { IncomingMessage, ServerResponse } from 'node:http';
import { randomUUID } from 'node:crypto';
import { once } from 'node:events';
import type { AddressInfo } from 'node:net';
import { setTimeout as sleep } from 'node:timers/promises';
import type { EmbeddedSlack } from '../../start/embedded-slack.ts';
import { eventuallyTrue } from './eventually.ts';
import { slackForms, type SlackForms } from './slack-forms.ts';
import { slackFaults, type Fault, type SlackFaults } from './slack-faults.ts';
import type { SlackTiers } from './slack-tiers.ts';
import { acceptWebSocket, type WebSocketEnd } from './web-socket.ts';

/** What Slack sends over a Socket Mode connection. */
export interface Envelope {
  readonly envelope_id: string;
  readonly type: 'events_api' | 'interactive';
  readonly payload: Readonly<Record<string, unknown>>;
  readonly accepts_response_payload: false;
  readonly retry_attempt: number;
  readonly retry_reason: string;
}

/** By `chat.unfurl`. */
export interface Unfurled {
  readonly channel: string;
  readonly ts: string;
  /** What is shown for each link, as JSON, by address. */
  readonly shown: Readonly<Record<string, string>>;
}

/**
 * Socket Mode controlled by a test: the emulator never does what Slack does when an acknowledgement is missing. All other API
 * calls go on to the emulator.
 */
export interface SlackLine {
  /** Replaces the emulator's `SLACK_API_URL`. */
  readonly apiUrl: string;
  /** Sends an envelope to every connected bot. */
  readonly send: (envelope: Envelope) => void;
  /** Sends it and waits until a bot has acknowledged it. */
  readonly deliver: (envelope: Envelope) => Promise<void>;
  readonly acknowledged: (envelope: Envelope) => boolean;
  /** Sends an interaction, and returns the payload of the bot's acknowledgement. */
  interact(payload: Readonly<Record<string, unknown>>): Promise<unknown>;
  readonly forms: SlackForms;
  connections(): number;
  /** How many connections bots have made so far. */
  connected(): number;
  /** Adds a user group with these members, which the emulator does not support. */
  setGroup(id: string, members: readonly string[]): void;
  /** Has Slack report these scopes as granted; the emulator knows none. */
  grant(scopes: readonly string[]): void;
  /** Sets the language of a user's Slack, such as `ru-RU`; the emulator knows none. */
  setLocale(user: string, locale: string): void;
  /** Moves a user to that workspace. */
  setWorkspace(user: string, team: string): void;
  /** The unfurled links, oldest first; the emulator shows none. */
  unfurled(): readonly Unfurled[];
  /** From now on posts reach Slack, but their answers do not come back. */
  withholdAnswers(): void;
  /** How many posts wait for their answer; none after `answerAgain`. */
  withheld(): number;
  answerAgain(): void;
  /** The failures between dobrobot and Slack. */
  readonly faults: SlackFaults;
  /** Null: no rate limits. */
  readonly tiers: SlackTiers | null;
  /** Presses a button, and waits until the bot has acknowledged it. */
  press(what: {
    readonly user: string;
    readonly channel: string;
    readonly action: Readonly<Record<string, string>>;
  }): Promise<void>;
  /** Slack asks the bot to reconnect. */
  askToReconnect(reason: 'warning' | 'refresh_requested'): void;
  /** Breaks the connections; new ones are accepted. */
  dropConnections(): void;
  close(): Promise<void>;
}

export const envelopeOf = (event: Readonly<Record<string, unknown>>): Envelope => ({
  envelope_id: randomUUID(),
  type: 'events_api',
  payload: {
    type: 'event_callback',
    team_id: 'T0DOBROBOT',
    api_app_id: 'A0DOBROBOT',
    event_id: `Ev${randomUUID()}`,
    event_time: Math.floor(Date.now() / 1000),
    event,
  },
  accepts_response_payload: false,
  retry_attempt: 0,
  retry_reason: '',
});

/** The same envelope, as Slack redelivers it when it was not acknowledged. */
export const redelivered = (envelope: Envelope): Envelope => ({
  ...envelope,
  envelope_id: randomUUID(),
  retry_attempt: envelope.retry_attempt + 1,
  retry_reason: 'timeout',
});

const interactionOf = (payload: Readonly<Record<string, unknown>>): Envelope => ({
  envelope_id: randomUUID(),
  type: 'interactive',
  payload: {
    team: { id: 'T0DOBROBOT', domain: 'dobrobot' },
    api_app_id: 'A0DOBROBOT',
    trigger_id: randomUUID(),
    ...payload,
  },
  accepts_response_payload: false,
  retry_attempt: 0,
  retry_reason: '',
});

const pressOf = ({ user, channel, action }: Parameters<SlackLine['press']>[0]): Envelope =>
  interactionOf({
    type: 'block_actions',
    user: { id: user },
    channel: { id: channel },
    actions: [{ ...action, block_id: 'b', action_ts: '1' }],
  });

/** `tiers`: Slack's rate limits; by default none. */
export async function startSlackLine(slack: EmbeddedSlack, tiers?: SlackTiers): Promise<SlackLine> {
  const ends = new Set<WebSocketEnd>();
  const acknowledged = new Map<string, unknown>();
  const forms = slackForms();
  const groups = new Map<string, readonly string[]>();
  const locales = new Map<string, string>();
  const workspaces = new Map<string, string>();
  const unfurled: Unfurled[] = [];
  let granted: readonly string[] | null = null;
  const faults = slackFaults();
  let withholding = false;
  let withheld = 0;
  let connected = 0;
  const server = createServer((request, response) => {
    answer(request, response).catch(() => response.destroy());
  });
  server.on('upgrade', (request, socket) => {
    if (faults.isDown()) {
      socket.destroy();
      return;
    }
    const end = acceptWebSocket(request, socket, (text) => {
      const { envelope_id: id, payload } = JSON.parse(text) as {
        readonly envelope_id?: string;
        readonly payload?: unknown;
      };
      if (id !== undefined) acknowledged.set(id, payload);
    });
    ends.add(end);
    connected += 1;
    socket.once('close', () => ends.delete(end));
    end.send(JSON.stringify({ type: 'hello', num_connections: ends.size, connection_info: {} }));
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as AddressInfo;

  function limitOf(method: string, channel: string): Fault | null {
    const limit = tiers?.take(method, channel) ?? null;
    return limit === null ? null : { type: 'limit', ...limit };
  }

  async function answer(request: IncomingMessage, response: ServerResponse): Promise<void> {
    if (faults.isDown()) {
      request.socket.destroy();
      return;
    }
    const chunks: Buffer[] = [];
    for await (const chunk of request) chunks.push(chunk as Buffer);
    const method = request.url?.slice('/api/'.length) ?? '';
    const asked = new URLSearchParams(Buffer.concat(chunks).toString());
    const channel = asked.get('channel') ?? '';
    const fault = faults.next(method, channel) ?? limitOf(method, channel);
    if (fault?.type === 'late') await sleep(fault.byMs);
    response.setHeader('content-type', 'application/json');
    if (fault?.type === 'limit') response.setHeader('retry-after', fault.retryAfterSeconds);
    if (fault?.type === 'limit' || fault?.type === 'refused') {
      response.statusCode = fault.type === 'limit' ? 429 : 500;
      response.end('{"ok":false}');
      return;
    }
    const error = faults.refusalOf(method, [channel, asked.get('user') ?? '', asked.get('users') ?? '']);
    if (error !== null) {
      response.end(JSON.stringify({ ok: false, error }));
      return;
    }
    if (granted !== null) response.setHeader('x-oauth-scopes', granted.join(','));
    if (request.url === '/api/apps.connections.open') {
      response.end(JSON.stringify({ ok: true, url: `ws://127.0.0.1:${port}/` }));
      return;
    }
    if (request.url === '/api/usergroups.users.list') {
      const group = asked.get('usergroup') ?? '';
      const users = groups.get(group);
      response.end(
        JSON.stringify(users === undefined ? { ok: false, error: 'no_such_subteam' } : { ok: true, users }),
      );
      return;
    }
    const locale = locales.get(asked.get('user') ?? '');
    if (method === 'users.info' && locale !== undefined && asked.get('include_locale') === 'true') {
      response.end(JSON.stringify({ ok: true, user: { id: asked.get('user'), locale } }));
      return;
    }
    const team = workspaces.get(asked.get('user') ?? '');
    if (method === 'users.info' && team !== undefined) {
      response.end(JSON.stringify({ ok: true, user: { id: asked.get('user'), team_id: team } }));
      return;
    }
    const aboutForm = forms.answer(method, asked);
    if (aboutForm !== null) {
      response.end(JSON.stringify(aboutForm));
      return;
    }
    if (method === 'chat.unfurl') {
      const unfurls = JSON.parse(asked.get('unfurls') ?? '{}') as Record<string, object>;
      const shown = Object.entries(unfurls).map(([url, what]) => [url, JSON.stringify(what)] as const);
      unfurled.push({ channel, ts: asked.get('ts') ?? '', shown: Object.fromEntries(shown) });
      response.end('{"ok":true}');
      return;
    }
    const { authorization, 'content-type': contentType } = request.headers;
    const passedOn = await fetch(`${slack.url}${request.url ?? ''}`, {
      method: 'POST',
      headers: { authorization: authorization ?? '', 'content-type': contentType ?? '' },
      body: Buffer.concat(chunks),
    });
    const text = faults.aged(await passedOn.text());
    if (fault?.type === 'lostAnswer') response.statusCode = 500;
    if (fault?.type === 'brokenOff') {
      response.setHeader('content-length', text.length + 1);
      response.write(text, () => response.destroy());
      return;
    }
    if (withholding && request.url?.startsWith('/api/chat.post') === true) withheld += 1;
    else response.end(text);
  }

  const send = (envelope: Envelope) => {
    for (const end of ends) end.send(JSON.stringify(envelope));
  };
  const isAcknowledged = ({ envelope_id: id }: Envelope) => acknowledged.has(id);

  const dropConnections = () => {
    for (const end of ends) end.close();
  };

  const deliver = async (envelope: Envelope) => {
    send(envelope);
    // A bot that looks back may take half a minute to acknowledge.
    await eventuallyTrue(() => isAcknowledged(envelope));
  };

  return {
    faults,
    tiers: tiers ?? null,
    forms,
    interact: async (payload) => {
      const envelope = interactionOf(payload);
      await deliver(envelope);
      return acknowledged.get(envelope.envelope_id);
    },
    press: (what) => deliver(pressOf(what)),
    dropConnections,
    askToReconnect: (reason) => {
      for (const end of ends) end.send(JSON.stringify({ type: 'disconnect', reason, debug_info: {} }));
    },
    apiUrl: `http://127.0.0.1:${port}/api/`,
    send,
    deliver,
    acknowledged: isAcknowledged,
    connections: () => ends.size,
    connected: () => connected,
    setGroup: (id, members) => {
      groups.set(id, members);
    },
    grant: (scopes) => {
      granted = scopes;
    },
    setLocale: (user, locale) => {
      locales.set(user, locale);
    },
    setWorkspace: (user, team) => {
      workspaces.set(user, team);
    },
    unfurled: () => unfurled,
    withholdAnswers: () => {
      withholding = true;
    },
    withheld: () => withheld,
    answerAgain: () => {
      withholding = false;
      withheld = 0;
    },
    close: async () => {
      server.close();
      for (const end of ends) end.close();
      server.closeAllConnections();
      await once(server, 'close');
    },
  };
}
