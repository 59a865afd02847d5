import { criticalOf } from '../domain/components.ts';
import { everyComponent } from '../domain/log/event-row.ts';
import { freezeSpans, windowSpans } from '../domain/log/freeze-spans.ts';
import type { FreezeSpan } from '../domain/log/freeze-spans.ts';
import type { Settings } from '../domain/settings.ts';
import type { ReleaseLog } from '../log/release-log.ts';
import { withWebLinks } from './links.ts';
import type { Filter, TimelineAnswer } from './wire.ts';

const mostReleases = 2000;
/** Of the newest; those who freeze more often than that in a year have other troubles. */
const mostFreezes = 2000;
const mostIncidents = 2000;

/** What there was between two instants, epoch ms. Throws what the database answers. */
export async function timelineAnswer(
  releaseLog: ReleaseLog,
  settings: Settings,
  [from, to]: readonly [number, number],
  filter: Filter,
): Promise<TimelineAnswer> {
  const { components, words } = filter;
  const [{ releases, more }, freezeEvents, incidents] = await Promise.all([
    releaseLog.living({ from, to, ...filter }, mostReleases),
    // However long ago it began: it may last.
    releaseLog.events({ about: 'lock', types: ['frozen', 'unfrozen'] }, mostFreezes),
    releaseLog.events(
      { about: 'incident', types: ['incident'], since: from, until: to, ...(words === '' ? {} : { words }) },
      mostIncidents,
    ),
  ]);
  const critical = criticalOf(settings.components);
  const touches = (names: readonly string[]) =>
    components.length === 0 || names.some((name) => name === everyComponent || components.includes(name));
  const freezes: readonly FreezeSpan[] = [
    ...freezeSpans(freezeEvents.toReversed(), critical),
    ...windowSpans(settings, from, to),
  ];
  return {
    from,
    to,
    releases: releases.map(withWebLinks),
    more,
    freezes: freezes
      .filter((span) => span.from <= to && (span.to === null || span.to >= from))
      .filter(({ component }) => touches([component ?? everyComponent]))
      .sort((a, b) => a.from - b.from),
    incidents: incidents.filter((event) => touches(event.components)).map(withWebLinks),
  };
}
