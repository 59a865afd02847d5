import { once } from 'node:events';
import { retentionMs } from '../client/retention.ts';
import { welcomeChannel } from '../client/welcome.ts';
import { configPath } from '../config/load-settings.ts';
import type { Serve } from '../config/main.ts';
import { settingsSource } from '../config/settings-source.ts';
import { isSlackOff, messagesPerSecond, slackAccess, slackDoor } from '../config/slack.ts';
import type { SlackAccess } from '../config/slack.ts';
import { webUrl } from '../config/web.ts';
import { connectClient } from '../config/temporal.ts';
import { MethodTurns, PacedClient } from '../slack/paced-client.ts';
import { linkTemplatesOf } from '../domain/trackers.ts';
import { refusedToken } from '../slack/refusal.ts';
import { Readers } from '../texts/readers.ts';
import { CatchUp } from './catch-up.ts';
import { createApp } from './app.ts';
import { DeferredAckReceiver } from './deferred-ack-receiver.ts';
import { httpReceiver } from './http-receiver.ts';
import { Listening } from './listening.ts';
import { ourPeople } from './our-people.ts';
import { isLivingPerson } from '../slack/living-person.ts';
import { ticketsUnder } from './look-ups.ts';

/** Connects, and opens Slack's door to the releases. */
export async function start(): Promise<Serve> {
  if (isSlackOff(process.env)) throw new Error('DOBROBOT_SLACK is off, so there is nothing for a bot to do.');
  const access = slackAccess(process.env);
  const door = slackDoor(process.env);
  const page = webUrl(process.env);
  const settingsNow = await settingsSource(configPath(process.env), (error) => {
    console.error(`The changed configuration is not used: ${error.message}`);
  });
  const { client, connection } = await connectClient();
  const { histories, people } = slackReaders(access);
  const isOurs = ourPeople(people, async () => (await settingsNow()).slack.team);
  const listening = new Listening(client, settingsNow, {
    isOurs,
    isPerson: (user) => isLivingPerson(people, user),
    ticketUnder: ticketsUnder(people, async () => linkTemplatesOf((await settingsNow()).tickets)),
  });
  const leaving = new AbortController();
  const catchUp = new CatchUp(
    { patient: histories, urgent: people },
    (messages) => listening.hearMessages(messages),
    async () => (await retentionMs(client)) ?? 0,
    leaving.signal,
    (error) => {
      tell('What was said meanwhile will be looked for again:', error);
    },
  );
  const onConnected = () => {
    catchUp.begin();
  };
  const onError = (error: unknown) => {
    tell('An event is left for Slack to deliver again:', error);
    catchUp.beginLater();
  };
  const receiver =
    'appToken' in door
      ? new DeferredAckReceiver({ ...door, apiUrl: access.apiUrl }, onConnected, onError)
      : httpReceiver(door.signingSecret, door.port, onError);
  const readers = new Readers(people, (user, error) => {
    console.error(`Slack does not tell in which language ${user} reads:`, error);
  });
  const app = createApp(access, receiver, {
    listening,
    isOurs,
    catchUp,
    client,
    slack: people,
    settingsNow,
    readers,
    page,
  });

  await app.start();
  welcomeChannel(client).catch((error: unknown) => {
    console.error('Those in the release channel are welcomed at the next start:', error);
  });
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

/** What Slack refuses for its token needs no stack. */
function tell(what: string, error: unknown): void {
  const refused = refusedToken('SLACK_BOT_TOKEN', error);
  console.error(what, refused ?? error);
}

/** Two clients that share Slack's limits: what somebody waits for goes first, and is not tried a second time. */
function slackReaders({ botToken, apiUrl }: SlackAccess) {
  const turns = new MethodTurns(messagesPerSecond(process.env));
  const where = apiUrl === undefined ? {} : { slackApiUrl: apiUrl };
  const forever = { retryConfig: { forever: true, maxTimeout: 30_000 }, timeout: 30_000 };
  return {
    histories: new PacedClient(botToken, { ...where, ...forever }, turns),
    people: new PacedClient(
      botToken,
      { ...where, retryConfig: { retries: 0 }, timeout: 10_000 },
      turns,
      true,
    ),
  };
}
