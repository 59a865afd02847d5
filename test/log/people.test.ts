/** Notification preferences are kept, each change on its own. */
import { afterEach, beforeEach, expect, it } from 'vitest';
import { usualPreferences, usualQuietHours } from '../../domain/preferences.ts';
import { PeopleStore } from '../../log/people.ts';
import { ReleaseLog } from '../../log/release-log.ts';
import { query, testDatabase } from '../support/database.ts';

let url: string;
let log: ReleaseLog;
let people: PeopleStore;

beforeEach(async () => {
  url = await testDatabase();
  log = new ReleaseLog(url, () => undefined);
  people = new PeopleStore(() => log.database());
});
afterEach(() => log.close());

const preferencesOf = async (user: string) => (await people.of(user)).preferences;

it('of somebody unknown is what is usual', async () => {
  expect(await people.of('U_ANN')).toEqual({ preferences: usualPreferences, welcomed: false });
  expect(await people.preferences()).toEqual(new Map());
});

it('is kept for everyone by themselves, and for those who come to the database anew', async () => {
  await people.keep('U_ANN', { type: 'nudges', nudges: 'none' });
  await people.keep('U_BEN', { type: 'follows', components: ['db', 'billing'] });
  await log.close();
  log = new ReleaseLog(url, () => undefined);
  expect(await people.preferences()).toEqual(
    new Map([
      ['U_ANN', { ...usualPreferences, nudges: 'none' }],
      ['U_BEN', { ...usualPreferences, follows: ['db', 'billing'] }],
    ]),
  );
});

it('loses none of the clicks that come at once', async () => {
  const until = Date.parse('2026-03-02T10:30:00Z');
  await Promise.all([
    people.keep('U_ANN', { type: 'nudges', nudges: 'none' }),
    people.keep('U_ANN', { type: 'quietFrom', minute: 1200 }),
    people.keep('U_ANN', { type: 'quietTo', minute: 0 }),
    people.keep('U_ANN', { type: 'weekends', quiet: true }),
    people.keep('U_ANN', { type: 'snooze', until }),
    people.keep('U_ANN', { type: 'follows', components: ['db'] }),
    people.claimWelcome('U_ANN', 'one'),
  ]);
  const preferences = {
    nudges: 'none',
    quiet: { from: 1200, to: 0 },
    quietWeekends: true,
    snoozedUntil: until,
    follows: ['db'],
  };
  expect(await people.of('U_ANN')).toEqual({ preferences, welcomed: true });
});

it('takes the other end of quiet hours as it is, or as is usual', async () => {
  await people.keep('U_ANN', { type: 'quietFrom', minute: 1260 });
  expect((await preferencesOf('U_ANN')).quiet).toEqual({ from: 1260, to: usualQuietHours.to });
  await people.keep('U_ANN', { type: 'quietTo', minute: 540 });
  await people.keep('U_ANN', { type: 'quietFrom', minute: 1320 });
  expect((await preferencesOf('U_ANN')).quiet).toEqual({ from: 1320, to: 540 });
  await people.keep('U_BEN', { type: 'quietTo', minute: 540 });
  expect((await preferencesOf('U_BEN')).quiet).toEqual({ from: usualQuietHours.from, to: 540 });
});

it('keeps weekends quiet without quiet hours', async () => {
  await people.keep('U_ANN', { type: 'weekends', quiet: true });
  expect(await people.preferences()).toEqual(
    new Map([['U_ANN', { ...usualPreferences, quietWeekends: true }]]),
  );
});

it('is given up again', async () => {
  await people.keep('U_ANN', { type: 'quietFrom', minute: 1260 });
  await people.keep('U_ANN', { type: 'weekends', quiet: true });
  await people.keep('U_ANN', { type: 'weekends', quiet: false });
  await people.keep('U_ANN', { type: 'snooze', until: 1000 });
  await people.keep('U_ANN', { type: 'follows', components: ['db'] });
  await people.keep('U_ANN', { type: 'notQuiet' });
  await people.keep('U_ANN', { type: 'snooze', until: null });
  await people.keep('U_ANN', { type: 'follows', components: [] });
  expect(await preferencesOf('U_ANN')).toEqual(usualPreferences);
  expect(await people.preferences()).toEqual(new Map());
});

it('leaves the welcome of a person to the first who claims it, however often', async () => {
  const claims = await Promise.all(['one', 'two', 'three'].map((by) => people.claimWelcome('U_ANN', by)));
  expect(claims.filter(Boolean)).toHaveLength(1);
  const first = ['one', 'two', 'three'][claims.indexOf(true)] ?? '';
  expect(await people.claimWelcome('U_ANN', first)).toBe(true);
  expect(await people.claimWelcome('U_ANN', 'four')).toBe(false);
  expect(await people.claimWelcome('U_BEN', 'four')).toBe(true);
});

it('may change, though the log beside it may not', async () => {
  await people.keep('U_ANN', { type: 'nudges', nudges: 'none' });
  const [role] = await query<{ may: boolean }>(
    url,
    `select has_table_privilege('dobrobot_log', 'people', 'update') and
      not has_table_privilege('dobrobot_log', 'people', 'delete') and
      not has_table_privilege('dobrobot_log', 'events', 'update') as may`,
  );
  expect(role?.may).toBe(true);
});
