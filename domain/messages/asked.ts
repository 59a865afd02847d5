import type { Question } from './question.ts';

/** The button of an offer. */
export const offerAction = 'doItNow';

/** Something that was said to the bot while it was away, too long ago to be carried out without asking. */
export interface Missed {
  /** Without the mention of the bot. */
  readonly text: string;
  readonly actor: string;
  readonly commandId: string;
  /** As `CommandPayload` has it. */
  readonly replyTo: string;
}

/** A question, with who asked it and where. */
export interface Asked {
  readonly question: Question;
  readonly actor: string;
  readonly commandId: string;
  /** As `CommandPayload` has it. */
  readonly replyTo: string;
}
