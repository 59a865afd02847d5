import type { ToldIncident } from '../domain/alerts/told-alerts.ts';
import { duration } from '../domain/duration.ts';
import { code, escapeAll, link } from './mrkdwn.ts';
import type { LogSurroundings } from './release-log.ts';
import { readersClock } from './times.ts';

/** What is said of alerts. */
export interface AlertTexts {
  /** To everyone; how it stands now. */
  readonly incident: (incident: ToldIncident, around: LogSurroundings) => string;
  /** In its thread, once it is over. */
  readonly ended: (incident: ToldIncident) => string;
}

/** What differs from language to language. */
export interface AlertLanguage {
  readonly locale: string;
  /** So many fire of so many, since then. */
  readonly firing: (firing: number, all: number, time: string) => string;
  /** So many ended after so long; since when there was one. */
  readonly over: (all: number, took: string, time: string) => string;
  /** The whole is over, after so long. */
  readonly ended: (all: number, took: string) => string;
  readonly more: (count: number) => string;
}

export const alertsIn = (language: AlertLanguage): AlertTexts => ({
  incident: ({ at, endedAt, firing, all, named }, around) => {
    const time = readersClock(at, around, language.locale);
    const headline =
      endedAt === null
        ? `:rotating_light: ${language.firing(firing, all, time)}`
        : `:white_check_mark: ${language.over(all, duration(endedAt - at, language.locale), time)}`;
    const more = all - named.length;
    return [headline, ...named.map(alertLine), ...(more === 0 ? [] : [`… ${language.more(more)}`])].join(
      '\n',
    );
  },
  ended: ({ at, endedAt, all }) =>
    `:white_check_mark: ${language.ended(all, duration((endedAt ?? at) - at, language.locale))}`,
});

function alertLine({ name, summary, url, components }: ToldIncident['named'][number]): string {
  const about = components.length === 0 ? '' : ` · ${components.map(code).join(', ')}`;
  return `• ${link(url, name)}${about}${summary === null ? '' : `: ${escapeAll(summary)}`}`;
}
