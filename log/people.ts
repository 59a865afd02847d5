import { sql } from 'kysely';
import type { Insertable, Kysely, RawBuilder, Selectable } from 'kysely';
import { iso } from '../domain/iso.ts';
import { usualPreferences, usualQuietHours } from '../domain/preferences.ts';
import type { PreferenceChange, Preferences } from '../domain/preferences.ts';
import type { LogDatabase, PeopleTable } from './schema.ts';

/** Notification preferences, and who was welcomed. Each change is one statement. Every method throws the database's errors. */
export class PeopleStore {
  readonly #database: () => Promise<Kysely<LogDatabase>>;

  constructor(database: () => Promise<Kysely<LogDatabase>>) {
    this.#database = database;
  }

  /** The preferences that differ from the defaults, by user ID. */
  async preferences(): Promise<ReadonlyMap<string, Preferences>> {
    const db = await this.#database();
    const own = sql<boolean>`nudges <> 'message' or quiet_from is not null or quiet_weekends or snoozed_until is not null
      or follows <> '{}'`;
    const rows = await db.selectFrom('people').selectAll().where(own).execute();
    return new Map(rows.map((row) => [row.userId, preferencesOf(row)]));
  }

  /** The preferences of one user, and whether they were welcomed. */
  async of(userId: string): Promise<{ readonly preferences: Preferences; readonly welcomed: boolean }> {
    const db = await this.#database();
    const row = await db.selectFrom('people').selectAll().where('userId', '=', userId).executeTakeFirst();
    return row === undefined
      ? { preferences: usualPreferences, welcomed: false }
      : { preferences: preferencesOf(row), welcomed: row.welcomedBy !== null };
  }

  async keep(userId: string, change: PreferenceChange): Promise<void> {
    const db = await this.#database();
    const { insert, update = insert } = columnsOf(change);
    await db
      .insertInto('people')
      .values({ userId, ...insert })
      .onConflict((conflict) => conflict.column('userId').doUpdateSet(update))
      .execute();
  }

  /** Whether `by` may welcome this user: true for the first caller, and again whenever it repeats the call. */
  async claimWelcome(userId: string, by: string): Promise<boolean> {
    const db = await this.#database();
    const { welcomedBy } = await db
      .insertInto('people')
      .values({ userId, welcomedBy: by })
      .onConflict((conflict) =>
        conflict
          .column('userId')
          .doUpdateSet({ welcomedBy: sql<string>`coalesce(people.welcomed_by, excluded.welcomed_by)` }),
      )
      .returning('welcomedBy')
      .executeTakeFirstOrThrow();
    return welcomedBy === by;
  }
}

function preferencesOf(row: Selectable<PeopleTable>): Preferences {
  const { nudges, quietFrom, quietTo, quietWeekends, snoozedUntil, follows } = row;
  return {
    nudges,
    quiet: quietFrom === null || quietTo === null ? null : { from: quietFrom, to: quietTo },
    quietWeekends,
    snoozedUntil: snoozedUntil === null ? null : snoozedUntil.getTime(),
    follows,
  };
}

type Columns = Partial<Insertable<PeopleTable>>;

/** The columns for a new row, and for an existing one where these differ. Only what changes: concurrent clicks may change the rest. */
function columnsOf(change: PreferenceChange): {
  readonly insert: Columns;
  readonly update?: {
    readonly [Name in keyof Columns]: Columns[Name] | RawBuilder<NonNullable<Columns[Name]>>;
  };
} {
  switch (change.type) {
    case 'nudges':
      return { insert: { nudges: change.nudges } };
    case 'snooze':
      return { insert: { snoozedUntil: change.until === null ? null : iso(change.until) } };
    case 'notQuiet':
      return { insert: { quietFrom: null, quietTo: null } };
    case 'weekends':
      return { insert: { quietWeekends: change.quiet } };
    case 'follows':
      return { insert: { follows: [...change.components] } };
    case 'quietFrom': {
      const insert = { quietFrom: change.minute, quietTo: usualQuietHours.to };
      return { insert, update: { ...insert, quietTo: sql`coalesce(people.quiet_to, excluded.quiet_to)` } };
    }
    case 'quietTo': {
      const insert = { quietFrom: usualQuietHours.from, quietTo: change.minute };
      return {
        insert,
        update: { ...insert, quietFrom: sql`coalesce(people.quiet_from, excluded.quiet_from)` },
      };
    }
  }
}
