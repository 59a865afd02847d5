import type { LongestWait } from '../domain/messages/digest.ts';
import type { LastFinished } from '../domain/messages/question-answer.ts';
import { sql } from 'kysely';
import type { Expression, Kysely, SelectQueryBuilder } from 'kysely';
import type { UsualTimes } from '../domain/estimate.ts';
import { everyComponent } from '../domain/log/event-row.ts';
import type { About, EventRow } from '../domain/log/event-row.ts';
import type { Statistics } from '../domain/log/figures.ts';
import type { Commit } from '../domain/log/commit.ts';
import type { LoggedRelease } from '../domain/log/logged-release.ts';
import { connectLog } from './connection.ts';
import { migrateLog } from './migrate.ts';
import { eventColumns, eventOf } from './event-rows.ts';
import type { LoggedEvent, StoredEvent } from './event-rows.ts';
import { between, instant } from './instant.ts';
import { commitsBefore } from './commits-before.ts';
import { lastFinished } from './last-finished.ts';
import { living } from './living.ts';
import type { LivingFilter } from './living.ts';
import { longestWait } from './longest-wait.ts';
import { recordRows } from './record.ts';
import { releaseColumns, releaseOf } from './release-rows.ts';
import { searchQuery } from './search-words.ts';
import { statistics, usualTimes } from './statistics.ts';
import type { Period } from './statistics.ts';
import type { EventsTable, LogDatabase } from './schema.ts';

/** The events to find. Absent properties do not restrict. */
export interface EventFilter {
  /** Events of this component, and those that concern every component. */
  readonly component?: string;
  /** The ticket of the release, or any of its tickets. */
  readonly ticket?: string;
  readonly releaseKey?: string;
  readonly about?: About;
  readonly types?: readonly string[];
  /** Words of ticket, title or reason, as typed into a search field. */
  readonly words?: string;
  /** Epoch ms, both included. */
  readonly since?: number;
  readonly until?: number;
  /** Only events older than this one in the order of `events`: its instant (epoch ms) and its `seq`. */
  readonly before?: { readonly at: number; readonly seq: number };
}

/** The log of all releases in PostgreSQL. Every method throws the database's errors. */
export class ReleaseLog {
  readonly #url: string;
  readonly #db: Kysely<LogDatabase>;
  #tables: Promise<void> | null = null;
  #isClosed = false;

  /** `onError` is called for errors of idle connections. */
  constructor(url: string, onError: (error: Error) => void) {
    this.#url = url;
    this.#db = connectLog(url, { onError });
  }

