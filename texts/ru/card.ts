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
  checks: () => 'формальные проверки',
  lock: ({ locks }) =>
    `очередь на ${components(locks.flatMap((lock) => (lock.state === 'waiting' ? [lock.component] : [])))}`,
  freeze: ({ frozen }, around) => (frozen === null ? 'конец заморозки' : heldBy(frozen, around)),
};

const card: CardLanguage = {
  locale,
  names: {
    since: 'На стадии с',
    waitsFor: 'Ждёт',
    toAct: 'Чей ход',
    components: 'Компоненты',
    requester: 'Автор',
    goodFrom: 'Добро от',
    admin: 'Админ',
    pipeline: 'Запуск',
    documents: 'Документы',
  },
  stages: stageWords,
  waits,
  hotfix: 'хотфикс',
  components,
  adminNeeded: 'нужен',
  adminNotNeeded: 'не нужен',
  releaseDocs: signNames.releaseDocs,
  items: (items) => itemsText(items, itemWords),
  announcement: announcementOf,
  origin: logWords,
  goodFrom,
  took: (all, onProduction) => `всего ${all}${onProduction === null ? '' : `, на проде ${onProduction}`}`,
};

export const cardWords = cardIn(card);
export const shownWords = shownIn(card, cardWords);

const labels: Readonly<Record<Step, string>> = {
  accept: 'Добро',
  reject: 'Отклонить',
  adminHere: 'Я админ',
  depStart: 'Старт',
  depFinish: 'Финиш',
  depRollback: 'Откат',
  recheck: 'Проверить снова',
  cancel: 'Отменить',
};

/** What cannot be undone is asked about once more; what takes a reason is, where the reason is asked for. */
const questions: ButtonLanguage['questions'] = {
  depStart: (ticket) => `${ticket} пойдёт на прод, и все об этом узнают.`,
  depFinish: (ticket) => `${ticket} на проде, и всё хорошо? Блокировки перейдут к тем, кто их ждёт.`,
};

export const buttonWords = buttonIn({ labels, questions, notYet: 'Пока нет' });

const reasonForms: ReasonForms = {
  reject: (ticket) => ({
    title: 'Отклонить релиз',
    explanation: `Релиз ${code(ticket)} на этом закончится. Попросить добро можно будет снова.`,
    question: 'Почему?',
    submit: 'Отклонить',
  }),
  depRollback: (ticket) => ({
    title: 'Откат',
    explanation: `Релиз ${code(ticket)} откачен или откатывается сейчас. Блокировки перейдут к тем, кто их ждёт.`,
    question: 'Что пошло не так?',
    submit: 'Откатить',
  }),
  cancel: (ticket) => ({
    title: 'Отменить релиз',
    explanation: `Релиз ${code(ticket)} на этом закончится и потеряет место в очереди. Попросить добро можно будет снова.`,
    question: 'Почему?',
    submit: 'Отменить релиз',
  }),
};

export const reasonWords = reasonFormIn(reasonForms, 'Отмена');
