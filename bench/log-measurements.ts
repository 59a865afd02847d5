import type { Pool } from 'pg';
import { suspectMs } from '../domain/log/blame.ts';
import type { EventFilter, ReleaseLog } from '../log/release-log.ts';
import { suspectsOf } from '../log/suspects.ts';
import {
  componentOf,
  components,
  customerOf,
  past,
  pastEnd,
  pastStart,
  retired,
  retiredWord,
} from './past.ts';

/** A query to the log, and the same data by the plainest SQL. `at` is some moment of the past, epoch ms. */
export interface Measurement {
  readonly name: string;
  readonly ask: (log: ReleaseLog, at: number) => Promise<unknown>;
  readonly bare: (database: Pool, at: number) => Promise<unknown>;
}

const hour = 3_600_000;
const day = 24 * hour;
/** The limits of the `log` command for showing and counting events. */
const pageSize = 20;
const countedTo = 1020;

const common = componentOf(0);
const rare = componentOf(95);
const timezone = 'Europe/Berlin';

const eventColumns = `seq, key, at, about, type, release_key, n, ticket, title, url, wiki_link, requester, actor, via,
  components, component, token, facts`;
const releaseColumns = `release_key, ticket, title, url, wiki_link, requester, admin, components, stage,
  stage_since, asked_at, announced_at, good_at, turn_at, admin_called_at, admin_found_at, started_at, ended_at, ended_as,
  overridden_at, override_reason, nudges`;

const instant = (ms: number): Date => new Date(ms);

const onProduction = (database: Pool, from: number, to: number) =>
  database.query(
    `select ${releaseColumns} from releases where on_production && tstzrange($1, $2, '[]') order by started_at desc`,
    [instant(from), instant(to)],
  );

const eventsAbout = (database: Pool, about: string, types: readonly string[], from: number, to: number) =>
  database.query(
    `select ${eventColumns} from events where about = $1 and type = any($2) and at between $3 and $4 order by at desc`,
    [about, types, instant(from), instant(to)],
  );

type Moment = (at: number) => number;
const any: Moment = (at) => at;
const within =
  (from: number, to: number): Moment =>
  (at) =>
    from + (to - from) * ((at - pastStart) / (pastEnd - pastStart));

const blame = (name: string, component: string | null, moment: Moment): Measurement => ({
  name: `blame, ${name}`,
  ask: (log, some) => suspectsOf(log, { at: moment(some), component }, components),
  bare: (database, some) => {
    const at = moment(some);
    return Promise.all([
      onProduction(database, at - suspectMs, at),
      eventsAbout(database, 'lock', ['unlocked'], at - suspectMs, at),
    ]);
  },
});

/** The faster plan, known beforehand: backwards in time, or by the index of words or components with a sort afterwards. */
type Way = 'time' | 'index';

/** The newest matching events and their count; `where` is the SQL of `filter`. */
const page = (
  name: string,
  filter: EventFilter,
  where: string,
  values: readonly unknown[] = [],
  way: Way = 'time',
): Measurement => {
  const wanted = `select ${eventColumns} from events where ${where}`;
  const from = way === 'time' ? wanted : `select * from (${wanted} offset 0) as found`;
  return {
    name: `log, ${name}`,
    ask: (log) => Promise.all([log.events(filter, pageSize), log.count(filter, countedTo)]),
    bare: (database) =>
      Promise.all([
        database.query(`${from} order by at desc limit ${pageSize}`, [...values]),
        database.query(
          `select count(*) from (select from events where ${where} limit ${countedTo}) as found`,
          [...values],
        ),
      ]),
  };
};

const pageOf = (name: string, component: string, way: Way): Measurement =>
  page(name, { component }, `components && $1`, [[component, '*']], way);

const pageSince = (name: string, since: number): Measurement =>
  page(name, { since }, 'at >= $1', [instant(since)]);

const pageWith = (name: string, words: string, way: Way): Measurement =>
  page(name, { words }, `search @@ websearch_to_tsquery('simple', $1)`, [words], way);

const counted = `started_at is not null and ended_as in ('finished', 'rolledBack') and ended_at between $1 and $2`;

/** `bare` fetches the rows behind the figures without computing any. */
const stats = (name: string, component: string | null, days: number): Measurement => {
  const since = pastEnd - days * day;
  const ofIt = component === null ? '' : 'and components @> $3';
  return {
    name: `stats, ${name}`,
    ask: (log) => log.statistics({ component, since, until: pastEnd, timezone }),
    bare: (database) =>
      database.query(
        `select components, asked_at, announced_at, good_at, turn_at, admin_called_at, admin_found_at, started_at,
           ended_at, ended_as, nudges from releases
         where ${counted} ${ofIt}`,
        [instant(since), instant(pastEnd), ...(component === null ? [] : [[component]])],
      ),
  };
};

