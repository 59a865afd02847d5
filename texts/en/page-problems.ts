import type { Expected, PageProblems } from '../page-problems.ts';

export const pageProblems: PageProblems = {
  noLog: 'There is no release log: DATABASE_URL has to name its PostgreSQL. The queue is there without it.',
  logAway: 'The release log does not answer right now. Nothing is lost; please try again in a minute.',
  temporalAway:
    'Temporal does not answer right now. Releases go on when it is back; please try again in a minute.',
  noRelease: (key) => `The release log knows no release ${JSON.stringify(key)}.`,
  notFound: (path) => `There is nothing at ${path}. The page is at /.`,
  readOnly: 'This address only shows things: it takes GET and HEAD. Commands go to /api/v1.',
  otherHost: (host) =>
    `${JSON.stringify(host)} is not the name of this page. DOBROBOT_WEB_URL names the address at which people open it.`,
  parameter: (name, expected) => `The parameter ${name} must be ${wording(expected)}.`,
  failed: 'The page cannot answer that; the reason is in its log.',
};

function wording(expected: Expected): string {
  switch (expected.code) {
    case 'instant':
      return 'given once, as an instant of the years 1000 to 9999 in milliseconds since 1970, such as 1767225600000';
    case 'span':
      return `not before the other end of the time, nor more than ${expected.days} days after it`;
    case 'component':
      return 'the name of a component, such as billing, and a hundred of them at most';
    case 'people':
      return `a user ID of Slack, such as U012AB3CD, and ${expected.most} of them at most`;
    case 'words':
      return `given once, and no longer than ${expected.most} characters`;
  }
}
