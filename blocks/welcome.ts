import type { Question } from '../domain/messages/question.ts';
import type { Texts } from '../texts/index.ts';
import { buttonRow } from './button-row.ts';
import { askAction } from './home.ts';
import { textMessage } from './message.ts';
import type { Message } from './message.ts';

/** By the IDs of the buttons that ask them. */
const questions = {
  'question:queue': { type: 'queue', component: null },
  'question:help': { type: 'help', topic: null },
} as const satisfies Readonly<Record<string, Question>>;

/** Of all buttons that are questions. */
export const questionButtons = /^question:/;

/** What a click on such a button asks; null if the button is none of ours. */
export const readQuestion = (actionId: string): Question | null =>
  actionId in questions ? questions[actionId as keyof typeof questions] : null;

/** How the bot introduces itself, with what may be done first. */
export function welcomeMessage(id: string, texts: Texts): Message {
  const { text, ask, queue, help } = texts.welcome;
  const message = textMessage(id, text, null, texts);
  const row = buttonRow(
    { action: askAction, label: ask, primary: true },
    { action: 'question:queue', label: queue },
    { action: 'question:help', label: help },
  );
  return { ...message, blocks: [...message.blocks, row] };
}
