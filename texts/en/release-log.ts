import { code } from '../mrkdwn.ts';
import { releaseLogIn } from '../release-log-layout.ts';
import { locale, plural } from './language.ts';
import { logWords } from './log-words.ts';
import { statistics } from './statistics.ts';

const narrower = `${code('log COMPONENT since 2h')} or ${code('log TICKET')} shows less`;

export const releaseLog = releaseLogIn({
  ...logWords,
  locale,
  none: `No release log is kept here. It begins as soon as the worker has the address of a PostgreSQL in ${code('DATABASE_URL')}.`,
  away: 'The release log does not answer right now. Releases go on, and what happens meanwhile will be in it; please ask again in a minute.',
  timeAhead: (time) => `${time} has not come yet.`,
  heading: (subject, since) =>
    `What happened${subject === null ? '' : ` to ${subject}`}${since === null ? '' : ` since ${since}`}, newest first:`,
  nothing: (subject, since) =>
    `The log has nothing${subject === null ? '' : ` of ${subject}`}${since === null ? '' : ` since ${since}; an earlier time may have`}.`,
  older: (count, orMore) =>
    `${orMore ? 'more than ' : ''}${count} older ${plural(count, { one: 'event', other: 'events' })}; ${narrower}.`,
  suspects: (time, component) =>
    `What may have led to trouble${component === null ? '' : ` with ${component}`} at ${time}, most likely first:`,
  noSuspects: (time, component) =>
    `Nothing${component === null ? '' : ` of ${component} or what it depends on`} was on production at ${time} or in the 24 hours before. ${component === null ? '' : `${code('blame TIME')} looks at all components, `}${code('log since 3d')} looks further back.`,
  moreSuspects: (count, component) =>
    `and ${count} less likely ${plural(count, { one: 'one', other: 'ones' })}${component === null ? `; ${code('blame TIME COMPONENT')} names only those that it depends on` : ''}.`,
  marked: (time) => `Marked: an incident at ${time}. ${code('log')} shows it, and everyone was told.`,
  markedLater: (time) =>
    `Noted: an incident at ${time}. The release log does not answer right now and will have it as soon as it does; everyone was told.`,
  incident: (actor, time, blame) => `${actor} marked an incident at ${time}. ${blame} names the suspects.`,
  compare: 'what it changed',
  blame: (time, component) => code(['blame', time, ...(component === null ? [] : [component])].join(' ')),
  statistics,
});
