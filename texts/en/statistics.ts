import { code } from '../mrkdwn.ts';
import type { StatisticsLanguage } from '../statistics-layout.ts';
import { locale, plural } from './language.ts';

const what = (component: string | null): string => component ?? 'all components';

export const statistics: StatisticsLanguage = {
  locale,
  heading: (period, component) => `The last ${period}, ${what(component)}:`,
  nothing: (period, component) =>
    `No release of ${what(component)} ended on production in the last ${period}. ${code('stats 365d')} looks further back.`,
  names: {
    frequency: 'Deployment frequency',
    lead: 'Lead time, from the request to the finish',
    failures: 'Change failure rate',
    restore: 'Time to restore',
    waitForGood: 'Wait for the good',
    waitForLock: 'Wait for the lock',
    waitForAdmin: 'Wait for the admin',
    onProduction: 'On production',
    incidents: 'Incidents',
    nudges: 'Nudges',
    byComponent: 'By component, medians',
    byMonth: 'By month, medians',
  },
  short: {
    lead: 'lead time',
    waitForGood: 'good',
    waitForLock: 'lock',
    waitForAdmin: 'admin',
    onProduction: 'on production',
  },
  perDay: (count) => `${count} a day`,
  releases: (count) => `${count} ${plural(count, { one: 'release', other: 'releases' })}`,
  rolledBack: (count) => `${count} rolled back`,
  spread: (median, most) => `median ${median}, nine in ten within ${most}`,
  moreComponents: (count) => `and ${count} more; ${code('stats COMPONENT')} tells of one.`,
  moreMonths: (count) => `and ${count} earlier ${plural(count, { one: 'month', other: 'months' })}.`,
};
