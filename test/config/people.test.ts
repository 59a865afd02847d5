/** Roles, as the configuration assigns them. */
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { ConfigError, loadSettings } from '../../config/load-settings.ts';
import type { Settings } from '../../domain/settings.ts';
import { temporaryFolder } from '../support/temporary-folder.ts';

const file = join(await temporaryFolder(), 'people.yaml');

/** `onCall` is on line 4, `web` on line 6. */
const load = async (onCall: string, web: string): Promise<Settings> => {
  await writeFile(
    file,
    `people:
  approvers: [U_VERA]
  admins: [S_ADMINS]
  onCall: ${onCall}
components:
  web: ${web}
  db: { approvers: , admins: , approvals: }
slack: { releaseChannel: releases }
tickets: { tracker: file, file: t.yaml, linkTemplate: "https://t.example.com/{key}" }
timezone: Europe/Berlin
`,
  );
  return loadSettings(file);
};
const mistakesIn = async (onCall: string, web: string): Promise<string[]> => {
  const error: unknown = await load(onCall, web).catch((reason: unknown) => reason);
  if (!(error instanceof ConfigError)) throw new Error('it was accepted');
  return error.message.split('\n').map((line) => line.replace(`${file}:`, ''));
};

it('may give components people of their own, and put admins on call', async () => {
  const { people, components } = await load(
    '{ rotation: [U_ADAM, W_EVA], every: 14d, from: 2026-01-05T10:00 }',
    '{ approvers: [U_X, S_Y], admins: [S_Z], approvals: 5 }',
  );
  expect(people.onCall).toEqual({
    rotation: ['U_ADAM', 'W_EVA'],
    daysEach: 14,
    from: '2026-01-05T10:00',
    timezone: 'Europe/Berlin',
  });
  expect(components).toMatchObject({
    web: { approvers: ['U_X', 'S_Y'], admins: ['S_Z'], approvals: 5 },
    db: { approvers: null, admins: null, approvals: 1 },
  });
});

it('changes shifts every week unless it says otherwise', async () => {
  const { people } = await load('{ rotation: [U_ADAM], from: "2026-01-05T10:00" }', '{}');
  expect(people.onCall?.daysEach).toBe(7);
});

const from = 'from: 2026-01-05T10:00';
const pagerduty = '{ kind: pagerduty, id: PABC123, tokenEnv: PAGERDUTY_TOKEN }';

it('may leave it to a schedule elsewhere who is on call', async () => {
  const none = { userEnv: null, passwordEnv: null };
  const onCallOf = async (onCall: string) => (await load(onCall, '{}')).people.onCall;
  const alone = await onCallOf(`{ schedule: ${pagerduty} }`);
  const beside = await onCallOf(`{ rotation: [U_ADAM], ${from}, schedule: ${pagerduty} }`);
  const calendar = await onCallOf('{ schedule: { kind: ics, urlEnv: DUTY_URL } }');
  expect(alone).toMatchObject({
    rotation: [],
    schedule: {
      ...{ kind: 'pagerduty', id: 'PABC123', url: 'https://api.pagerduty.com' },
      ...{ tokenEnv: 'PAGERDUTY_TOKEN', urlEnv: null, ...none },
    },
  });
  expect(beside).toMatchObject({ rotation: ['U_ADAM'], schedule: { id: 'PABC123' } });
  expect(calendar?.schedule).toEqual({
    ...{ kind: 'ics', id: null, url: null, urlEnv: 'DUTY_URL', tokenEnv: null, ...none },
  });
});

it.each([
  ['{}', 'rotation: is missing', 'from: is missing'],
  [`{ rotation: [], ${from} }`, 'rotation: must name at least one person'],
  [
    `{ rotation: [S_TEAM], ${from} }`,
    'rotation[0]: must be the ID of a Slack user, such as U024BE7LH, not "S_TEAM"',
  ],
  [`{ rotation: U1, ${from} }`, 'rotation: must be a list of Slack user IDs, not "U1"'],
  [`{ rotation: [U1], ${from}, every: 12h }`, 'every: must be a number of days such as 1d or 7d, not "12h"'],
  [
    '{ rotation: [U1], from: 2026-02-30T10:00 }',
    'from: must be a local date and time such as 2026-01-02T16:00, not "2026-02-30T10:00"',
  ],
  [`{ ${from}, schedule: ${pagerduty} }`, 'rotation: is missing'],
  [`{ rotation: [U1], schedule: ${pagerduty} }`, 'from: is missing'],
  ['{ schedule: { kind: victorops, id: A } }', /^schedule.kind: must be one of pagerduty, opsgenie, /],
  ['{ schedule: { kind: opsgenie, tokenEnv: A } }', 'schedule.id: is missing'],
  ['{ schedule: { kind: grafana-oncall, id: A, tokenEnv: A } }', 'schedule.url: is missing'],
  ['{ schedule: { kind: ics } }', /^schedule.url: is missing/],
  [`{ rotation: [U1], ${from}, days: 7 }`, 'days: unknown key; known: rotation, every, from, schedule'],
])('onCall: %s', async (onCall, ...mistakes) => {
  const found = (await mistakesIn(onCall, '{}')).map((line) => line.replace('4: people.onCall.', ''));
  expect(found).toEqual(
    mistakes.map((mistake) =>
      typeof mistake === 'string' ? mistake : (expect.stringMatching(mistake) as string),
    ),
  );
});

it.each([
  ['{ approvers: [] }', 'approvers: must name at least one person or group'],
  ['{ admins: U_X }', 'admins: must be a list of Slack IDs, not "U_X"'],
  [
    '{ admins: [bob] }',
    'admins[0]: must be the ID of a Slack user, such as U024BE7LH, or of a user group, such as S0614TZR7, not "bob"',
  ],
  ['{ approvals: two }', 'approvals: must be a whole number, 1 or more, not "two"'],
  ['{ approvals: 0 }', 'approvals: must be a whole number, 1 or more, not the number 0'],
  ['{ approvals: 0.5 }', 'approvals: must be a whole number, 1 or more, not the number 0.5'],
  ['{ approvals: 2 }', 'approvals: needs 2 approvals, and its approvers are 1 only'],
  [
    '{ approvals: 3, approvers: [U_X, U_Y, U_X] }',
    'approvals: needs 3 approvals, and its approvers are 2 only',
  ],
])('a component %s', async (web, mistake) => {
  expect(await mistakesIn('', web)).toEqual([`6: components.web.${mistake}`]);
});
