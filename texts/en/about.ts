import { aboutIn } from '../about.ts';
import { code } from '../mrkdwn.ts';
import { home } from './home.ts';
import { locale } from './language.ts';
import { watch } from './watch.ts';

export const about = aboutIn(
  {
    locale,
    now: 'Goes to production now',
    nothingNow: (component) =>
      `Nothing ${component === null ? '' : `of ${code(component)} `}goes to production now.`,
    last: 'Went there last',
    nothingLast: 'Nothing so far.',
    noLog: 'No release log tells right now what went there before.',
    at: (time) => `finished ${time}`,
    nobodyHolds: (component) => `Nobody holds ${component === null ? 'a lock' : code(component)}.`,
    approvers: 'Approvers',
    admins: 'Admins',
    onCall: 'On call now',
  },
  home,
  watch,
);
