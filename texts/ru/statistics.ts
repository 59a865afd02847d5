import type { StatisticsLanguage } from '../statistics-layout.ts';
import { locale, plural } from './language.ts';
import { typed } from './typed.ts';

const what = (component: string | null): string => component ?? 'все компоненты';

export const statistics: StatisticsLanguage = {
  locale,
  heading: (period, component) => `За последнее время (${period}), ${what(component)}:`,
  nothing: (period, component) =>
    `За последнее время (${period}) на проде не закончился ни один релиз: ${what(component)}. За больший срок: ${typed('stats', '365д')}.`,
  names: {
    frequency: 'Частота релизов',
    lead: 'Срок поставки, от просьбы до завершения',
    failures: 'Доля неудач',
    restore: 'Время восстановления',
    waitForGood: 'Ожидание добра',
    waitForLock: 'Ожидание блокировки',
    waitForAdmin: 'Ожидание админа',
    onProduction: 'На проде',
    incidents: 'Инциденты',
    nudges: 'Напоминания',
    byComponent: 'По компонентам, медианы',
    byMonth: 'По месяцам, медианы',
  },
  short: {
    lead: 'поставка',
    waitForGood: 'добро',
    waitForLock: 'блокировка',
    waitForAdmin: 'админ',
    onProduction: 'на проде',
  },
  perDay: (count) => `${count} в день`,
  releases: (count) => `${count} ${plural(count, { one: 'релиз', few: 'релиза', other: 'релизов' })}`,
  rolledBack: (count) => `откачено ${count}`,
  spread: (median, most) => `медиана ${median}, девять из десяти за ${most}`,
  moreComponents: (count) => `и ещё ${count}; об одном расскажет ${typed('stats', 'КОМПОНЕНТ')}.`,
  moreMonths: (count) =>
    `раньше ещё ${count} ${plural(count, { one: 'месяц', few: 'месяца', other: 'месяцев' })}.`,
};
