import { ticketsText } from './tickets-text.ts';
import { everyComponent } from '../../domain/log/event-row.ts';
import type { BadReading } from '../../domain/log/bad-reading.ts';
import type { LoggedRelease } from '../../domain/log/logged-release.ts';
import { byConfiguration } from '../../domain/lock/freeze.ts';
import { comparison } from '../../domain/watch/found.ts';
import { happenedText } from '../../texts/log-words.ts';
import type { Wording } from '../../texts/log-words.ts';
import type { PageTexts } from '../../texts/page.ts';
import type { FreezeSpan } from '../wire.ts';

type Time = (at: number) => string;
type NameOf = (user: string) => string;

const same = (text: string): string => text;

export const componentsText = (components: readonly string[], { log }: PageTexts): string =>
  components.includes(everyComponent) ? log.allComponents : components.join(', ');

export const wordingOf = (texts: PageTexts, time: Time, nameOf: NameOf): Wording => ({
  time,
  person: nameOf,
  name: same,
  names: (components) => componentsText(components, texts),
  ticket: same,
  quote: same,
});

/** The stage of a release, or how and when it ended: `on production since 14:05`. */
export function standingText(release: LoggedRelease, texts: PageTexts, time: Time): string {
  const { endedAt, endedAs, stage, stageSince } = release;
  if (endedAt !== null) return texts.log.at(happenedText(endedAs ?? '', texts.log, same), time(endedAt));
  const name = texts.stages[stage];
  return stageSince === null ? name : texts.since(name, time(stageSince));
}

/** A check that turned bad while a release was watched: `its billing/errors turned bad at 14:05 (0.05 > 0.02)`. */
export const findingText = (
  { check, found }: Omit<BadReading, 'releaseKey'>,
  { log }: PageTexts,
  time: Time,
): string => log.why.turnedBad(check, comparison(found), time(found.at));

/** A release in words, for screen readers. */
export const spokenText = (
  release: LoggedRelease,
  findings: readonly BadReading[],
  texts: PageTexts,
  time: Time,
): string =>
  [
    [ticketsText(release), release.title].filter((part) => part !== null).join(' '),
    componentsText(release.components, texts),
    standingText(release, texts, time),
    ...findings.map((finding) => findingText(finding, texts, time)),
  ].join(', ');

export const freezeText = (
  { by, to, reason, event }: Pick<FreezeSpan, 'by' | 'to' | 'reason' | 'event'>,
  texts: PageTexts,
  time: Time,
  nameOf: NameOf,
): string => {
  const author = event
    ? texts.byCalendar(event.calendar, event.organizer)
    : by === byConfiguration
      ? texts.byConfiguration
      : nameOf(by);
  const end = to === null ? texts.untilFurtherNotice : texts.until(time(to));
  return [texts.frozenBy(author, end), ...(reason === '' ? [] : [reason])].join(': ');
};
