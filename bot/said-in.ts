import { z } from 'zod';
import { instantOfTs } from '../domain/messages/slack-time.ts';
import type { SlackSender } from '../domain/messages/slack-sender.ts';
import { mentions } from './markup.ts';

/** A message as an event or a channel's history has it. Its text is Slack's markup. */
export interface SlackMessage {
  readonly ts: string;
  readonly user?: string | undefined;
  readonly text?: string | undefined;
  readonly thread_ts?: string | undefined;
  readonly subtype?: string | undefined;
  readonly bot_id?: string | undefined;
  readonly app_id?: string | undefined;
  /** Present once the text has been edited. */
  readonly edited?: { readonly ts?: string | undefined } | undefined;
}

/** A message that may be addressed to the bot. */
export interface HeardMessage extends SlackSender {
  /** In Slack's markup. */
  readonly text: string;
  readonly bot: string | undefined;
  readonly direct: boolean;
  /** The text is not the original one. */
  readonly edited: boolean;
  /** The `ts` of the message above the thread; null outside of threads. */
  readonly thread: string | null;
  /** The ID of the app that wrote it; null if a person did. */
  readonly app: string | null;
}

/** The subtypes of messages that people and apps write. Other subtypes are Slack's own messages or edits. */
const spoken = [undefined, 'file_share', 'thread_broadcast', 'bot_message'];

export const isDirect = (channel: string): boolean => channel.startsWith('D');

/** The address of a private answer to somebody in a channel; see `CommandPayload.replyTo`. */
export const privatelyIn = (channel: string): string =>
  isDirect(channel) ? channel : `${channel}:ephemeral`;

/**
 * The address of a private answer to a click or a form: ephemeral in that channel, or a direct message, for which Slack takes a user ID. In
 * the App Home there is no channel; the local Slack then sends an empty one.
 */
export const answersTo = (user: string, channel: string | undefined): string =>
  channel === undefined || channel === '' ? user : privatelyIn(channel);

/** A click in Slack, as the sender of a command. */
export const clickedBy = (body: {
  readonly user: { readonly id: string };
  readonly channel?: { readonly id: string } | undefined;
  readonly trigger_id: string;
}): SlackSender => ({
  actor: body.user.id,
  via: 'slack',
  commandId: body.trigger_id,
  channel: body.channel?.id || null,
  saidAt: null,
  replyTo: answersTo(body.user.id, body.channel?.id),
});

/** A click, a form, a shortcut or a slash command. */
const interaction = z.union([
  z.object({
    user: z.object({ id: z.string() }),
    channel: z.object({ id: z.string() }).optional(),
    trigger_id: z.string(),
  }),
  z
    .object({ user_id: z.string(), channel_id: z.string(), trigger_id: z.string() })
    .transform(({ user_id: user, channel_id: channel, trigger_id }) => ({
      ...{ user: { id: user }, channel: { id: channel }, trigger_id },
    })),
]);

/** Who interacts with the bot other than by writing; null for other events. */
export function interactingIn(body: unknown): SlackSender | null {
  const { data } = interaction.safeParse(body);
  return data === undefined ? null : clickedBy(data);
}

const named = z.union([z.string(), z.object({ id: z.string() }).transform(({ id }) => id)]);
/** An event, an interaction, or a slash command. */
const acting = z.union([
  z.object({ event: z.object({ user: named }) }).transform(({ event }) => event.user),
  z.object({ user: named }).transform(({ user }) => user),
  z.object({ user_id: z.string() }).transform(({ user_id: user }) => user),
]);

/** The user behind any Slack request other than a message; null if it names nobody. */
export const actingIn = (body: unknown): string | null => acting.safeParse(body).data ?? null;

/** A submitted form, as the sender of a command. */
export const filledInBy = (actor: string, form: string, replyTo: string): SlackSender => ({
  actor,
  via: 'slack',
  commandId: form,
  channel: null,
  saidAt: null,
  replyTo,
});

/** A message whose text was edited; null if something else changed, such as a link preview. */
export function changedIn(
  now: SlackMessage,
  textBefore: string | undefined,
  channel: string,
  bot: string | undefined,
): HeardMessage | null {
  return now.edited === undefined || now.text === textBefore ? null : heardIn(now, channel, bot);
}

/** A message as the bot hears it; null if it is not for the bot, or by the bot. The answer goes to its thread, or to the direct conversation outside of threads. */
export function heardIn(
  message: SlackMessage,
  channel: string,
  bot: string | undefined,
): HeardMessage | null {
  const { ts, user, text = '', thread_ts: thread, subtype, bot_id: botId, app_id: appId, edited } = message;
  const app = botId === undefined ? null : (appId ?? botId);
  if (user === bot || (user === undefined && app === null) || !spoken.includes(subtype)) return null;
  const direct = isDirect(channel);
  const above = thread === undefined || thread === ts ? null : thread;
  if (!direct && (bot === undefined || !mentions(text, bot))) return null;
  return {
    text,
    bot,
    direct,
    edited: edited !== undefined,
    thread: above,
    app,
    actor: user ?? '',
    via: 'slack',
    commandId: [channel, ts, ...(edited === undefined ? [] : [`edited-${edited.ts ?? ''}`])].join(':'),
    channel,
    saidAt: instantOfTs(ts),
    replyTo: direct && above === null ? channel : `${channel}:${above ?? ts}`,
  };
}
