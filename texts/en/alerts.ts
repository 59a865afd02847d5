import { alertsIn } from '../alerts.ts';
import { locale, plural } from './language.ts';

const count = (all: number): string => `${all} ${plural(all, { one: 'alert', other: 'alerts' })}`;

export const alerts = alertsIn({
  locale,
  firing: (firing, all, time) =>
    firing === all
      ? `*${count(all)}* since ${time}:`
      : `*${count(firing)}* of ${all} still ${plural(firing, { one: 'fires', other: 'fire' })}, since ${time}:`,
  over: (all, took, time) => `*Resolved* after ${took}: ${count(all)} since ${time}:`,
  ended: (all, took) =>
    `It is over after ${took}: ${all === 1 ? 'the alert has' : `all ${count(all)} have`} ended.`,
  more: (more) => `and ${more} more`,
});
