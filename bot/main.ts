/** `npm run bot`: Slack's door to the releases. */
import { WebClient } from '@slack/web-api';
import { Client, Connection } from '@temporalio/client';
import { configPath } from '../config/load-settings.ts';
import { endSignal, main } from '../config/main.ts';
import { settingsSource } from '../config/settings-source.ts';
import { slackAccess, slackDoor } from '../config/slack.ts';
import type { SlackAccess } from '../config/slack.ts';
import { connectTemporal } from '../config/temporal.ts';
import { createApp } from './app.ts';
import { CatchUp } from './catch-up.ts';
import { DeferredAckReceiver } from './deferred-ack-receiver.ts';
import { httpReceiver } from './http-receiver.ts';
import { Listening } from './listening.ts';
import { Releases } from './releases.ts';

main(async () => {
  const end = endSignal();
  const access = slackAccess(process.env);
  const door = slackDoor(process.env);
  const settingsNow = await settingsSource(configPath(process.env), (error) => {
    console.error(`The changed configuration is not used: ${error.message}`);
  });
  const { connection, namespace } = await connectTemporal((options) => Connection.connect(options));
  const releases = new Releases(new Client({ connection, namespace }));
  const listening = new Listening(releases, settingsNow);
  const remembersForMs = () => releases.remembersForMs();
  const catchUp = new CatchUp(historyReader(access), listening, remembersForMs, end, (error) => {
    console.error('What was said meanwhile will be looked for again:', error);
  });
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
  const app = createApp(access, receiver, listening, catchUp);

  await app.start();
  if (!('appToken' in door)) onConnected();
  console.log('bot ready');
  await ended(end);
  await app.stop();
  await connection.close();
});

/** It waits as long as Slack wants, without holding up any other call. */
const historyReader = ({ botToken, apiUrl }: SlackAccess): WebClient =>
  new WebClient(botToken, {
    retryConfig: { forever: true, maxTimeout: 30_000 },
    timeout: 30_000,
    ...(apiUrl === undefined ? {} : { slackApiUrl: apiUrl }),
  });

const ended = (end: AbortSignal): Promise<void> =>
  new Promise((resolve) => {
    if (end.aborted) resolve();
    else
      end.addEventListener('abort', () => {
        resolve();
      });
  });
