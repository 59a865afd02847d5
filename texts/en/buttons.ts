import type { Step } from '../../domain/release/steps.ts';
import { buttonIn, reasonFormIn } from '../buttons.ts';
import type { ButtonLanguage, ReasonForms } from '../buttons.ts';
import { code } from '../mrkdwn.ts';

const labels: Readonly<Record<Step, string>> = {
  accept: 'Good',
  reject: 'Reject',
  adminHere: 'I am the admin',
  depStart: 'Start',
  depFinish: 'Finish',
  depRollback: 'Roll back',
  recheck: 'Check again',
  cancel: 'Cancel',
};

/** Asks before what cannot be undone. Commands that take a reason have the form for it instead. */
const questions: ButtonLanguage['questions'] = {
  depStart: (ticket) => `${ticket} goes to production now, and everyone is told.`,
  depFinish: (ticket) =>
    `${ticket} is on production and all is well? Its locks go to whoever waits for them.`,
};

export const buttonWords = buttonIn({ labels, questions, notYet: 'Not yet' });

const reasonForms: ReasonForms = {
  reject: (ticket) => ({
    title: 'Refuse the good',
    explanation: `${code(ticket)} ends here. It may be asked for again.`,
    question: 'Why?',
    submit: 'Reject',
  }),
  depRollback: (ticket) => ({
    title: 'Roll back',
    explanation: `${code(ticket)} was rolled back, or is now. Its locks go to whoever waits for them.`,
    question: 'What went wrong?',
    submit: 'Roll back',
  }),
  cancel: (ticket) => ({
    title: 'Cancel the release',
    explanation: `${code(ticket)} ends here and loses its place. It may be asked for again.`,
    question: 'Why?',
    submit: 'Cancel the release',
  }),
};

export const reasonWords = reasonFormIn(reasonForms, 'Cancel');
