import type { Step } from '../../domain/release/steps.ts';
import { buttonIn, reasonFormIn } from '../buttons.ts';
import type { ButtonLanguage, ReasonForms } from '../buttons.ts';
import { code } from '../mrkdwn.ts';

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

/** Asks before what cannot be undone. Commands that take a reason have the form for it instead. */
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
