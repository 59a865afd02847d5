import { App, LogLevel } from '@slack/bolt';
import type { Receiver } from '@slack/bolt';
import type { SettingsSource } from '../config/settings-source.ts';
import type { SlackAccess } from '../config/slack.ts';
import { listenToButtons } from './buttons.ts';
import type { Releases } from './releases.ts';
import { respond } from './respond.ts';
import type { Said } from './respond.ts';
import { isDirect, saidIn } from './said-in.ts';

/** The Bolt app: what people say in Slack goes to `respond`. Nothing is answered here. */
export function createApp(
  { botToken, apiUrl }: SlackAccess,
  receiver: Receiver,
  releases: Releases,
  settingsNow: SettingsSource,
): App {
  const app = new App({
    token: botToken,
    receiver,
    logLevel: LogLevel.WARN,
    ...(apiUrl === undefined ? {} : { clientOptions: { slackApiUrl: apiUrl } }),
  });
  const hear = async (said: Said | null) => {
    if (said !== null) await respond(said, releases, settingsNow);
  };

  app.event('app_mention', async ({ event, context }) => {
    // In a direct message the same words arrive as a message, too.
    if (!isDirect(event.channel)) await hear(saidIn(event, event.channel, context.botUserId));
  });

  app.message(async ({ message, context }) => {
    // In a channel the same words arrive as a mention, too.
    if (isDirect(message.channel)) await hear(saidIn(message, message.channel, context.botUserId));
  });

  app.command('/dobro', async ({ command, ack }) => {
    await hear({
      text: command.text,
      slash: true,
      actor: command.user_id,
      commandId: command.trigger_id,
      replyTo: isDirect(command.channel_id) ? command.channel_id : `${command.channel_id}:ephemeral`,
    });
    await ack();
  });

  listenToButtons(app, releases, settingsNow);
  return app;
}
