/** Notification preferences, while the database answers and while it does not. */
import { describe, expect, it } from 'vitest';
import { PreferenceCache } from '../../activities/preference-cache.ts';
import { usualPreferences } from '../../domain/preferences.ts';
import type { Preferences } from '../../domain/preferences.ts';

const now = Date.parse('2026-03-10T22:30:00Z');
const zones: Readonly<Record<string, string>> = { U_TOKYO: 'Asia/Tokyo' };
const night = { ...usualPreferences, quiet: { from: 22 * 60, to: 8 * 60 } };

/** The preferences table of a database that can stop answering or refuse. */
function table(rows: Readonly<Record<string, Preferences>>) {
  let state: 'well' | 'silent' | 'refusing' = 'well';
  const answer = <T>(value: T): Promise<T> => {
    if (state === 'silent') return new Promise(() => undefined);
    return state === 'refusing' ? Promise.reject(new Error('refused')) : Promise.resolve(value);
  };
  const store = {
    preferences: () => answer(new Map(Object.entries(rows))),
    of: (user: string) => answer({ preferences: rows[user] ?? usualPreferences, welcomed: true }),
    keep: () => answer(undefined),
    claimWelcome: () => answer(true),
  };
  return {
    store,
    become: (next: typeof state) => {
      state = next;
    },
  };
}

const wishesOf = (store: ConstructorParameters<typeof PreferenceCache>[0]['store']) => {
  const troubles: unknown[] = [];
  const wishes = new PreferenceCache({
    store,
    zoneOf: (user) => Promise.resolve(zones[user] ?? null),
    onAway: (error) => troubles.push(error),
  });
  return { wishes, troubles };
};

const usual = { now, roundTheClock: false, otherwise: 'UTC' };
const everyone = ['U_ANN', 'U_BEN', 'U_LATE', 'U_TOKYO'];
const rows = {
  U_BEN: { ...usualPreferences, nudges: 'none' },
  U_LATE: { ...night, follows: ['db', 'web'] },
  U_TOKYO: { ...night, quiet: { from: 0, to: 7 * 60 }, follows: ['web'] },
} as const;

it('leaves people alone on a weekend in their own zone, also about what they follow', async () => {
  const weekends = { ...usualPreferences, quietWeekends: true, follows: ['web'] };
  const { wishes } = wishesOf(table({ U_BEN: weekends, U_TOKYO: weekends }).store);
  // In Tokyo it is Saturday already.
  const friday = Date.parse('2026-03-13T20:00:00Z');
  expect(await wishes.nudgeable(['U_BEN', 'U_TOKYO'], { ...usual, now: friday })).toEqual(['U_BEN']);
  expect([...(await wishes.followers(['web'], friday, 'UTC')).keys()]).toEqual(['U_BEN']);
});

describe('who may be nudged', () => {
  it('goes by their own wishes and zones', async () => {
    const { wishes } = wishesOf(table(rows).store);
    expect(await wishes.nudgeable(everyone, usual)).toEqual(['U_ANN', 'U_TOKYO']);
    expect(await wishes.nudgeable(everyone, { ...usual, roundTheClock: true })).toEqual([
      'U_ANN',
      'U_LATE',
      'U_TOKYO',
    ]);
  });

  it.each(['silent', 'refusing'] as const)('goes by what was known last of a %s database', async (state) => {
    const { store, become } = table(rows);
    const { wishes, troubles } = wishesOf(store);
    become(state);
    expect(await wishes.nudgeable(everyone, usual)).toEqual(everyone);
    become('well');
    // Those who share a query that has not come back wait for it; nobody else does.
    const found = state === 'silent' ? everyone : ['U_ANN', 'U_TOKYO'];
    expect(await wishes.nudgeable(everyone, usual)).toEqual(found);
    become(state);
    expect(await wishes.nudgeable(everyone, usual)).toEqual(found);
    expect(troubles.length > 0).toBe(state === 'refusing');
  });

  it('is everyone without a database', async () => {
    const { wishes } = wishesOf(null);
    expect(wishes.areKept).toBe(false);
    expect(await wishes.nudgeable(everyone, usual)).toEqual(everyone);
  });
});

it('tells who follows what, but for those who want quiet now', async () => {
  const { wishes } = wishesOf(table(rows).store);
  expect(await wishes.followers(['web', 'db'], now, 'UTC')).toEqual(new Map([['U_TOKYO', ['web']]]));
  expect(await wishes.followers(['web', 'db'], now - 12 * 3_600_000, 'UTC')).toEqual(
    new Map([
      ['U_LATE', ['web', 'db']],
      ['U_TOKYO', ['web']],
    ]),
  );
  expect(await wishes.followers(['billing'], now, 'UTC')).toEqual(new Map());
});

it.each([
  ['well', null],
  ['refusing', 'databaseAway'],
  ['silent', 'databaseAway'],
] as const)(
  'keeps nothing, and welcomes nobody, unless the database is there: %s',
  async (state, problem) => {
    const { store, become } = table(rows);
    const { wishes } = wishesOf(store);
    become(state);
    const [kept, claimed, own] = await Promise.all([
      wishes.keep('U_ANN', { type: 'notQuiet' }),
      wishes.claimWelcome('U_ANN', 'me'),
      wishes.of('U_BEN', 'UTC'),
    ]);
    expect([kept, claimed]).toEqual([problem, problem === null]);
    expect(own).toEqual({
      preferences: problem === null ? rows.U_BEN : usualPreferences,
      welcomed: problem === null ? true : null,
      zone: 'UTC',
      problem,
    });
  },
);

it('keeps nothing, and welcomes nobody, without one', async () => {
  const { wishes } = wishesOf(null);
  expect(await wishes.keep('U_ANN', { type: 'notQuiet' })).toBe('noDatabase');
  expect(await wishes.claimWelcome('U_ANN', 'me')).toBe(false);
  expect(await wishes.of('U_TOKYO', 'UTC')).toMatchObject({ problem: 'noDatabase', zone: 'Asia/Tokyo' });
});
