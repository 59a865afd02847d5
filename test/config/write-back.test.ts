import { expect, it } from 'vitest';
import { loadText } from './load-text.ts';

/** Three lines; the trackers start at line 4. */
const required = `slack: { releaseChannel: releases }
people: { approvers: [U_VERA], admins: [U_ADAM] }
components: { db: {} }
`;
const load = (tickets: string) => loadText(`${required}${tickets}\n`);
const jira = (writeBack: string) =>
  `tickets:
  main:
    tracker: jira
    url: https://jira.example.com
    tokenEnv: T
    writeBack: ${writeBack}`;

it('what is written into tickets is read for each tracker', async () => {
  const { tickets, release } = await load(`tickets:
  main:
    tracker: jira
    url: https://jira.example.com
    tokenEnv: T
    keys: 'PAY-*'
    writeBack: { comment: true, transitions: { started: In release, rolledBack: Reopened } }
  code: { tracker: github, tokenEnv: T, keys: 'acme/*', writeBack: { deployments: { environment: production } } }
  ops: { tracker: redmine, url: https://r.example.com, tokenEnv: T }`);
  expect(tickets.map(({ writeBack }) => writeBack)).toEqual([
    { comment: true, transitions: { started: 'In release', rolledBack: 'Reopened' }, environment: null },
    { comment: false, transitions: {}, environment: 'production' },
    undefined,
  ]);
  expect(release.writesBack).toBe(true);
  expect((await load('tickets: { tracker: linear, tokenEnv: T }')).release.writesBack).toBeUndefined();
});

it.each([
  [jira('{ comments: true }'), /:9: tickets\.main\.writeBack\.comments: unknown key; did you mean comment\?/],
  [jira('{}'), /:9: tickets\.main\.writeBack: switches nothing on; it may have comment, transitions/],
  [jira('{ comment: false, transitions: {} }'), /:9: tickets\.main\.writeBack: switches nothing on/],
  [
    jira('\n      transitions:\n        begun: X'),
    /:11: tickets\.main\.writeBack\.transitions\.begun: unknown key; known: started, finished, rolledBack/,
  ],
  [
    jira('{ deployments: { environment: production } }'),
    /:9: tickets\.main\.writeBack\.deployments: unknown key; known: comment, transitions/,
  ],
  [
    'tickets: { tracker: github, tokenEnv: T, writeBack: { deployments: {} } }',
    /:4: tickets\.writeBack\.deployments\.environment: is missing/,
  ],
  [
    'tickets: { tracker: github, tokenEnv: T, writeBack: { transitions: { started: X } } }',
    /:4: tickets\.writeBack\.transitions: unknown key; known: comment, deployments/,
  ],
  [
    'tickets: { tracker: file, file: t.yaml, linkTemplate: "https://t/{key}", writeBack: { comment: true } }',
    /:4: tickets\.writeBack: is not possible: nothing can be written into a file/,
  ],
  [
    'tickets: { tracker: http, preset: youtrack, url: "https://yt", tokenEnv: T, writeBack: { comment: true } }',
    /:4: tickets\.writeBack: is not possible: nothing can be written into a tracker of which only/,
  ],
])('is refused with its line: %s', async (tickets, mistake) => {
  await expect(load(tickets)).rejects.toThrow(mistake);
});
