/** People choose what they are notified of, and the choice is kept. */
import { freePort } from '../support/free-port.ts';
import { DateTime } from 'luxon';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { timeOfDay } from '../../texts/times.ts';
import type { EmbeddedPostgres } from '../../start/embedded-postgres.ts';
import { buttonOf, click, messagesOf } from '../support/cards.ts';
import type { Seen } from '../support/cards.ts';
import { startCompany, type Company, type Person } from '../support/company.ts';
import { startDatabaseServer } from '../support/database-server.ts';
import { expectHome } from '../support/slack-limits.ts';
import { eventually } from '../support/eventually.ts';

let database: EmbeddedPostgres & { readonly folder: string };
let port: number;
let company: Company;

/** It is a different time of day there than at the company. */
const norasZone = 'Asia/Kolkata';

beforeAll(async () => {
  port = await freePort();
  database = await startDatabaseServer(port);
  company = await startCompany({
    tickets: Object.fromEntries([1, 2, 3, 4, 5, 6, 7].map((n) => [`PREF-${n}`, ['ios-app']])),
    database: database.env.DATABASE_URL,
    zones: { U_NORA: norasZone },
    settings: {
      workingHours: { days: ['mon', 'tue', 'wed', 'thu', 'fri', 'sat', 'sun'], from: '00:00', to: '24:00' },
      reminders: { approvers: { after: '1s', every: '2s' }, deploying: { after: '1s', every: '2s' } },
    },
  });
}, 300_000);
afterAll(() => company.close());

const told = async (user: Person, about: string): Promise<readonly Seen[]> =>
  (await messagesOf(company, await company.slack.dm(user))).filter(({ text }) => text.includes(about));

/** The last message that asks a user. A nudge replaces it. */
const lastAsked = (user: Person, ticket: string): Promise<Seen> =>
  eventually(async () => {
    const asked = (await told(user, ticket)).filter(({ buttons }) => buttons.length > 0).at(-1);
    return asked ?? expect.unreachable(`${user} is not asked for ${ticket}`);
  });

const untilNudged = async (user: Person, ticket: string): Promise<Seen> => {
  const { ts } = await lastAsked(user, ticket);
  return eventually(async () => {
    const nudge = await lastAsked(user, ticket);
    expect(nudge.ts).not.toBe(ts);
    expect(nudge.text).toMatch(/ \(for .+\)/);
    return nudge;
  });
};

/** Checks that a user is not nudged while another one is nudged twice. */
async function expectNotNudged(user: Person, ticket: string, other: Person): Promise<void> {
  const before = await lastAsked(user, ticket);
  await untilNudged(other, ticket);
  await untilNudged(other, ticket);
  expect(await lastAsked(user, ticket)).toEqual(before);
}

const ask = async (ticket: string, options = ''): Promise<void> => {
  await company.say('U_ANN', `dobro ${ticket} ${options}`);
  await company.untilStage(ticket, 'awaiting_approval');
};

const choose = (user: Person, name: string, chosen: object = {}): Promise<void> =>
  company.slack.clickHome(user, { type: 'button', action_id: `preference:${name}`, ...chosen });
const option = (value: string) => ({ selected_option: { value } });
const components = (...names: readonly string[]) => ({
  selected_options: names.map((value) => ({ value })),
});

const homeShows = (user: Person, pattern: RegExp): Promise<void> =>
  eventually(async () => {
    const home = await company.slack.home(user);
    if (home === null) throw new Error(`${user} has no App Home`);
    expectHome(home);
    expect(JSON.stringify(home.blocks)).toMatch(pattern);
  });

/** The time in a zone, this many half hours from now. */
const clockIn = (zone: string, halfHours: number): string => {
  const at = DateTime.now()
    .setZone(zone)
    .plus({ minutes: 30 * halfHours });
  return timeOfDay(at.hour * 60 + (at.minute < 30 ? 0 : 30));
};
const minuteOf = (time: string): string => {
  const [hours = 0, minutes = 0] = time.split(':').map(Number);
  return String(hours * 60 + minutes);
};

it('nudges one, and not another who switched that off', async () => {
  await choose('U_NORA', 'nudges', { value: 'none' });
  await homeShows('U_NORA', /waits for you: none.*"text":"Nudge me"/);
  await ask('PREF-1');
  await expectNotNudged('U_NORA', 'PREF-1', 'U_OTTO');
  await choose('U_NORA', 'nudges', { value: 'message' });
  await untilNudged('U_NORA', 'PREF-1');
});

it('leaves somebody alone who snoozed below a nudge, until they want to be nudged again', async () => {
  const nudge = await untilNudged('U_OTTO', 'PREF-1');
  await click(company, 'U_OTTO', buttonOf(nudge, 'Snooze 30 min'));
  await eventually(async () => {
    expect(await told('U_OTTO', 'No nudges until')).toHaveLength(1);
  });
  await homeShows('U_OTTO', /No nudges until .*Nudge me again/);
  await expectNotNudged('U_OTTO', 'PREF-1', 'U_NORA');
  await choose('U_OTTO', 'wake');
  await homeShows('U_OTTO', /Snooze 30 min/);
  await untilNudged('U_OTTO', 'PREF-1');
});

it('settles a nudge as it does any question', async () => {
  await company.say('U_NORA', 'accept PREF-1');
  await eventually(async () => {
    for (const user of ['U_NORA', 'U_OTTO'] as const) {
      const all = await told(user, 'PREF-1');
      expect(all.flatMap(({ buttons }) => buttons)).toEqual([]);
      expect(all).toHaveLength(1);
    }
  });
});

