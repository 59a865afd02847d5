import { withTimeout } from '../client/in-time.ts';
import { reasonOf } from '../domain/reason-of.ts';
import type { EventFilter } from '../log/release-log.ts';
import type { Desk } from './desk.ts';
import { eventJson } from './json.ts';
import { cursorAfter, positionIn } from './log-cursor.ts';
import { done, problem } from './outcome.ts';
import type { Outcome } from './outcome.ts';
import { strangerOf } from './stranger-of.ts';

const pageSize = 50;
const withinMs = 5000;

/** A page of events, newest first, with a cursor for older ones. A problem if the cursor is invalid. */
export async function logPage(filter: EventFilter, cursor: string | null, desk: Desk): Promise<Outcome> {
  const { releaseLog } = desk;
  if (releaseLog === null) return problem(503, 'noLog', ({ noLog }) => noLog);
  const before = cursor === null ? {} : positionIn(cursor);
  if (before === null) return problem(404, 'noPage', ({ noPage }) => noPage);
  try {
    const events = await withTimeout(releaseLog.events({ ...filter, ...before }, pageSize), withinMs);
    const last = events.length < pageSize ? undefined : events.at(-1);
    // Some events concern every component.
    const isNamed = events.some(({ components }) => components.includes(filter.component ?? ''));
    const stranger = isNamed || last || cursor !== null ? null : strangerOf(filter.component, desk);
    if (stranger !== null) return stranger;
    const next = last === undefined ? null : cursorAfter(last);
    return done({ events: events.map(eventJson), cursor: next }, () => '');
  } catch (error) {
    console.error(`The release log does not answer: ${reasonOf(error)}`);
    return problem(503, 'logAway', ({ logAway }) => logAway);
  }
}
