import { instantOfTs } from '../domain/messages/slack-time.ts';
import type { SlackSender } from '../domain/messages/asked.ts';
import { aroundMentions, plainText } from './markup.ts';
import type { Said } from './respond.ts';

/** A message as an event or a channel's history has it; its text is Slack's markup. */
export interface SlackMessage {
  readonly ts: string;
  readonly user?: string | undefined;
  readonly text?: string | undefined;
  readonly thread_ts?: string | undefined;
  readonly subtype?: string | undefined;
  readonly bot_id?: string | undefined;
}

/** What people write; anything else with a subtype is Slack's own, or an edit of it. */
const spoken = [undefined, 'file_share', 'thread_broadcast'];

export const isDirect = (channel: string): boolean => channel.startsWith('D');

/** Where somebody in a channel is answered so that nobody else reads it, as `CommandPayload.replyTo` has it. */
export const privatelyIn = (channel: string): string =>
  isDirect(channel) ? channel : `${channel}:ephemeral`;

/**
 * Where somebody who clicked or typed is answered: privately in that channel, or directly, which Slack takes a user ID for. The App
 * Home is no channel; the Slack for trying out says so by an empty one.
 */
export const answersTo = (user: string, channel: string | undefined): string =>
  channel === undefined || channel === '' ? user : privatelyIn(channel);

/** A click in Slack as a command. */
export const clickedBy = (body: {
  readonly user: { readonly id: string };
  readonly channel?: { readonly id: string };
  readonly trigger_id: string;
}): SlackSender => ({
  actor: body.user.id,
  via: 'slack',
  commandId: body.trigger_id,
  channel: body.channel?.id || null,
  saidAt: null,
  replyTo: answersTo(body.user.id, body.channel?.id),
});

/** A form that was sent off, as a command. */
export const filledInBy = (actor: string, form: string, replyTo: string): SlackSender => ({
  actor,
  via: 'slack',
  commandId: form,
  channel: null,
  saidAt: null,
  replyTo,
});

/** What a message says to the bot; null if it is not by a person, or not to the bot. The answer goes to its thread, or to the direct conversation. */
export function saidIn(message: SlackMessage, channel: string, bot: string | undefined): Said | null {
  const { ts, user, text = '', thread_ts: thread = ts, subtype, bot_id: app } = message;
  if (user === undefined || user === bot || app !== undefined || !spoken.includes(subtype)) return null;
  const direct = isDirect(channel);
  const parts = bot === undefined ? [text] : aroundMentions(text, bot);
  if (!direct && parts.length === 1) return null;
  return {
    text: plainText(direct && saysSomething(parts[0]) ? text : wordsTo(parts)),
    slash: false,
    actor: user,
    via: 'slack',
    commandId: `${channel}:${ts}`,
    channel,
    saidAt: instantOfTs(ts),
    replyTo: direct ? channel : `${channel}:${thread}`,
  };
}

/** Directly, the bot need not be mentioned: within the words its mention is part of what is said. */
const saysSomething = (before = ''): boolean => /[\p{L}\p{N}]/u.test(before);

/** What was said to the bot: the words after its mention, or before it where it is mentioned last. */
function wordsTo([before = '', ...after]: readonly string[]): string {
  const rest = after.join(' ').trim();
  return rest === '' ? before : rest;
}
