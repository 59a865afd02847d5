import type { Origin } from './origin.ts';
import type { Question } from './question.ts';

/** Who said something to the bot, and where the answer goes. */
export interface Sender extends Origin {
  readonly actor: string;
  readonly commandId: string;
  /** As `CommandPayload` has it. */
  readonly replyTo: string;
}

export const senderOf = ({ actor, via, commandId, channel, saidAt, replyTo }: Sender): Sender => ({
  actor,
  via,
  commandId,
  channel,
  saidAt,
  replyTo,
});

export interface Asked extends Sender {
  readonly question: Question;
}

/** Said to the bot while it was away, too long ago to be carried out without asking. */
export interface Missed extends Sender {
  /** Plain text, without the mention of the bot. */
  readonly text: string;
}

/** The button of an offer. */
export const offerAction = 'doItNow';
