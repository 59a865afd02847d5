import { App, LogLevel } from '@slack/bolt';
import type { Receiver } from '@slack/bolt';
import { limits } from '../blocks/limits.ts';
import type { SettingsSource } from '../config/settings-source.ts';
import type { SlackAccess } from '../config/slack.ts';
import { cut } from '../texts/mrkdwn.ts';
import { listenToButtons } from './buttons.ts';
import type { Releases } from './releases.ts';
import { respond } from './respond.ts';
import type { Said } from './respond.ts';

/** The Bolt app: what people say in Slack goes to `respond`, and what comes back goes to where they said it. */
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
  const answerTo = async (said: Said): Promise<string | null> => {
    const text = await respond(said, releases, settingsNow);
    return text === null ? null : cut(text, limits.text);
  };

  app.event('app_mention', async ({ event, context, client }) => {
    // In a direct message the same words arrive as a message, too.
    if (event.user === undefined || isDirect(event.channel)) return;
    const thread = event.thread_ts ?? event.ts;
    const said = {
      text: withoutMention(event.text, context.botUserId),
      slash: false,
      actor: event.user,
      commandId: `${event.channel}:${event.ts}`,
      replyTo: `${event.channel}:${thread}`,
    };
    const text = await answerTo(said);
    if (text !== null) await client.chat.postMessage({ channel: event.channel, thread_ts: thread, text });
  });

  app.message(async ({ message, context, client }) => {
    const said = message.subtype === undefined || message.subtype === 'file_share' ? message : undefined;
    if (said?.user === undefined || !isDirect(said.channel)) return;
    const text = await answerTo({
      text: withoutMention(said.text ?? '', context.botUserId),
      slash: false,
      actor: said.user,
      commandId: `${said.channel}:${said.ts}`,
      replyTo: said.channel,
    });
    if (text !== null) await client.chat.postMessage({ channel: said.channel, text });
  });

  app.command('/dobro', async ({ command, ack, respond: tell }) => {
    const text = await answerTo({
      text: command.text,
      slash: true,
      actor: command.user_id,
      commandId: command.trigger_id,
      replyTo: isDirect(command.channel_id) ? command.channel_id : `${command.channel_id}:ephemeral`,
    });
    await ack();
    if (text !== null) await tell({ text, response_type: 'ephemeral' });
  });

  listenToButtons(app, releases, settingsNow);
  return app;
}

const isDirect = (channel: string): boolean => channel.startsWith('D');

/** What was said to the bot: the words after its mention, or before it where it is mentioned last. */
function withoutMention(text: string, bot: string | undefined): string {
  if (bot === undefined) return text;
  const [before = '', ...after] = text.split(new RegExp(`<@${bot}(?:\\|[^>]*)?>`));
  const rest = after.join(' ').trim();
  return rest === '' ? before : rest;
}