/** `bare` computes the figures for all releases together only: not by component or month, and none of incidents. */
const statsBesideTotal = (name: string, days: number): Measurement => {
  const spread = (from: string, to: string) =>
    `percentile_cont(array[0.5, 0.9]) within group (order by extract(epoch from ${to} - ${from})::float8)`;
  return {
    ...stats(`${name}, beside the total`, null, days),
    bare: (database) =>
      database.query(
        `select count(*), sum(nudges), ${spread('asked_at', 'ended_at')}, ${spread('announced_at', 'good_at')},
           ${spread('good_at', 'turn_at')}, ${spread('admin_called_at', 'admin_found_at')}, ${spread('started_at', 'ended_at')}
         from releases where ${counted}`,
        [instant(pastEnd - days * day), instant(pastEnd)],
      ),
  };
};

/** What the page draws: the releases open in the window, all freezes until its end, and incidents. */
const timeline = (name: string, windowMs: number, words = ''): Measurement => ({
  name: `timeline, ${name}`,
  ask: (log, until) => {
    const since = until - windowMs;
    return Promise.all([
      log.living({ from: since, to: until, components: [], words }, mostDrawn),
      log.events({ about: 'lock', types: freezing }, mostDrawn),
      log.events({ about: 'incident', since, until }, mostDrawn),
    ]);
  },
  bare: (database, until) => {
    const since = until - windowMs;
    const values = [instant(since), instant(until), ...(words === '' ? [] : [words])];
    const where = `life && tstzrange($1, $2, '[]')
      ${words === '' ? '' : "and search @@ websearch_to_tsquery('simple', $3)"}`;
    return Promise.all([
      database.query(
        `select ${releaseColumns} from releases where ${where} order by asked_at desc limit ${mostDrawn}`,
        values,
      ),
      database.query(`select count(*) from releases where ${where}`, values),
      database.query(
        `select ${eventColumns} from events where about = 'lock' and type = any($1) order by at desc limit ${mostDrawn}`,
        [freezing],
      ),
      eventsAbout(database, 'incident', ['incident'], since, until),
    ]);
  },
});
const freezing = ['frozen', 'unfrozen'];
const mostDrawn = 2000;

const [first] = past(1);
const releaseKey = first?.releaseKey ?? '';
const story: Measurement = {
  name: 'the story of a release',
  ask: (log) => log.events({ releaseKey }, mostDrawn),
  bare: (database) =>
    database.query(`select ${eventColumns} from events where release_key = $1 order by at desc`, [
      releaseKey,
    ]),
};

const blameAnything = blame('anything, at any time', null, any);
const pageOfEverything = page('everything', {}, 'true');
const pageOfComponent = pageOf('a component of many releases', common, 'time');
const statsOfMonth = stats('30 days', null, 30);
const timelineOfWeek = timeline('7 days', 7 * day);

/** In the order of the output. Add new queries to the log here. */
export const measurements: readonly Measurement[] = [
  blameAnything,
  blame('anything, in the last week', null, within(pastEnd - 8 * day, pastEnd - day)),
  blame('anything, three years ago', null, within(pastStart + 2 * day, pastStart + 9 * day)),
  blame('a component of many releases', common, any),
  blame('a component of few releases', rare, any),
  pageOfEverything,
  pageOfComponent,
  pageOf('a component of few releases', rare, 'index'),
  pageOf('a component long gone', retired, 'index'),
  page('a ticket', { ticket: 'PAY-0' }, 'ticket = $1', ['PAY-0']),
  pageSince('the last two hours', pastEnd - 62 * hour),
  pageSince('the last 30 days', pastEnd - 30 * day),
  pageWith('a word of one in nine', 'invoice', 'time'),
  pageWith('three words', 'faster invoice form', 'time'),
  pageWith('a rare word', customerOf(900), 'index'),
  pageWith('a word long gone', retiredWord, 'index'),
  pageWith('a word nobody wrote', 'nowhere', 'index'),
  pageWith('words seldom together', 'refund invoice', 'index'),
  statsOfMonth,
  stats('30 days of a component', common, 30),
  stats('3 years', null, 3 * 365),
  stats('3 years of a component', common, 3 * 365),
  statsBesideTotal('3 years', 3 * 365),
  timeline('24 hours', day),
  timelineOfWeek,
  timeline('30 days', 30 * day),
  timeline('400 days', 400 * day),
  timeline('400 days with a word of one in nine', 400 * day, 'invoice'),
  story,
];

/** Also measured with none of their data in memory. */
export const coldMeasurements: readonly Measurement[] = [
  blameAnything,
  pageOfEverything,
  pageOfComponent,
  statsOfMonth,
  timelineOfWeek,
];
