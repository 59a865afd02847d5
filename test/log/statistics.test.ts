/** The statistics of a few releases, against figures counted by hand. `docs/statistics.md` defines each. */
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { everyComponent } from '../../domain/log/event-row.ts';
import { incidentRow } from '../../domain/log/incident.ts';
import { ReleaseLog } from '../../log/release-log.ts';
import { testDatabase } from '../support/database.ts';
import { releaseRow } from './rows.ts';

let log: ReleaseLog;
beforeEach(async () => {
  log = new ReleaseLog(await testDatabase(), () => undefined);
});
afterEach(() => log.close());

const minute = 60_000;
const hour = 60 * minute;
const day = 24 * hour;
/** The beginning of March in Berlin. */
const march = Date.parse('2026-02-28T23:00:00Z');
const period = {
  component: null,
  since: march - 10 * day,
  until: march + 10 * day,
  timezone: 'Europe/Berlin',
};

/** The events of a release, in minutes from `at`. */
interface Life {
  readonly at: number;
  readonly components?: readonly string[];
  readonly good?: number;
  readonly turn?: number;
  /** When the admin came; without it, the release needs none. */
  readonly admin?: number;
  readonly started: number;
  readonly end: readonly ['finished' | 'rolledBack' | 'cancelled', number] | null;
  readonly nudges?: number;
}

async function live(
  releaseKey: string,
  { at, components = ['billing'], good = 10, turn = 20, admin, started, end, nudges = 0 }: Life,
): Promise<void> {
  const steps: readonly (readonly [string, number, object?])[] = [
    ['requested', 0],
    ['checksPassed', 2],
    ...Array.from({ length: nudges }, (_, n) => ['nudged', 3 + n] as const),
    ['accepted', good],
    ['turnCame', turn, { adminNeeded: admin !== undefined }],
    ...(admin === undefined ? [] : [['adminFound', admin, { ready: true }] as const]),
    ['started', started],
    ...(end === null ? [] : [end]),
  ];
  await log.record(
    steps.map(([type, minutes, facts = {}], index) =>
      releaseRow(index + 1, { releaseKey, type, components, facts, at: at + minutes * minute }),
    ),
  );
}

const incident = (id: string, at: number, components: readonly string[]) =>
  log.record([
    incidentRow(
      { at, text: 'slow', components },
      { actor: 'U_ANN', commandId: id, via: 'slack', channel: null, saidAt: null },
    ),
  ]);

const spread = (median: number, p90: number) => ({ medianMs: median * minute, p90Ms: p90 * minute });
const none = { medianMs: null, p90Ms: null };

describe('figures', () => {
  beforeEach(async () => {
    // One ends in February, Berlin time; one in March, with two components; the third is rolled back.
    await live('k1', { at: march - 2 * hour, started: 30, end: ['finished', 60], admin: 25, nudges: 2 });
    await live('k2', {
      at: march,
      components: ['billing', 'db'],
      good: 32,
      turn: 33,
      started: 40,
      end: ['finished', 160],
    });
    await live('k3', {
      at: march + day,
      components: ['db'],
      started: 40,
      end: ['rolledBack', 80],
      nudges: 1,
    });
    // None of these counts: still on production, cancelled, too early, too late.
    await live('k4', { at: march, started: 30, end: null });
    await live('k5', { at: march, started: 30, end: ['cancelled', 40] });
    await live('k6', { at: march - 20 * day, started: 30, end: ['finished', 60] });
    await live('k7', { at: march + 20 * day, started: 30, end: ['finished', 60] });
  });

  it('of all that ended on production in the period', async () => {
    const { total, since, until } = await log.statistics(period);
    expect([since, until]).toEqual([period.since, period.until]);
    expect(total).toEqual({
      releases: 3,
      rolledBack: 1,
      // 60 and 160; the one that was rolled back does not count.
      lead: spread(110, 150),
      // 8, 8 and 30.
      waitForGood: spread(8, 25.6),
      // 1, 10 and 10.
      waitForLock: spread(10, 10),
      waitForAdmin: spread(5, 5),
      // 30, 40 and 120.
      onProduction: spread(40, 104),
      nudges: 3,
    });
  });

  it('by component, the most released first, and by month of the workspace, the last one first', async () => {
    const { byComponent, byMonth } = await log.statistics(period);
    expect(byComponent).toMatchObject([
      { component: 'billing', releases: 2, rolledBack: 0, nudges: 2, onProduction: spread(75, 111) },
      { component: 'db', releases: 2, rolledBack: 1, nudges: 1, lead: spread(160, 160) },
    ]);
    expect(byMonth).toMatchObject([
      { month: '2026-03', releases: 2, rolledBack: 1, waitForAdmin: none },
      { month: '2026-02', releases: 1, rolledBack: 0, lead: spread(60, 60) },
    ]);
  });

  it('of one component', async () => {
    const { total } = await log.statistics({ ...period, component: 'db' });
    expect(total).toMatchObject({ releases: 2, rolledBack: 1, nudges: 1 });
    expect((await log.statistics({ ...period, component: 'mail' })).total).toEqual({
      ...{ releases: 0, rolledBack: 0, nudges: 0 },
      ...{ lead: none, waitForGood: none, waitForLock: none, waitForAdmin: none, onProduction: none },
    });
  });
});

describe('the time to restore', () => {
  const restored = async (component: string | null = null) => {
    const { restore, incidents } = await log.statistics({ ...period, component });
    return [restore, incidents];
  };

  it('of a release that was rolled back, from its start, or from the incident that was marked meanwhile', async () => {
    await live('k1', { at: march, started: 30, end: ['rolledBack', 90] });
    expect(await restored()).toEqual([spread(60, 60), 0]);
    await incident('i2', march + 70 * minute, [everyComponent]);
    await incident('i1', march + 60 * minute, ['billing']);
    await incident('i3', march + 50 * minute, ['db']);
    // 30 minutes for `billing`. The incident of `db` is not over; the one of every component began 20 minutes before the next end.
    expect(await restored()).toEqual([spread(30, 30), 3]);
    expect(await restored('db')).toEqual([spread(20, 20), 2]);
  });

  it('of any other incident, to the next end of a release of its components', async () => {
    await incident('i1', march, ['db']);
    await live('k1', { at: march, components: ['billing'], started: 5, end: ['finished', 10] });
    await live('k2', { at: march, components: ['db'], started: 15, end: ['finished', 45] });
    expect(await restored()).toEqual([spread(45, 45), 1]);
    await incident('i2', march + 5 * minute, []);
    // 45 and 5 minutes.
    expect(await restored()).toEqual([spread(25, 41), 2]);
  });
});

it('the usual time of a component is that of its last fifty finished releases, if there are three', async () => {
  for (const n of [1, 2]) await live(`a${n}`, { at: march + n * hour, started: 30, end: ['finished', 40] });
  await live('rolled', { at: march + 3 * hour, started: 30, end: ['rolledBack', 50] });
  expect(await log.usualTimes(['billing', 'db'])).toEqual({});
  await live('a3', { at: march + 4 * hour, started: 30, end: ['finished', 60] });
  expect(await log.usualTimes(['billing', 'db'])).toEqual({ billing: 10 * minute });
  for (let n = 0; n < 50; n += 1) {
    await live(`b${n}`, { at: march + day + n * hour, started: 30, end: ['finished', 50] });
  }
  expect(await log.usualTimes(['billing'])).toEqual({ billing: 20 * minute });
});
