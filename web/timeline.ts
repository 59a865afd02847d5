import { criticalOf } from '../domain/components.ts';
import { everyComponent } from '../domain/log/event-row.ts';
import { badReadingsIn } from '../domain/log/bad-reading.ts';
import type { BadReading } from '../domain/log/bad-reading.ts';
import type { LoggedRelease } from '../domain/log/logged-release.ts';
import { freezeSpans, windowSpans } from '../domain/log/freeze-spans.ts';
import type { FreezeSpan } from '../domain/log/freeze-spans.ts';
import type { Settings } from '../domain/settings.ts';
import type { ReleaseLog } from '../log/release-log.ts';
import { Copies } from '../log/copies.ts';
import { calendarSpans } from './calendar-spans.ts';
import { withWebLinks } from './links.ts';
import type { Filter, TimelineAnswer } from './wire.ts';

const mostReleases = 2000;
/** The newest freeze and unfreeze events that are read: more than a company has in a year. */
const mostFreezes = 2000;
const mostIncidents = 2000;
const mostFindings = 2000;

/** The log between two instants, epoch ms. Throws the database's errors. */
export async function timelineAnswer(
  releaseLog: ReleaseLog,
  settings: Settings,
  [from, to]: readonly [number, number],
  filter: Filter,
): Promise<TimelineAnswer> {
  const { components, words } = filter;
  const copies = new Copies(() => releaseLog.database());
  const [{ releases, more }, freezes, fromCalendars, incidents] = await Promise.all([
    releaseLog.living({ from, to, ...filter }, mostReleases),
    freezesBetween(releaseLog, settings, [from, to]),
    calendarSpans(copies, settings, [from, to]),
    releaseLog.events(
      { about: 'incident', types: ['incident'], since: from, until: to, ...(words === '' ? {} : { words }) },
      mostIncidents,
    ),
  ]);
  const touches = (names: readonly string[]) =>
    components.length === 0 || names.some((name) => name === everyComponent || components.includes(name));
  return {
    from,
    to,
    releases: releases.map(withWebLinks),
    more,
    freezes: [...freezes, ...fromCalendars]
      .filter(({ component }) => touches([component ?? everyComponent]))
      .sort((a, b) => a.from - b.from),
    incidents: incidents.filter((event) => touches(event.components)).map(withWebLinks),
    findings: await findingsOf(releaseLog, releases, to),
  };
}

/**
 * The checks of these releases that turned bad before an instant (epoch ms),
 * except those later said not to be theirs. Throws the database's errors.
 */
async function findingsOf(
  releaseLog: ReleaseLog,
  releases: readonly LoggedRelease[],
  until: number,
): Promise<readonly BadReading[]> {
  const starts = releases.flatMap(({ startedAt }) => startedAt ?? []);
  if (starts.length === 0) return [];
  const since = starts.reduce((earliest, at) => Math.min(earliest, at));
  const [bad, notOurs] = await Promise.all([
    releaseLog.events({ about: 'release', types: ['watchBad'], since, until }, mostFindings),
    releaseLog.events({ about: 'release', types: ['watchNotOurs'], since }, mostFindings),
  ]);
  const shown = new Set(releases.map(({ releaseKey }) => releaseKey));
  return badReadingsIn([...bad, ...notOurs].sort((a, b) => a.at - b.at)).filter(({ releaseKey }) =>
    shown.has(releaseKey),
  );
}

/** What people and the configuration freeze between two instants, epoch ms. Throws the database's errors. */
export async function freezesBetween(
  releaseLog: ReleaseLog,
  settings: Settings,
  [from, to]: readonly [number, number],
): Promise<readonly FreezeSpan[]> {
  // Without `since`: a freeze may have begun long ago and still last.
  const events = await releaseLog.events({ about: 'lock', types: ['frozen', 'unfrozen'] }, mostFreezes);
  const critical = criticalOf(settings.components);
  return [...freezeSpans(events.toReversed(), critical), ...windowSpans(settings, from, to)].filter(
    (span) => span.from <= to && (span.to === null || span.to >= from),
  );
}