  /** The typed database, for queries outside of this class. Migrates the tables first. */
  async database(): Promise<Kysely<LogDatabase>> {
    this.#tables ??= migrateLog(this.#url);
    try {
      await this.#tables;
    } catch (error) {
      // The database may have been down: the next call tries again.
      this.#tables = null;
      throw error;
    }
    // A query would open a connection that nobody closes.
    if (this.#isClosed) throw new Error('The log is closed');
    return this.#db;
  }

  /** Writes rows, all or none. Existing rows stay as they are. */
  async record(rows: readonly EventRow[]): Promise<void> {
    if (rows.length > 0) await recordRows(await this.database(), rows);
  }

  /** Newest first. */
  async events(filter: EventFilter, limit: number): Promise<readonly LoggedEvent[]> {
    const db = await this.database();
    const { component, words, ticket, ...rest } = filter;
    // `offset 0` keeps the order out of the subquery, so that matches are found first and sorted then.
    const bySorting = () => {
      const all = matching(db.selectFrom('events'), filter).selectAll().offset(0);
      return newest(db.selectFrom(asEvents(all)), limit);
    };
    // A ticket has few events. The planner assumes that one event in 200 names it, and would go back through all by time.
    if (ticket !== undefined) return bySorting();
    if (component === undefined && words === undefined) {
      return newest(matching(db.selectFrom('events'), filter), limit);
    }
    // The planner assumes that words and components are spread evenly over time. For a rare or long gone one it would scan back through all
    // newer events. So the newest `goneBackFor` events are searched first, then the index of words or components.
    const latest = newestFirst(matching(db.selectFrom('events'), rest).selectAll()).limit(goneBackFor);
    const found = await newest(matching(db.selectFrom(asEvents(latest)), filter), limit);
    return found.length === limit ? found : bySorting();
  }

  /** The events with these keys, in any order. */
  async withKeys(keys: readonly string[]): Promise<readonly LoggedEvent[]> {
    const db = await this.database();
    const rows = await db
      .selectFrom('events')
      .select(eventColumns)
      .where('key', 'in', [...keys])
      .execute();
    return rows.map(eventOf);
  }

  /** Streams the matching events of this moment, oldest first, in batches, however many there are. */
  async *stream(filter: EventFilter): AsyncGenerator<LoggedEvent> {
    const db = await this.database();
    const wanted = matching(db.selectFrom('events'), filter)
      .select(eventColumns)
      .orderBy('at')
      .orderBy('seq');
    const transaction = await db.startTransaction().execute();
    try {
      // The statement timeout applies to each FETCH, not to all together.
      await sql`declare wanted no scroll cursor for ${wanted}`.execute(transaction);
      for (;;) {
        const { rows } = await sql<StoredEvent>`fetch 1000 from wanted`.execute(transaction);
        if (rows.length === 0) return;
        yield* rows.map(eventOf);
      }
    } finally {
      await transaction.rollback().execute();
    }
  }

  /** Whether any event names a component. */
  async knowsComponent(name: string): Promise<boolean> {
    const db = await this.database();
    const query = db.selectFrom('events').select('seq').limit(1);
    const found = await query.where(sql<boolean>`components @> ${[name]}::text[]`).executeTakeFirst();
    return found !== undefined;
  }

  /** The number of matching events, counted up to `most`. */
  async count(filter: EventFilter, most: number): Promise<number> {
    const db = await this.database();
    const { found } = await db
      .selectFrom(matching(db.selectFrom('events'), filter).select('seq').limit(most).as('some'))
      .select(({ fn }) => fn.countAll<number>().as('found'))
      .executeTakeFirstOrThrow();
    return found;
  }

  /** See `commitsBefore`. */
  async commitsBefore(
    releaseKeys: readonly string[],
    component: string | null,
  ): Promise<ReadonlyMap<string, Commit>> {
    return commitsBefore(await this.database(), releaseKeys, component);
  }

  /** The releases that were on production at some time between two instants (epoch ms), both included; the last started first. */
  async onProduction(from: number, to: number): Promise<readonly LoggedRelease[]> {
    const db = await this.database();
    const overlaps = sql<boolean>`on_production && ${between(from, to)}`;
    const found = db.selectFrom('releases').select(releaseColumns).where(overlaps);
    const rows = await found.orderBy('startedAt', 'desc').execute();
    return rows.map(releaseOf);
  }

  /** See `living`. */
  async living(
    filter: LivingFilter,
    limit: number,
  ): Promise<{ readonly releases: readonly LoggedRelease[]; readonly more: number }> {
    return living(await this.database(), filter, limit);
  }

  /** Null if no event mentions it. */
  async release(releaseKey: string): Promise<LoggedRelease | null> {
    const db = await this.database();
    const found = db.selectFrom('releases').select(releaseColumns).where('releaseKey', '=', releaseKey);
    const row = await found.executeTakeFirst();
    return row === undefined ? null : releaseOf(row);
  }

  /** The releases among these that reported their end themselves. */
  async endedThemselves(releaseKeys: readonly string[]): Promise<ReadonlySet<string>> {
    const db = await this.database();
    const rows = await db
      .selectFrom('releases')
      .select('releaseKey')
      .where('releaseKey', 'in', [...releaseKeys])
      .where('endedAs', 'not in', ['terminated', 'unlocked'])
      .execute();
    return new Set(rows.map(({ releaseKey }) => releaseKey));
  }

  /** The highest n of release keys `PREFIX-n`; 0 if there are none. */
  async highestNumber(prefix: string): Promise<number> {
    const db = await this.database();
    const key = `^${prefix}-[1-9][0-9]{0,14}$`;
    const { rows } = await sql<{ highest: number | null }>`
      select max(substring(ticket from '[0-9]+$')::bigint) as highest from releases where ticket ~ ${key}`.execute(
      db,
    );
    return rows[0]?.highest ?? 0;
  }

  /** The `seq` of the last event inserted; null if there is none. */
  async newest(): Promise<number | null> {
    const db = await this.database();
    const last = db.selectFrom('events').select('seq').orderBy('seq', 'desc').limit(1);
    return (await last.executeTakeFirst())?.seq ?? null;
  }

  /** The address of a release's card in Slack; null if it is not known. */
  async cardLink(releaseKey: string): Promise<string | null> {
    const db = await this.database();
    const card = db.selectFrom('cards').select('link').where('releaseKey', '=', releaseKey);
    return (await card.executeTakeFirst())?.link ?? null;
  }

  /** Stores the address of a release's card in Slack, replacing an earlier one. */
  async keepCardLink(releaseKey: string, link: string): Promise<void> {
    const db = await this.database();
    const card = db.insertInto('cards').values({ releaseKey, link });
    await card.onConflict((conflict) => conflict.column('releaseKey').doUpdateSet({ link })).execute();
  }

  /** The origin of the Slack workspace, from the card of the latest release; null without a card. */
  async workspace(): Promise<string | null> {
    const db = await this.database();
    const cards = db.selectFrom('cards').innerJoin('releases', 'releases.releaseKey', 'cards.releaseKey');
    const card = await cards.select('link').orderBy('askedAt', 'desc').limit(1).executeTakeFirst();
    return card !== undefined && URL.canParse(card.link) ? new URL(card.link).origin : null;
  }

  async statistics(period: Period): Promise<Statistics> {
    return statistics(await this.database(), period);
  }

  /** See `longestWait`. */
  async longestWait(since: number, until: number): Promise<LongestWait | null> {
    return longestWait(await this.database(), since, until);
  }

  /** See `lastFinished`. */
  async lastFinished(components: readonly string[]): Promise<readonly LastFinished[]> {
    return lastFinished(await this.database(), components);
  }

  /** See `usualTimes`. */
  async usualTimes(components: readonly string[]): Promise<UsualTimes> {
    return usualTimes(await this.database(), components);
  }

  async close(): Promise<void> {
    this.#isClosed = true;
    await this.#db.destroy();
  }
}

/** The number of newest events to search, in some 5 ms, before using the index of words or components. */
const goneBackFor = 5000;

type EventsQuery<Columns> = SelectQueryBuilder<LogDatabase, 'events', Columns>;

/** Lets a subset of the events stand in for the table. */
const asEvents = (some: Expression<unknown>) => sql<EventsTable>`(${some})`.as<'events'>('events');

const newestFirst = <Columns>(query: EventsQuery<Columns>): EventsQuery<Columns> =>
  query.orderBy('at', 'desc').orderBy('seq', 'desc');

async function newest(query: EventsQuery<unknown>, limit: number): Promise<readonly LoggedEvent[]> {
  const rows = await newestFirst(query.select(eventColumns)).limit(limit).execute();
  return rows.map(eventOf);
}

function matching<Columns>(
  events: EventsQuery<Columns>,
  { component, ticket, releaseKey, about, types, words, since, until, before }: EventFilter,
) {
  return events
    .$if(component !== undefined, (query) =>
      query.where(sql<boolean>`components && ${[component ?? '', everyComponent]}::text[]`),
    )
    .$if(ticket !== undefined, (query) =>
      query.where(sql<boolean>`(ticket = ${ticket ?? null} or
        (cardinality(tickets) > 1 and tickets @> ${[ticket ?? '']}::text[]))`),
    )
    .$if(releaseKey !== undefined, (query) => query.where('releaseKey', '=', releaseKey ?? null))
    .$if(about !== undefined, (query) => query.where('about', '=', about ?? ''))
    .$if(types !== undefined, (query) => query.where('type', 'in', [...(types ?? [])]))
    .$if(words !== undefined, (query) => query.where(sql<boolean>`search @@ ${searchQuery(words ?? '')}`))
    .$if(since !== undefined, (query) => query.where(sql<boolean>`at >= ${instant(since ?? 0)}`))
    .$if(until !== undefined, (query) => query.where(sql<boolean>`at <= ${instant(until ?? 0)}`))
    .$if(before !== undefined, (query) =>
      query.where(sql<boolean>`(at, seq) < (${instant(before?.at ?? 0)}, ${before?.seq ?? 0})`),
    );
}