it('keeps quiet in the hours of their own zone, but for a hotfix', async () => {
  const [from, to] = [clockIn(norasZone, -2), clockIn(norasZone, 4)];
  // All at once, and none is lost.
  await Promise.all([
    choose('U_NORA', 'quietFrom', option(minuteOf(from))),
    choose('U_NORA', 'quietTo', option(minuteOf(to))),
    choose('U_NORA', 'follows', components('ledger')),
  ]);
  await homeShows('U_NORA', new RegExp(`Quiet hours\\*: ${from} to ${to} \\(${norasZone}\\)`));
  await homeShows('U_NORA', /"initial_options":\[[^\]]*"value":"ledger"/);
  await ask('PREF-2');
  await expectNotNudged('U_NORA', 'PREF-2', 'U_OTTO');
  await ask('PREF-3', 'hotfix');
  await untilNudged('U_NORA', 'PREF-3');
  for (const ticket of ['PREF-2', 'PREF-3']) await company.say('U_OTTO', `reject ${ticket} not now`);
});

it('keeps weekends quiet for whoever chooses so, and no more when they do not', async () => {
  await choose('U_BEN', 'weekends', { value: 'quiet' });
  await homeShows('U_BEN', /Quiet hours\*: all of Saturday and Sunday.*Weekends as other days/);
  await choose('U_BEN', 'weekends', { value: 'loud' });
  await homeShows('U_BEN', /Quiet hours\*: none.*Quiet weekends/);
});

it('tells a follower of start and end, and nobody twice', async () => {
  for (const user of ['U_BEN', 'U_ANN', 'U_NORA'] as const) {
    await choose(user, 'follows', components('ios-app'));
    await homeShows(user, /"initial_options":\[[^\]]*"value":"ios-app"/);
  }
  await ask('PREF-4');
  await company.say('U_OTTO', 'accept PREF-4');
  await company.untilStage('PREF-4', 'ready');
  expect(await told('U_BEN', 'PREF-4')).toEqual([]);
  await company.say('U_ANN', 'dep start PREF-4');
  await company.untilStage('PREF-4', 'deploying');
  const heard = (...says: readonly RegExp[]) =>
    eventually(async () => {
      const all = await told('U_BEN', 'PREF-4');
      expect(all.map(({ text }) => text)).toEqual(
        says.map((pattern) => expect.stringMatching(pattern) as string),
      );
      expect(all.flatMap(({ buttons }) => buttons)).toEqual([]);
    });
  const started = /<@U_ANN> started .*PREF-4.*\n_You follow `ios-app`/;
  await heard(started);
  await company.say('U_ANN', 'dep rollback PREF-4 it burns');
  await heard(started, /<@U_ANN> rolled back .*PREF-4.*it burns\n_You follow/);
  // Whoever did it knows already, and Nora has quiet hours.
  for (const user of ['U_ANN', 'U_NORA'] as const) expect(await told(user, 'You follow')).toEqual([]);
});

it('nudges about what is on production at any hour', async () => {
  await choose('U_ANN', 'quietFrom', option(minuteOf(clockIn('UTC', -2))));
  await choose('U_ANN', 'quietTo', option(minuteOf(clockIn('UTC', 4))));
  await homeShows('U_ANN', /Quiet hours.*\(UTC\)/);
  await ask('PREF-7');
  await company.say('U_OTTO', 'accept PREF-7');
  await company.untilStage('PREF-7', 'ready');
  await company.say('U_ANN', 'dep start PREF-7');
  expect((await untilNudged('U_ANN', 'PREF-7')).buttons.map(({ label }) => label)).toContain('Finish');
  await company.say('U_ANN', 'dep finish PREF-7');
});

it('tells all there is to tell while the database is away, by what it knew, and refuses to keep anything', async () => {
  await ask('PREF-5');
  await untilNudged('U_OTTO', 'PREF-5');
  await database.child.kill();
  await expectNotNudged('U_NORA', 'PREF-5', 'U_OTTO');
  const nudge = await untilNudged('U_OTTO', 'PREF-5');
  await click(company, 'U_OTTO', buttonOf(nudge, 'Snooze 30 min'));
  await eventually(async () => {
    expect(await told('U_OTTO', 'That was not kept')).toHaveLength(1);
  });
  await choose('U_OTTO', 'nudges', { value: 'none' });
  await homeShows('U_OTTO', /That was not kept: my database does not answer/);
  await untilNudged('U_OTTO', 'PREF-5');
  await company.slack.openHome('U_NORA');
  await homeShows('U_NORA', /this is what I knew last.*Quiet hours\*: \d\d:\d\d to/);
  await company.say('U_OTTO', 'accept PREF-5');
  await company.untilStage('PREF-5', 'ready');
});

it('knows it all after everything was started anew', async () => {
  await Promise.all([company.bot().stop(), company.worker().kill()]);
  database = await startDatabaseServer(port, database.folder);
  await Promise.all([company.startBot(), company.startWorker()]);
  await company.slack.openHome('U_NORA');
  await homeShows('U_NORA', /Quiet hours\*: \d\d:\d\d to .*"initial_options":\[[^\]]*"value":"ios-app"/);
  await ask('PREF-6');
  await expectNotNudged('U_NORA', 'PREF-6', 'U_OTTO');
  await choose('U_NORA', 'notQuiet');
  await untilNudged('U_NORA', 'PREF-6');
});
