/** A process of `bench:chat`: the minimal bot that answers in Slack through Temporal, with the libraries of the real bot. */
import { join } from 'node:path';
import { App, LogLevel } from '@slack/bolt';
import { WebClient } from '@slack/web-api';
import { bundleWorkflowCode, DefaultLogger, NativeConnection, Runtime, Worker } from '@temporalio/worker';
import { slackAccess, slackDoor } from '../config/slack.ts';
import { connectClient, connectTemporal } from '../config/temporal.ts';
import { hearSignal } from './names.ts';
import type { ChatFloorActivities } from './names.ts';

const taskQueue = 'floor';
const workflowId = 'floor';
const logger = new DefaultLogger('ERROR');
Runtime.install({ logger });

const { botToken, apiUrl = '' } = slackAccess(process.env);
const door = slackDoor(process.env);
if (!('appToken' in door)) throw new Error('The floor speaks Socket Mode.');
const slack = new WebClient(botToken, { slackApiUrl: apiUrl });
const activities: ChatFloorActivities = {
  answer: async ({ channel, ts }) => {
    await slack.chat.postMessage({ channel, thread_ts: ts, text: 'Heard.' });
  },
};

const { client } = await connectClient();
const { connection, namespace } = await connectTemporal((options) => NativeConnection.connect(options));
const workflowsPath = join(import.meta.dirname, 'workflows', 'index.ts');
const workflowBundle = await bundleWorkflowCode({ workflowsPath, logger });
const worker = await Worker.create({ connection, namespace, taskQueue, workflowBundle, activities });
const running = worker.run();
const floor = await client.workflow.start('chatFloor', { workflowId, taskQueue });

const app = new App({
  token: botToken,
  appToken: door.appToken,
  socketMode: true,
  logLevel: LogLevel.WARN,
  clientOptions: { slackApiUrl: apiUrl },
});
app.event('app_mention', async ({ event: { channel, ts } }) => {
  await floor.signal(hearSignal, { channel, ts });
});
await app.start();
console.log('floor ready');
await running;
