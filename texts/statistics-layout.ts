import { duration } from '../domain/duration.ts';
import type { Figures, Spread, Statistics } from '../domain/log/figures.ts';
import { code } from './mrkdwn.ts';
import type { StatisticsPage } from '../domain/messages/question-answer.ts';

/** The words of the statistics that differ by language. */
export interface StatisticsLanguage {
  readonly locale: string;
  readonly heading: (period: string, component: string | null) => string;
  readonly nothing: (period: string, component: string | null) => string;
  readonly names: Readonly<Record<MeasureName | 'byComponent' | 'byMonth', string>>;
  /** Shorter names, for a line with little room. */
  readonly short: Readonly<Record<Duration, string>>;
  readonly perDay: (count: string) => string;
  readonly releases: (count: number) => string;
  readonly rolledBack: (count: number) => string;
  /** The median, and the 90th percentile. */
  readonly spread: (median: string, most: string) => string;
  readonly moreComponents: (count: number) => string;
  readonly moreMonths: (count: number) => string;
}

export type MeasureName = Duration | 'frequency' | 'failures' | 'restore' | 'incidents' | 'nudges';

type Duration = 'lead' | 'waitForGood' | 'waitForLock' | 'waitForAdmin' | 'onProduction';
const durations: readonly Duration[] = ['lead', 'waitForGood', 'waitForLock', 'waitForAdmin', 'onProduction'];

/** The most components and months with a line of their own: as many as fit into a message. */
const mostComponents = 25;
const mostMonths = 12;

const dayMs = 24 * 3_600_000;

export function statisticsText(
  { component, statistics }: StatisticsPage,
  language: StatisticsLanguage,
): string {
  const { since, until, total, incidents, byComponent, byMonth } = statistics;
  const { names, locale } = language;
  const period = duration(until - since, locale);
  const of = component === null ? null : code(component);
  if (total.releases + incidents === 0) return language.nothing(period, of);
  const months = byMonth.map(({ month, ...figures }) => `• ${month}: ${shortText(figures, language)}`);
  const components = byComponent.map(
    ({ component: name, ...figures }) => `• ${code(name)}: ${shortText(figures, language)}`,
  );
  return [
    language.heading(period, of),
    ...measures(statistics, language).map(([name, value]) => `• *${names[name]}*: ${value}`),
    ...(component === null
      ? section(names.byComponent, components, mostComponents, language.moreComponents)
      : []),
    ...section(names.byMonth, months, mostMonths, language.moreMonths),
  ].join('\n');
}

/** The measures, in the order in which they are shown. */
export function measures(
  { since, until, total, restore, incidents }: Statistics,
  language: StatisticsLanguage,
): readonly (readonly [MeasureName, string])[] {
  const number = (value: number, options: Intl.NumberFormatOptions = {}) =>
    new Intl.NumberFormat(language.locale, options).format(value);
  const perDay = total.releases / ((until - since) / dayMs);
  const failed = total.releases === 0 ? 0 : total.rolledBack / total.releases;
  return [
    [
      'frequency',
      `${language.perDay(number(perDay, { maximumFractionDigits: perDay < 1 ? 2 : 1 }))} (${language.releases(total.releases)})`,
    ],
    ['lead', spreadText(total.lead, language)],
    ['failures', `${number(failed, { style: 'percent' })} (${language.rolledBack(total.rolledBack)})`],
    ['restore', spreadText(restore, language)],
    ['waitForGood', spreadText(total.waitForGood, language)],
    ['waitForLock', spreadText(total.waitForLock, language)],
    ['waitForAdmin', spreadText(total.waitForAdmin, language)],
    ['onProduction', spreadText(total.onProduction, language)],
    ['incidents', number(incidents)],
    ['nudges', number(total.nudges)],
  ];
}

function section(
  name: string,
  lines: readonly string[],
  most: number,
  more: (count: number) => string,
): readonly string[] {
  if (lines.length === 0) return [];
  const rest = lines.length <= most ? [] : [`… ${more(lines.length - most)}`];
  return [`*${name}*`, ...lines.slice(0, most), ...rest];
}

function spreadText({ medianMs, p90Ms }: Spread, { locale, spread }: StatisticsLanguage): string {
  if (medianMs === null || p90Ms === null) return '–';
  return spread(duration(medianMs, locale), duration(p90Ms, locale));
}

/** Only the medians. */
function shortText(figures: Figures, { locale, releases, rolledBack, short }: StatisticsLanguage): string {
  const times = durations.flatMap((name) => {
    const { medianMs } = figures[name];
    return medianMs === null ? [] : [`${short[name]} ${duration(medianMs, locale)}`];
  });
  return [releases(figures.releases), rolledBack(figures.rolledBack), ...times].join(' · ');
}
