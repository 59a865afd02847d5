import { duration } from '../domain/duration.ts';
import type { Figures, Statistics } from '../domain/log/figures.ts';
import type { LongestWait } from '../domain/messages/digest.ts';
import type { DigestTexts } from './digest.ts';
import { code, link, mention, shorten } from './mrkdwn.ts';
import { measures } from './statistics-layout.ts';
import type { MeasureName, StatisticsLanguage } from './statistics-layout.ts';
import { titled } from './ticket.ts';

/** What differs from language to language in a report, besides the words of the statistics. */
export interface ReportLanguage {
  readonly heading: string;
  readonly nothing: string;
  readonly more: (count: string) => string;
  readonly fewer: (count: string) => string;
  readonly longer: (time: string) => string;
  readonly shorter: (time: string) => string;
  /** So many percentage points. */
  readonly higher: (points: string) => string;
  readonly lower: (points: string) => string;
  readonly same: string;
  readonly busiest: string;
  readonly longestWait: string;
  readonly waited: Readonly<Record<LongestWait['waitedFor'], (time: string) => string>>;
  readonly allFigures: string;
}

/** So many components are named. */
const mostComponents = 5;
const longestTitle = 80;
const minuteMs = 60_000;

/** By how much a measure has changed, in its own unit. */
interface Change {
  readonly by: number;
  readonly least: number;
  readonly up: (size: number) => string;
  readonly down: (size: number) => string;
}

export const reportIn =
  (words: ReportLanguage, statistics: StatisticsLanguage): DigestTexts['report'] =>
  ({ week, before, longestWait }, around, page) => {
    if ([week, before].every(({ total, incidents }) => total.releases + incidents === 0))
      return words.nothing;
    const change = changesIn(words, statistics.locale)(week, before);
    const rows = measures(week, statistics).map(([name, value]) => {
      const changed = change[name];
      return `• *${statistics.names[name]}*: ${value}${changed === null ? '' : ` · ${changed}`}`;
    });
    const wait = longestWait === null ? [] : [`*${words.longestWait}*: ${waitText(longestWait)}`];
    const busiest = week.byComponent.slice(0, mostComponents).map((one) => busyText(one, statistics));
    return [
      words.heading,
      ...rows,
      ...(busiest.length === 0 ? [] : [`*${words.busiest}*: ${busiest.join(', ')}`]),
      ...wait,
      ...(page === null ? [] : [link(page, words.allFigures)]),
    ].join('\n');

    function waitText({ waitedFor, ms, requester, ...release }: LongestWait): string {
      const title = release.title === null ? null : shorten(release.title, longestTitle);
      const who = requester === null ? '' : ` (${mention(requester)})`;
      return `${titled({ ...release, title }, around)} ${words.waited[waitedFor](duration(ms, statistics.locale))}${who}`;
    }
  };

const busyText = (
  { component, releases, rolledBack }: Figures & { readonly component: string },
  language: StatisticsLanguage,
): string =>
  `${code(component)} ${releases}${rolledBack === 0 ? '' : ` (${language.rolledBack(rolledBack)})`}`;

/** In words and signs how each measure differs from the week before; null where one of both has none. */
const changesIn =
  (words: ReportLanguage, locale: string) =>
  (week: Statistics, before: Statistics): Readonly<Record<MeasureName, string | null>> => {
    const number = (value: number) =>
      new Intl.NumberFormat(locale, { maximumFractionDigits: 0 }).format(value);
    const said = ({ by, least, up, down }: Change): string => {
      if (Math.abs(by) < least) return `= ${words.same}`;
      return by > 0 ? `↑ ${up(by)}` : `↓ ${down(-by)}`;
    };
    const count = (now: number, then: number): string =>
      said({
        by: now - then,
        least: 1,
        up: (size) => words.more(number(size)),
        down: (size) => words.fewer(number(size)),
      });
    const time = (of: (statistics: Statistics) => { readonly medianMs: number | null }): string | null => {
      const [now, then] = [of(week).medianMs, of(before).medianMs];
      if (now === null || then === null) return null;
      return said({
        by: now - then,
        least: minuteMs,
        up: (size) => words.longer(duration(size, locale)),
        down: (size) => words.shorter(duration(size, locale)),
      });
    };
    const failures = ({ total: { releases, rolledBack } }: Statistics) =>
      releases === 0 ? null : (rolledBack / releases) * 100;
    const [failed, failedBefore] = [failures(week), failures(before)];
    return {
      frequency: count(week.total.releases, before.total.releases),
      lead: time(({ total }) => total.lead),
      failures:
        failed === null || failedBefore === null
          ? null
          : said({
              by: failed - failedBefore,
              least: 0.5,
              up: (size) => words.higher(number(size)),
              down: (size) => words.lower(number(size)),
            }),
      restore: time(({ restore }) => restore),
      waitForGood: time(({ total }) => total.waitForGood),
      waitForLock: time(({ total }) => total.waitForLock),
      waitForAdmin: time(({ total }) => total.waitForAdmin),
      onProduction: time(({ total }) => total.onProduction),
      incidents: count(week.incidents, before.incidents),
      nudges: count(week.total.nudges, before.total.nudges),
    };
  };
