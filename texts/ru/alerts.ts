import { alertsIn } from '../alerts.ts';
import { locale, plural } from './language.ts';

const count = (all: number): string =>
  `${all} ${plural(all, { one: 'тревога', few: 'тревоги', other: 'тревог' })}`;

export const alerts = alertsIn({
  locale,
  firing: (firing, all, time) =>
    firing === all
      ? `*${count(all)}*, начиная с ${time}:`
      : `*Ещё ${count(firing)}* из ${all}, начиная с ${time}:`,
  over: (all, took, time) => `*Закончилось* через ${took}: ${count(all)}, начиная с ${time}:`,
  ended: (all, took) => `Всё закончилось через ${took}: ${count(all)}.`,
  more: (more) => `и ещё ${more}`,
});
