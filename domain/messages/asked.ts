import type { Question } from './question.ts';
import type { SlackSender } from './slack-sender.ts';

export interface AskedQuestion extends SlackSender {
  readonly question: Question;
}
