import { homeIn } from '../home-layout.ts';
import { locale } from './language.ts';
import { queueLanguage } from './queue.ts';

export const home = homeIn(
  {
    locale,
    ask: 'Попросить добро',
    headings: {
      waiting: 'Ждёт вас',
      mine: 'Ваши релизы',
      queue: 'Очередь',
      freezes: 'Заморозки',
    },
    nothing: {
      waiting: 'Вас ничего не ждёт.',
      mine: 'У вас нет открытых релизов.',
      queue: 'Никто не держит блокировок и не ждёт их.',
      freezes: 'Ничего не заморожено.',
    },
    whereElse: {
      waiting: 'Они появятся здесь, когда разберётесь с этими.',
      mine: 'О каждом расскажет `статус ТИКЕТ`.',
      queue: 'Обо всех расскажет `очередь`.',
      freezes: 'Обо всех расскажет `очередь`.',
    },
    since: (time) => `с ${time}`,
    askedBy: (requester) => `автор ${requester}`,
    silent: (components) => `${components}: сейчас нет ответа`,
  },
  queueLanguage,
);
