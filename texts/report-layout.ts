import { duration } from '../domain/duration.ts';
import type { Figures, Statistics } from '../domain/log/figures.ts';
import type { LongestWait } from '../domain/messages/digest.ts';
import type { DigestTexts } from './digest.ts';
import { code, link, mention, shorten } from './mrkdwn.ts';
import type { LogSurroundings } from './release-log.ts';
import { measures } from './statistics-layout.ts';
import type { MeasureName, StatisticsLanguage } from './statistics-layout.ts';
import { titled } from './ticket.ts';

/** The words of a report that differ by language, other than those of the statistics. */
export interface ReportLanguage {
  readonly heading: string;
  readonly nothing: string;
  readonly more: (count: string) => string;
  readonly fewer: (count: string) => string;
  readonly longer: (time: string) => string;
  readonly shorter: (time: string) => string;
  /** In percentage points. */
  readonly higher: (points: string) => string;
  readonly lower: (points: string) => string;
  readonly same: string;
  readonly busiest: string;
  readonly longestWait: string;
  readonly waited: Readonly<Record<LongestWait['waitedFor'], (time: string) => string>>;
  readonly allFigures: string;
}

/** The most components named. */
const mostComponents = 5;
const longestTitle = 80;

export const reportIn =
  (words: ReportLanguage, statistics: StatisticsLanguage): DigestTexts['report'] =>
  ({ week, before, longestWait }, around, page) => {
    if ([week, before].every(({ total, incidents }) => total.releases + incidents === 0))
      return words.nothing;
    const changes = changesIn(words, statistics.locale);
    const busiest = week.byComponent.slice(0, mostComponents).map((one) => busyText(one, statistics));
    return [
      words.heading,
      ...measures(week, statistics).map(([name, value]) =>
        [`• *${statistics.names[name]}*: ${value}`, ...changes(name, week, before)].join(' · '),
      ),
      ...(busiest.length === 0 ? [] : ['', `*${words.busiest}*: ${busiest.join(', ')}`]),
      ...(longestWait === null ? [] : [waitText(longestWait, around, words, statistics)]),
      ...(page === null ? [] : [link(`${page}?view=statistics&last=7d`, words.allFigures)]),
    ].join('\n');
  };

const busyText = (
  { component, releases, rolledBack }: Figures & { readonly component: string },
  language: StatisticsLanguage,
): string =>
  `${code(component)} ${releases}${rolledBack === 0 ? '' : ` (${language.rolledBack(rolledBack)})`}`;

function waitText(
  { waitedFor, ms, requester, ...release }: LongestWait,
  around: LogSurroundings,
  words: ReportLanguage,
  { locale }: StatisticsLanguage,
): string {
  const title = release.title === null ? null : shorten(release.title, longestTitle);
  const who = requester === null ? '' : ` (${mention(requester)})`;
  const waited = words.waited[waitedFor](duration(ms, locale));
  return `*${words.longestWait}*: ${titled({ ...release, title }, around)} ${waited}${who}`;
}

type Unit = 'count' | 'time' | 'share';

/** The unit and the compared value of each measure; null if there is none. */
const compared: Readonly<Record<MeasureName, readonly [Unit, (statistics: Statistics) => number | null]>> = {
  frequency: ['count', ({ total }) => total.releases],
  lead: ['time', ({ total }) => total.lead.medianMs],
  failures: [
    'share',
    ({ total: { releases, rolledBack } }) => (releases === 0 ? null : rolledBack / releases),
  ],
  restore: ['time', ({ restore }) => restore.medianMs],
  waitForGood: ['time', ({ total }) => total.waitForGood.medianMs],
  waitForLock: ['time', ({ total }) => total.waitForLock.medianMs],
  waitForAdmin: ['time', ({ total }) => total.waitForAdmin.medianMs],
  onProduction: ['time', ({ total }) => total.onProduction.medianMs],
  incidents: ['count', ({ incidents }) => incidents],
  nudges: ['count', ({ total }) => total.nudges],
};

/** Returns how a measure changed since the week before, as an arrow and words; empty if it has no value in one of the weeks. */
function changesIn(words: ReportLanguage, locale: string) {
  const whole = new Intl.NumberFormat(locale, { maximumFractionDigits: 0 });
  const count = (size: number) => whole.format(size);
  const units = {
    count: { least: 1, up: words.more, down: words.fewer, size: count },
    time: {
      least: 60_000,
      up: words.longer,
      down: words.shorter,
      size: (ms: number) => duration(ms, locale),
    },
    share: { least: 0.005, up: words.higher, down: words.lower, size: (part: number) => count(part * 100) },
  } as const satisfies Record<Unit, object>;
  return (name: MeasureName, week: Statistics, before: Statistics): readonly string[] => {
    const [unit, of] = compared[name];
    const [now, then] = [of(week), of(before)];
    if (now === null || then === null) return [];
    const { least, up, down, size } = units[unit];
    if (Math.abs(now - then) < least) return [`= ${words.same}`];
    return [now > then ? `↑ ${up(size(now - then))}` : `↓ ${down(size(then - now))}`];
  };
}
