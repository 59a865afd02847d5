import { once } from 'node:events';
import { WebClient } from '@slack/web-api';
import { retentionMs } from '../client/retention.ts';
import { configPath } from '../config/load-settings.ts';
import type { Serve } from '../config/main.ts';
import { settingsSource } from '../config/settings-source.ts';
import { slackAccess, slackDoor } from '../config/slack.ts';
import type { SlackAccess } from '../config/slack.ts';
import { connectClient } from '../config/temporal.ts';
import { linkTemplatesOf } from '../domain/trackers.ts';
import { Readers } from '../texts/readers.ts';
import { CatchUp } from './catch-up.ts';
import { createApp } from './app.ts';
import { DeferredAckReceiver } from './deferred-ack-receiver.ts';
import { httpReceiver } from './http-receiver.ts';
import { Listening } from './listening.ts';
import { isLivingPerson, ticketsUnder } from './look-ups.ts';

/** Connects, and opens Slack's door to the releases. */
export async function start(): Promise<Serve> {
  const access = slackAccess(process.env);
  const door = slackDoor(process.env);
  const settingsNow = await settingsSource(configPath(process.env), (error) => {
    console.error(`The changed configuration is not used: ${error.message}`);
  });
  const { client, connection } = await connectClient();
  const person = personReader(access);
  const listening = new Listening(client, settingsNow, {
    isPerson: (user) => isLivingPerson(person, user),
    ticketUnder: ticketsUnder(person, async () => linkTemplatesOf((await settingsNow()).tickets)),
  });
  const leaving = new AbortController();
  const catchUp = new CatchUp(
    historyReader(access),
    (messages) => listening.hearMessages(messages),
    async () => (await retentionMs(client)) ?? 0,
    leaving.signal,
    (error) => {
      console.error('What was said meanwhile will be looked for again:', error);
    },
  );
  const onConnected = () => {
    catchUp.begin();
  };
  const onError = (error: unknown) => {
    console.error('An event is left for Slack to deliver again:', error);
    catchUp.beginLater();
  };
  const receiver =
    'appToken' in door
      ? new DeferredAckReceiver({ ...door, apiUrl: access.apiUrl }, onConnected, onError)
      : httpReceiver(door.signingSecret, door.port, onError);
  const readers = new Readers(person, (user, error) => {
    console.error(`Slack does not tell in which language ${user} reads:`, error);
  });
  const app = createApp(access, receiver, { listening, catchUp, client, settingsNow, readers });

  await app.start();
  if (!('appToken' in door)) {
    onConnected();
    // Slack that cannot reach us tries an event again for a few minutes, and nothing tells us of it.
    catchUp.lookFromTimeToTime();
  }
  return async (end) => {
    if (!end.aborted) await once(end, 'abort');
    leaving.abort();
    await app.stop();
    await connection.close();
  };
}

/** It waits as long as Slack wants, without holding up any other call. */
const historyReader = ({ botToken, apiUrl }: SlackAccess): WebClient =>
  new WebClient(botToken, {
    retryConfig: { forever: true, maxTimeout: 30_000 },
    timeout: 30_000,
    ...(apiUrl === undefined ? {} : { slackApiUrl: apiUrl }),
  });

/** Whoever waits for a form does not wait for a second try. */
const personReader = ({ botToken, apiUrl }: SlackAccess): WebClient =>
  new WebClient(botToken, {
    retryConfig: { retries: 0 },
    rejectRateLimitedCalls: true,
    timeout: 10_000,
    ...(apiUrl === undefined ? {} : { slackApiUrl: apiUrl }),
  });
