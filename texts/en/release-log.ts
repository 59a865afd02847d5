import { code } from '../mrkdwn.ts';
import { releaseLogIn } from '../release-log-layout.ts';
import { locale, plural } from './language.ts';
import { statistics } from './statistics.ts';

const narrower = `${code('log COMPONENT since 2h')} or ${code('log TICKET')} shows less`;

export const releaseLog = releaseLogIn({
  locale,
  none: `No release log is kept here. It begins as soon as the worker has the address of a PostgreSQL in ${code('DATABASE_URL')}.`,
  away: 'The release log does not answer right now. Releases go on, and what happens meanwhile will be in it; please ask again in a minute.',
  happened: {
    requested: 'was asked for',
    ticketUnknown: 'is a ticket that nobody knows',
    checksUnavailable: 'could not be checked',
    checksFailed: 'needs work',
    checksPassed: 'passed its checks',
    rechecked: 'was checked again',
    voted: 'got one good of several',
    accepted: 'got the good',
    votesVoided: 'lost its good',
    rejected: 'was rejected',
    lockGranted: 'got the lock',
    turnCame: 'got its turn',
    overtaken: 'was overtaken',
    turnLost: 'lost its turn',
    lockLost: 'lost the lock',
    adminFound: 'got its admin',
    started: 'started',
    finished: 'finished',
    rolledBack: 'was rolled back',
    handedOver: 'was handed over',
    overridden: 'was overridden',
    cancelled: 'was cancelled',
    expiryNear: 'will expire soon',
    expired: 'expired',
    nudged: 'reminded somebody',
    escalated: 'was escalated',
    frozen: 'frozen',
    unfrozen: 'unfrozen',
    unlocked: 'lock taken',
    orphaned: 'lock without a holder',
    incident: 'incident',
  },
  allComponents: 'all components',
  timeAhead: (time) => `${time} has not come yet.`,
  heading: (subject, since) =>
    `What happened${subject === null ? '' : ` to ${subject}`}${since === null ? '' : ` since ${since}`}, newest first:`,
  nothing: (subject, since) =>
    `The log has nothing${subject === null ? '' : ` of ${subject}`}${since === null ? '' : ` since ${since}; an earlier time may have`}.`,
  older: (count, orMore) =>
    `${orMore ? 'more than ' : ''}${count} older ${plural(count, { one: 'event', other: 'events' })}; ${narrower}.`,
  admin: 'admin',
  at: (what, time) => `${what} at ${time}`,
  suspects: (time, component) =>
    `What may have led to trouble${component === null ? '' : ` with ${component}`} at ${time}, most likely first:`,
  noSuspects: (time, component) =>
    `Nothing${component === null ? '' : ` of ${component} or what it depends on`} was on production at ${time} or in the 24 hours before. ${component === null ? '' : `${code('blame TIME')} looks at all components, `}${code('log since 3d')} looks further back.`,
  moreSuspects: (count) =>
    `and ${count} less likely ${plural(count, { one: 'one', other: 'ones' })}; ${code('blame TIME COMPONENT')} names only those that it depends on.`,
  why: {
    onProduction: (since) => `on production since ${since}`,
    rolledBackLater: (time) => `rolled back afterwards, at ${time}`,
    overridden: (time) => `passed by an override at ${time}`,
    lockTaken: (by, component, time) =>
      `its lock of ${component} was taken at ${time}${by === null ? '' : ` by ${by}`}`,
    beside: (ticket, component) =>
      `started while ${ticket} was on production, whose lock of ${component} had been taken`,
    dependency: (component, on) => `${component} depends on ${on}`,
  },
  marked: (time) => `Marked: an incident at ${time}. ${code('log')} shows it, and everyone was told.`,
  markedLater: (time) =>
    `Noted: an incident at ${time}. The release log does not answer right now and will have it as soon as it does; everyone was told.`,
  incident: (actor, time, blame) => `${actor} marked an incident at ${time}. ${blame} names the suspects.`,
  blame: (time, component) => code(['blame', time, ...(component === null ? [] : [component])].join(' ')),
  statistics,
  andMore: (count) => `and ${count} more`,
});
