import type { Sender } from './origin.ts';

/** The author of a message in Slack, and where to post the answer. */
export interface SlackSender extends Sender {
  readonly commandId: string;
  readonly replyTo: string;
}

export const senderOf = ({ actor, via, commandId, channel, saidAt, replyTo }: SlackSender): SlackSender => ({
  actor,
  via,
  commandId,
  channel,
  saidAt,
  replyTo,
});

/** A message to the bot that must not be carried out without asking: it is too old, or perhaps not meant as a command. */
export interface MissedCommand extends SlackSender {
  /** Plain text, without the mention of the bot. */
  readonly text: string;
  /** The upper-case key of the ticket that the thread is about. Absent, null: none. */
  readonly ticket?: string | null;
}
