import { createHash } from 'node:crypto';
import ICAL from 'ical.js';
import type { FreezeSpan } from '../domain/log/freeze-spans.ts';
import { byConfiguration } from '../domain/lock/freeze.ts';
import type { Settings } from '../domain/settings.ts';
import type { ReleaseLog } from '../log/release-log.ts';
import { feedTextsIn } from '../texts/feed.ts';
import type { FeedTexts } from '../texts/feed.ts';
import type { SlackNames } from '../texts/slack-names.ts';
import { freezesBetween } from './timeline.ts';

const dayMs = 86_400_000;
const [backMs, aheadMs] = [30 * dayMs, 90 * dayMs];

export const feedPath = '/calendar.ics';
export const feedHeaders = {
  'Content-Type': 'text/calendar; charset=utf-8',
  'Cache-Control': 'private, no-cache',
};

/**
 * The freezes set by people and the configuration, as an iCalendar feed. Those from calendars
 * are left out, since people already have them there. Throws the database's errors.
 */
export async function freezeFeed(
  releaseLog: ReleaseLog,
  settings: Settings,
  names: Pick<SlackNames, 'of'> | null,
): Promise<string> {
  const now = Date.now();
  const freezes = await freezesBetween(releaseLog, settings, [now - backMs, now + aheadMs]);
  const people = [...new Set(freezes.map(({ by }) => by))].filter((by) => by !== byConfiguration);
  const known = (await names?.of(people)) ?? {};
  return feedOf(freezes, feedTextsIn(settings.language), (user) => known[user] ?? user, now);
}

/**
 * The freezes as an iCalendar text. A freeze without an end lasts until tomorrow; the calendar program will have refreshed by then.
 * `nameOf`: the name of the person who set it; `now` in epoch ms.
 */
function feedOf(
  freezes: readonly FreezeSpan[],
  texts: FeedTexts,
  nameOf: (user: string) => string,
  now: number,
): string {
  const calendar = new ICAL.Component(['vcalendar', [], []]);
  const about = { version: '2.0', prodid: '-//dobrobot//EN', method: 'PUBLISH', 'x-wr-calname': texts.name };
  for (const [name, value] of Object.entries(about)) calendar.addPropertyWithValue(name, value);
  calendar.addPropertyWithValue('refresh-interval', ICAL.Duration.fromString('PT15M'));
  for (const { components, span } of together(freezes)) {
    const event = new ICAL.Component('vevent');
    const author = span.by === byConfiguration ? texts.byConfiguration : nameOf(span.by);
    const parts = {
      uid: `${idOf(span)}@dobrobot`,
      dtstamp: time(span.from),
      dtstart: time(span.from),
      dtend: time(span.to ?? Math.floor(now / dayMs + 2) * dayMs),
      summary: texts.summary(components, span.reason),
      description: texts.description(author, span.to === null),
      // Does not mark anyone as busy.
      transp: 'TRANSPARENT',
    };
    for (const [name, value] of Object.entries(parts)) event.addPropertyWithValue(name, value);
    calendar.addSubcomponent(event);
  }
  // The last line needs its line break, too.
  return `${calendar.toString()}\r\n`;
}

/** Merges the same freeze of several components into one event; null: all components. */
function together(
  freezes: readonly FreezeSpan[],
): readonly { readonly components: readonly string[] | null; readonly span: FreezeSpan }[] {
  const all = new Map<string, FreezeSpan[]>();
  for (const span of freezes) all.set(idOf(span), [...(all.get(idOf(span)) ?? []), span]);
  return [...all.values()].flatMap((spans) => {
    const [span] = spans;
    if (span === undefined) return [];
    const components = spans.flatMap(({ component }) => component ?? []);
    return [{ span, components: components.length < spans.length ? null : components }];
  });
}

/** Stays the same when a freeze is lifted, or gets another end. */
const idOf = ({ from, by, reason }: FreezeSpan): string =>
  createHash('sha256')
    .update(JSON.stringify([from, by, reason]))
    .digest('hex')
    .slice(0, 32);

const time = (ms: number) => ICAL.Time.fromJSDate(new Date(ms), true);
