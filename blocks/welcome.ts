import type { Question } from '../domain/messages/question.ts';
import type { Texts } from '../texts/index.ts';
import { buttonRow } from './button-row.ts';
import { askAction } from './home.ts';
import { textMessage } from './message.ts';
import type { Message } from './message.ts';

/** Questions by the action ID of their button. */
const questions = {
  'question:queue': { type: 'queue', component: null },
  'question:help': { type: 'help', topic: null },
} as const satisfies Readonly<Record<string, Question>>;

/** Matches the action IDs of all question buttons. */
export const questionButtons = /^question:/;

/** The question behind a button, or null if the button is not ours. */
export const readQuestion = (actionId: string): Question | null =>
  actionId in questions ? questions[actionId as keyof typeof questions] : null;

/** The bot's introduction, with buttons for the first steps. */
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
