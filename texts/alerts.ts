import type { ToldIncident } from '../domain/alerts/told-alerts.ts';
import { duration } from '../domain/duration.ts';
import { code, escapeAll, link } from './mrkdwn.ts';
import type { LogSurroundings } from './release-log.ts';
import { readersClock } from './times.ts';

/** Texts about alerts. */
export interface AlertTexts {
  /** The message to everyone, as things stand now. */
  readonly incident: (incident: ToldIncident, around: LogSurroundings) => string;
  /** The reply in its thread once the incident is over. */
  readonly ended: (incident: ToldIncident) => string;
}

/** The words that differ by language. */
export interface AlertLanguage {
  readonly locale: string;
  /** How many of all alerts fire, and since when. */
  readonly firing: (firing: number, all: number, time: string) => string;
  /** How many alerts ended, how long it took, and when it began. */
  readonly over: (all: number, took: string, time: string) => string;
  /** The incident is over; how long it took. */
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
