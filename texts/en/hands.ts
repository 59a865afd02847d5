import type { HandsTexts } from '../hands.ts';
import { buttonWords, reasonWords } from './buttons.ts';

export const hands: HandsTexts = {
  button: buttonWords,
  reasonForm: reasonWords,
  freeze: (component) => ({
    title: `Freeze ${component}`,
    explanation: 'Nothing new starts on it, and everyone is told. What waits keeps its place.',
    question: 'Why?',
    submit: 'Freeze',
  }),
  howLong: 'For how long?',
  unlock: (component) => ({
    title: `Unlock ${component}`,
    explanation: 'Takes the lock from its holder. Everyone concerned is told.',
    question: 'Why?',
    submit: 'Unlock',
  }),
  unfreeze: 'Unfreeze',
  lift: (who) => ({
    title: `Lift the freeze of ${who}`,
    explanation: 'It was set by somebody else. A person is told that it is lifted.',
    submit: 'Lift it',
  }),
  incident: {
    title: 'Mark an incident',
    explanation: 'It is marked at this moment, and everyone is told.',
    question: 'What is wrong?',
    submit: 'Mark the incident',
  },
  leave: 'Cancel',

  actAs: 'As',
  command: 'Command',
  commandHint: 'dobro PAY-1, queue, help …',
  commandKeys:
    'Slash or Ctrl-K leads here. Tab completes, the arrows choose, arrow up brings back what you said before.',
  suggestions: 'Suggestions',
  send: 'Send',
  answer: 'Answer',
  dismiss: 'Close the answer',
  meant: (words) => `Did you mean “${words}”?`,
  noAnswer: 'There was no answer. Send it again: it is carried out once.',
  nobodyCalled: (name) =>
    `Nobody is called ${name} whom this page has met, or several are. A Slack ID, as in @U024BE7LH, is taken as well.`,
};
