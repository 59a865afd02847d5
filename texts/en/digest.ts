import type { DigestTexts } from '../digest.ts';
import { digestIn } from '../digest-layout.ts';
import { reportIn } from '../report-layout.ts';
import { locale } from './language.ts';
import { queueLanguage } from './queue.ts';
import { standing } from './standing.ts';
import { statistics } from './statistics.ts';

export const regular: DigestTexts = {
  digest: digestIn(
    {
      locale,
      heading: ':sunny: *How the releases stand*',
      waiting: 'Waits longest',
      onProduction: 'On production now',
      wentOut: (since) => `Went out since ${since}`,
      nothingWentOut: (since) => `Nothing went out since ${since}.`,
      frozen: 'Frozen',
      quiet: (since) =>
        `:sunny: No release waits or is on production, and nothing is frozen${since === null ? '' : ` or went out since ${since}`}.`,
      noLog: 'No release log tells right now what went out.',
      since: (time) => `since ${time}`,
      standing,
      onThePage: 'all of them',
    },
    queueLanguage,
  ),
  report: reportIn(
    {
      heading: ':bar_chart: *The last seven days, against the seven before*',
      nothing: ':bar_chart: No release ended on production in the last seven days, nor in the seven before.',
      more: (count) => `${count} more`,
      fewer: (count) => `${count} fewer`,
      longer: (time) => `${time} longer`,
      shorter: (time) => `${time} shorter`,
      higher: (points) => `${points} points higher`,
      lower: (points) => `${points} points lower`,
      same: 'as before',
      busiest: 'Busiest',
      longestWait: 'Longest wait',
      waited: {
        good: (time) => `waited ${time} for the good`,
        lock: (time) => `waited ${time} for its turn`,
        admin: (time) => `waited ${time} for an admin`,
      },
      allFigures: 'All figures',
    },
    statistics,
  ),
};
