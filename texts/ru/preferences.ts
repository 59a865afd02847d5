import { code } from '../mrkdwn.ts';
import type { PreferenceTexts } from '../preferences.ts';
import { readersClock, timeOfDay } from '../times.ts';
import { and, locale } from './language.ts';

export const preferences: PreferenceTexts = {
  heading: 'О чём я вам пишу',
  nudges: {
    message: '*Напоминания* о том, что ждёт вас: личными сообщениями',
    none: '*Напоминания* о том, что ждёт вас: нет. Я спрашиваю один раз, и всё.',
  },
  nudgeButton: { message: 'Напоминать', none: 'Не напоминать' },
  snoozeButton: 'Отложить на 30 мин',
  wakeButton: 'Напоминать снова',
  snoozed: (until, clock) => `:zzz: Без напоминаний до ${readersClock(until, clock, locale)}.`,
  quiet: (hours, weekends, zone) => {
    const times = [
      ...(hours === null ? [] : [`с ${timeOfDay(hours.from)} до ${timeOfDay(hours.to)}`]),
      ...(weekends ? ['вся суббота', 'всё воскресенье'] : []),
    ];
    return times.length === 0
      ? '*Тихие часы*: нет'
      : `*Тихие часы*: ${and(times)} (${zone}). Их нарушают только хотфиксы и релизы на проде.`;
  },
  quietFrom: 'с',
  quietTo: 'до',
  notQuietButton: 'Без тихих часов',
  weekendButton: { quiet: 'Тихие выходные', loud: 'Выходные как будни' },
  follow: (components) =>
    `*Компоненты, за которыми вы следите*: ${and(components.map(code)) || 'нет'}\nЯ пишу, когда их релиз начинается на проде и когда он заканчивается.`,
  youFollow: (components) =>
    `_Вы следите за ${and(components.map(code))}; список на моей вкладке «Главная»._`,
  snoozedThere: (until, clock) =>
    `:zzz: Без напоминаний до ${readersClock(until, clock, locale)}. На моей вкладке «Главная» их можно вернуть раньше.`,
  notKept: {
    noDatabase: 'Ничего не изменилось: здесь нет базы данных, чтобы это запомнить.',
    databaseAway: 'Это не сохранено: моя база данных не отвечает. Попробуйте через минуту.',
  },
  away: 'Моя база данных не отвечает: здесь то, что я знал последним, и сейчас ничего не изменить.',
};
