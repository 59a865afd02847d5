/** `npm run bot`: Slack's door to the releases. */
import { Client, Connection } from '@temporalio/client';
import { configPath } from '../config/load-settings.ts';
import { endSignal, main } from '../config/main.ts';
import { settingsSource } from '../config/settings-source.ts';
import { slackAccess, slackDoor } from '../config/slack.ts';
import { connectTemporal } from '../config/temporal.ts';
import { createApp } from './app.ts';
import { DeferredAckReceiver } from './deferred-ack-receiver.ts';
import { httpReceiver } from './http-receiver.ts';
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
  const onError = (error: unknown) => {
    console.error('An event is left for Slack to deliver again:', error);
  };
  const receiver =
    'appToken' in door
      ? new DeferredAckReceiver(door.appToken, access.apiUrl, onError)
      : httpReceiver(door.signingSecret, door.port, onError);
  const app = createApp(access, receiver, releases, settingsNow);

  await app.start();
  console.log('bot ready');
  await ended(end);
  await app.stop();
  await connection.close();
});

const ended = (end: AbortSignal): Promise<void> =>
  new Promise((resolve) => {
    if (end.aborted) resolve();
    else
      end.addEventListener('abort', () => {
        resolve();
      });
  });
