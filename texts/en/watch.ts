import { watchIn } from '../watch.ts';
import { locale, plural } from './language.ts';

export const watch = watchIn({
  locale,
  watched: (checks, time) =>
    `${checks} ${plural(checks, { one: 'check', other: 'checks' })} watched${time === null ? '' : ` until ${time}`}`,
  passed: 'its charts are well',
  over: 'not watched any more',
  left: 'not watched any more',
  beyond: (value, limit, isAbove) => `${value}, ${isAbove ? 'above' : 'below'} ${limit}`,
  since: (what, time) => `${what} since ${time}`,
  badBefore: (what) => `${what}, as before the start`,
  atStart: (what) => `Not held against it, as it was so before: ${what}.`,
  blind: (why, time) => `cannot tell since ${time}: ${why}`,
  why: {
    empty: 'there are no values',
    notANumber: 'what comes is no number',
    severalSeries: 'there are several series',
    noBaseline: 'there is nothing to compare with',
  },
  notOurs: (who) => `${who} says that it is not this release`,
  turnedBad: (ticket, check) => `${ticket}: ${check} turned bad`,
  wellAgain: (ticket, check, value) => `${ticket}: ${check} is well again, at ${value}`,
  wasBadBefore: (ticket, check) => `${ticket}: ${check} was bad before the start, and is not held against it`,
  saidNotOurs: (ticket, check, who) => `${who} says that ${check} is not because of ${ticket}`,
  endedSo: (ticket, checks) => `${ticket} is not watched any more, and not all was well: ${checks}`,
  leftSo: (ticket) => `${ticket} is not on production any more.`,
  tooLate: 'It has finished: what goes back is a release of its own.',
  chart: (what) => `${what}; the limit is dashed, the grey line is the start`,
  button: 'Not ours',
});
