import { once } from 'node:events';
import { Client, Connection } from '@temporalio/client';
import { configPath } from '../config/load-settings.ts';
import type { Serve } from '../config/main.ts';
import { settingsSource } from '../config/settings-source.ts';
import { slackAccess, slackDoor } from '../config/slack.ts';
import { connectTemporal } from '../config/temporal.ts';
import { createApp } from './app.ts';
import { DeferredAckReceiver } from './deferred-ack-receiver.ts';
import { httpReceiver } from './http-receiver.ts';
import { Releases } from './releases.ts';

/** Connects, and opens Slack's door to the releases. */
export async function start(): Promise<Serve> {
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
  return async (end) => {
    if (!end.aborted) await once(end, 'abort');
    await app.stop();
    await connection.close();
  };
}
