import type { Step } from '../../domain/release/steps.ts';
import { buttonIn, cardIn, reasonFormIn, shownIn } from '../card-layout.ts';
import type { ButtonLanguage, CardLanguage, ReasonForms } from '../card-layout.ts';
import { code } from '../mrkdwn.ts';
import { locale } from './language.ts';
import { stageWords } from './stages.ts';
import { itemWords, signNames } from './signs.ts';
import { logWords } from './log-words.ts';
import { itemsText } from '../items.ts';
import { announcementOf } from './events.ts';
import { goodFrom } from './roles.ts';
import { components, heldBy } from './standing.ts';

const waits: CardLanguage['waits'] = {
  checks: () => 'the formal checks',
  lock: ({ locks }) =>
    `its turn on ${components(locks.flatMap((lock) => (lock.state === 'waiting' ? [lock.component] : [])))}`,
  freeze: ({ frozen }, around) => (frozen === null ? 'the end of a freeze' : heldBy(frozen, around)),
};

const card: CardLanguage = {
  locale,
  names: {
    since: 'Since',
    waitsFor: 'Waits for',
    toAct: 'To act',
    components: 'Components',
    requester: 'Requester',
    goodFrom: 'Good from',
    admin: 'Admin',
    pipeline: 'Started',
    documents: 'Docs',
  },
  stages: stageWords,
  waits,
  hotfix: 'hotfix',
  components,
  adminNeeded: 'needed',
  adminNotNeeded: 'not needed',
  releaseDocs: signNames.releaseDocs,
  items: (items) => itemsText(items, itemWords),
  announcement: announcementOf,
  origin: logWords,
  goodFrom,
  took: (all, onProduction) =>
    `took ${all}${onProduction === null ? '' : `, ${onProduction} of it on production`}`,
};

export const cardWords = cardIn(card);
export const shownWords = shownIn(card, cardWords);

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

/** What cannot be undone is asked about once more; what takes a reason is, where the reason is asked for. */
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
