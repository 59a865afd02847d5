import type { Question } from './question.ts';
import type { SlackSender } from './slack-sender.ts';

export interface AskedQuestion extends Omit<SlackSender, 'replyTo'> {
  readonly question: Question;
  /** Null: no answer is posted in Slack. */
  readonly replyTo: string | null;
}
