import type { HandsTexts } from '../hands.ts';
import { buttonWords, reasonWords } from './buttons.ts';

export const hands: HandsTexts = {
  button: buttonWords,
  reasonForm: reasonWords,
  freeze: (component) => ({
    title: `Заморозить ${component}`,
    explanation: 'Ничего нового не стартует, и все об этом узнают. Кто ждёт, сохраняет место.',
    question: 'Почему?',
    submit: 'Заморозить',
  }),
  howLong: 'На сколько?',
  unlock: (component) => ({
    title: `Разблокировать ${component}`,
    explanation: 'Забирает блокировку у того, кто её держит. Все, кого это касается, узнают.',
    question: 'Почему?',
    submit: 'Разблокировать',
  }),
  unfreeze: 'Разморозить',
  lift: (who) => ({
    title: `Снять заморозку: ${who}`,
    explanation: 'Её поставил кто-то другой. Если это человек, он об этом узнает.',
    submit: 'Снять',
  }),
  incident: {
    title: 'Отметить инцидент',
    explanation: 'Он отмечается этим моментом, и все об этом узнают.',
    question: 'Что случилось?',
    submit: 'Отметить инцидент',
  },
  leave: 'Отмена',

  actAs: 'Кто',
  command: 'Команда',
  commandHint: 'добро PAY-1, очередь, помощь …',
  commandKeys:
    'Косая черта или Ctrl-K ведут сюда. Tab дополняет, стрелки выбирают, стрелка вверх возвращает сказанное раньше.',
  suggestions: 'Варианты',
  send: 'Отправить',
  answer: 'Ответ',
  dismiss: 'Закрыть ответ',
  meant: (words) => `Возможно, имелось в виду «${words}»?`,
  noAnswer: 'Ответа нет. Отправьте ещё раз: выполнится один раз.',
  nobodyCalled: (name) =>
    `Никого с именем ${name} страница не встречала, или таких несколько. Подойдёт и ID в Slack, например @U024BE7LH.`,
};
