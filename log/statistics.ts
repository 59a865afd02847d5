import { sql } from 'kysely';
import type { Kysely, RawBuilder } from 'kysely';
import { everyComponent } from '../domain/log/event-row.ts';
import type { Figures, Spread, Statistics } from '../domain/log/figures.ts';
import { instant } from './instant.ts';
import type { LogDatabase } from './schema.ts';

export interface Period {
  /** Null: all. */
  readonly component: string | null;
  /** Epoch ms. */
  readonly since: number;
  readonly until: number;
  /** An IANA zone. */
  readonly timezone: string;
}

type Quantiles = readonly (number | null)[] | null;

interface Row {
  readonly releases: number;
  readonly rolledBack: number;
  readonly lead: Quantiles;
  readonly waitForGood: Quantiles;
  readonly waitForLock: Quantiles;
  readonly waitForAdmin: Quantiles;
  readonly onProduction: Quantiles;
  readonly nudges: number;
}

/** The figures that `docs/statistics.md` defines. Throws the database's errors. */
export async function statistics(db: Kysely<LogDatabase>, period: Period): Promise<Statistics> {
  const { component, since, until, timezone } = period;
  const ended = sql`started_at is not null and ended_as in ('finished', 'rolledBack')
    and ended_at between ${instant(since)} and ${instant(until)}`;
  const counted = sql`${ended} and (${component}::text is null or components @> array[${component}::text])`;
  const [total, byComponent, byMonth, restored] = await Promise.all([
    sql<Row>`select ${figures} from releases where ${counted}`.execute(db),
    sql<Row & { component: string }>`
      select component, ${figures} from releases, unnest(components) as component
      where ${counted} group by component order by count(*) desc, component`.execute(db),
    sql<Row & { month: string }>`
      select to_char(ended_at at time zone ${timezone}, 'YYYY-MM') as month, ${figures} from releases
      where ${counted} group by month order by month desc`.execute(db),
    restoring(db, period, { ended, counted }),
  ]);
  const [all = nothing] = total.rows;
  return {
    since,
    until,
    total: toFigures(all),
    ...restored,
    byComponent: byComponent.rows.map((row) => ({ component: row.component, ...toFigures(row) })),
    byMonth: byMonth.rows.map((row) => ({ month: row.month, ...toFigures(row) })),
  };
}

const quantiles = (from: string, to: string): RawBuilder<unknown> =>
  sql`percentile_cont(array[0.5, 0.9]) within group
    (order by extract(epoch from ${sql.ref(to)} - ${sql.ref(from)})::float8 * 1000)`;

const figures = sql`
  count(*) as releases,
  count(*) filter (where ended_as = 'rolledBack') as rolled_back,
  ${quantiles('askedAt', 'endedAt')} filter (where ended_as = 'finished') as lead,
  ${quantiles('announcedAt', 'goodAt')} as wait_for_good,
  ${quantiles('goodAt', 'turnAt')} as wait_for_lock,
  ${quantiles('adminCalledAt', 'adminFoundAt')} filter (where admin_found_at >= admin_called_at) as wait_for_admin,
  ${quantiles('startedAt', 'endedAt')} as on_production,
  coalesce(sum(nudges), 0) as nudges`;

const nothing: Row = {
  releases: 0,
  rolledBack: 0,
  lead: null,
  waitForGood: null,
  waitForLock: null,
  waitForAdmin: null,
  onProduction: null,
  nudges: 0,
};

const spread = (found: Quantiles): Spread => ({ medianMs: found?.[0] ?? null, p90Ms: found?.[1] ?? null });

const toFigures = (row: Row): Figures => ({
  releases: row.releases,
  rolledBack: row.rolledBack,
  lead: spread(row.lead),
  waitForGood: spread(row.waitForGood),
  waitForLock: spread(row.waitForLock),
  waitForAdmin: spread(row.waitForAdmin),
  onProduction: spread(row.onProduction),
  nudges: row.nudges,
});

async function restoring(
  db: Kysely<LogDatabase>,
  { component, since, until }: Period,
  { ended, counted }: Readonly<Record<'ended' | 'counted', RawBuilder<unknown>>>,
): Promise<Pick<Statistics, 'restore' | 'incidents'>> {
  const marked = sql`about = 'incident' and type = 'incident' and at between ${instant(since)} and ${instant(until)}
    and (${component}::text is null or components && array[${component}::text, ${everyComponent}])`;
  // Both sides use an index: comparing all with all takes most of the time with the incidents of some years. `= any` uses none, so that for
  // each incident the index of time on production is read, and not the one of components, which finds thousands of releases.
  const { rows } = await sql<{ restore: Quantiles; incidents: number }>`
    with incidents as (
      select at, components, components @> array[${everyComponent}] as everywhere from events where ${marked}
    ), failures as (
      select coalesce((select min(at) from events where ${marked} and at between r.started_at and r.ended_at
        and components && array_append(r.components, ${everyComponent})), r.started_at) as began, r.ended_at as restored
      from releases r where ${counted} and ended_as = 'rolledBack'
      union all
      select i.at, (select min(r.ended_at) from releases r where r.ended_at >= i.at
        and r.ended_as in ('finished', 'rolledBack') and (i.everywhere or i.components && r.components))
      from incidents i where not exists (select from releases r where ${ended} and ended_as = 'rolledBack'
        and (${component}::text is null or ${component}::text = any(r.components))
        and r.on_production @> i.at and (i.everywhere or i.components && r.components))
    )
    select (select count(*) from incidents) as incidents,
      percentile_cont(array[0.5, 0.9]) within group (order by extract(epoch from restored - began)::float8 * 1000) as restore
    from failures`.execute(db);
  return { restore: spread(rows[0]?.restore ?? null), incidents: rows[0]?.incidents ?? 0 };
}

const kept = 50;
const enough = 3;

/** The median time on production of each component's last finished releases, in ms. Components with fewer than three are left out. */
export async function usualTimes(
  db: Kysely<LogDatabase>,
  components: readonly string[],
): Promise<Readonly<Record<string, number>>> {
  const { rows } = await sql<{ component: string; medianMs: number }>`
    select component, percentile_cont(0.5) within group (order by ms) as median_ms
    from unnest(${[...components]}::text[]) as component, lateral (
      select extract(epoch from ended_at - started_at)::float8 * 1000 as ms from releases
      where components @> array[component] and ended_as = 'finished' and started_at is not null
      order by ended_at desc limit ${kept}) as last
    group by component having count(*) >= ${enough}`.execute(db);
  return Object.fromEntries(rows.map(({ component, medianMs }) => [component, medianMs]));
}
