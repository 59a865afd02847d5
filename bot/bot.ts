import { once } from 'node:events';
import { sharedThrough } from '../client/configurations.ts';
import { retentionMs } from '../client/retention.ts';
import { startWelcome } from '../client/welcome.ts';
import type { Serve } from '../config/main.ts';
import { followedSettings } from '../config/settings-source.ts';
import { isSlackOff, messagesPerSecond, slackAccess, slackDoor } from '../config/slack.ts';
import type { SlackAccess } from '../config/slack.ts';
import { webUrl } from '../config/web.ts';
import { connectClient } from '../config/temporal.ts';
import { tellConfiguration } from '../health/configuration-metrics.ts';
import { countRateLimits } from '../health/counters.ts';
import { serveHealth } from '../health/health.ts';
import { connected, slackApi, temporal } from '../health/needs.ts';
import { tracing } from '../health/tracing.ts';
import { MethodTurns, PacedClient } from '../slack/paced-client.ts';
import { linkTemplatesOf } from '../domain/trackers.ts';
import { configurationWords } from '../texts/configurations.ts';
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

/**
 * Starts the bot: connects to Temporal and Slack. The returned function serves
 * until its signal aborts, then shuts down. Throws if `DOBROBOT_SLACK` is off.
 */
export async function start(): Promise<Serve> {
  if (isSlackOff(process.env)) throw new Error('DOBROBOT_SLACK is off, so there is nothing for a bot to do.');
  const access = slackAccess(process.env);
  const door = slackDoor(process.env);
  const page = webUrl(process.env);
  const health = await serveHealth(process.env);
  const traces = await tracing('bot', process.env);
  const connecting = connectClient(undefined, traces?.client);
  const settings = await followedSettings((...at) => sharedThrough(connecting, ...at), configurationWords);
  const settingsNow = settings.now;
  const { client, connection } = await connecting;
  const { histories, people } = slackReaders(access);
  if (health !== null) {
    countRateLimits(health.registry, histories, people);
    tellConfiguration(health.registry, settings);
  }
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
    () => retentionMs(client),
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
  health?.show({
    needs: [
      temporal(client, connection.options.address),
      receiver instanceof DeferredAckReceiver
        ? connected(() => receiver.isConnected)
        : slackApi(() => people.auth.test()),
    ],
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
  startWelcome(client).catch((error: unknown) => {
    console.error('Those in the release channel are welcomed at the next start:', error);
  });
  if (!('appToken' in door)) {
    onConnected();
    // If Slack cannot reach us, it retries an event for a few minutes only, and nothing reports the gap.
    catchUp.lookFromTimeToTime();
  }
  return async (end) => {
    if (!end.aborted) await once(end, 'abort');
    health?.ends();
    leaving.abort();
    await app.stop();
    await Promise.all([connection.close(), traces?.end()]);
  };
}

/** Logs an error; a refused token without its stack. */
function tell(what: string, error: unknown): void {
  const refused = refusedToken('SLACK_BOT_TOKEN', error);
  console.error(what, refused ?? error);
}

/** Two clients that share Slack's rate limits. `people` is for calls that a user waits for: they go first and are not retried. */
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
