import type { Sender } from './origin.ts';

/** Who said something in Slack, and where the answer is posted. */
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

/** Said to the bot, and not to be carried out without asking: too long ago, or perhaps not meant. */
export interface Undelivered extends SlackSender {
  /** Plain text, without the mention of the bot. */
  readonly text: string;
  /** The upper-case key of the ticket that was spoken of where it was said. Absent, null: none. */
  readonly ticket?: string | null;
}
