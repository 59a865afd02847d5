import type { Pool } from 'pg';
import { suspectMs } from '../domain/blame.ts';
import type { EventFilter, ReleaseLog } from '../log/release-log.ts';
import { suspectsOf } from '../log/suspects.ts';
import { componentOf, components, pastEnd, retired } from './past.ts';

/** A question to the log, and the same data by the plainest SQL; `at` is epoch ms, some moment of the past. */
export interface Measurement {
  readonly name: string;
  readonly ask: (log: ReleaseLog, at: number) => Promise<unknown>;
  readonly bare: (database: Pool, at: number) => Promise<unknown>;
}

const hour = 3_600_000;
const day = 24 * hour;
/** As the command shows and counts them. */
const pageSize = 20;
const countedTo = 1020;

const common = componentOf(0);
const rare = componentOf(95);
const timezone = 'Europe/Berlin';

const eventColumns = `seq, key, at, about, type, release_key, n, ticket, title, url, wiki_link, requester, actor, via,
  components, component, token, facts`;
const releaseColumns = `release_key, ticket, title, url, wiki_link, requester, admin, components, last_n, last_type,
  asked_at, announced_at, good_at, turn_at, admin_called_at, admin_found_at, started_at, ended_at, ended_as,
  overridden_at, override_reason, nudges`;

const instant = (ms: number): Date => new Date(ms);

const onProduction = (database: Pool, from: number, to: number) =>
  database.query(
    `select ${releaseColumns} from releases where on_production && tstzrange($1, $2, '[]') order by started_at desc`,
    [instant(from), instant(to)],
  );

const blame = (name: string, component: string | null): Measurement => ({
  name: `blame, ${name}`,
  ask: (log, at) => suspectsOf(log, { at, component }, components),
  bare: (database, at) =>
    Promise.all([
      onProduction(database, at - suspectMs, at),
      database.query(
        `select ${eventColumns} from events where type = 'unlocked' and at between $1 and $2 order by at desc`,
        [instant(at - suspectMs), instant(at)],
      ),
    ]),
});

/** The newest events of those and their number; `where` says the same as `filter`. */
const page = (name: string, filter: EventFilter, where: string, value?: unknown): Measurement => {
  const values = value === undefined ? [] : [value];
  return {
    name: `log, ${name}`,
    ask: (log) => Promise.all([log.events(filter, pageSize), log.count(filter, countedTo)]),
    bare: (database) =>
      Promise.all([
        database.query(
          `select ${eventColumns} from events where ${where} order by at desc limit ${pageSize}`,
          values,
        ),
        database.query(
          `select count(*) from (select from events where ${where} limit ${countedTo}) as found`,
          values,
        ),
      ]),
  };
};

const pageOf = (name: string, component: string): Measurement =>
  page(name, { component }, `components && $1`, [component, '*']);

const pageSince = (name: string, since: number): Measurement =>
  page(name, { since }, 'at >= $1', instant(since));

const pageWith = (name: string, words: string): Measurement =>
  page(name, { words }, `search @@ websearch_to_tsquery('simple', $1)`, words);

/** Bare: the rows of which the figures are made, fetched and not counted. */
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
         where started_at is not null and ended_as in ('finished', 'rolledBack') and ended_at between $1 and $2 ${ofIt}`,
        [instant(since), instant(pastEnd), ...(component === null ? [] : [[component]])],
      ),
  };
};

const timeline = (name: string, windowMs: number): Measurement => ({
  name: `on production within ${name}`,
  ask: (log, at) => log.onProduction(at - windowMs, at),
  bare: (database, at) => onProduction(database, at - windowMs, at),
});

/** As the page asks. */
const shown = 2000;

/** What was open within a time, the newest and how many more there are, as the page draws it. */
const lives = (name: string, windowMs: number, words = ''): Measurement => ({
  name: `open within ${name}`,
  ask: (log, at) => log.living({ from: at - windowMs, to: at, components: [], words }, shown),
  bare: (database, at) => {
    const values = [instant(at - windowMs), instant(at), ...(words === '' ? [] : [words])];
    const where = `asked_at <= $2 and (ended_at is null or ended_at >= $1)
      ${words === '' ? '' : "and to_tsvector('simple', ticket || ' ' || title) @@ websearch_to_tsquery('simple', $3)"}`;
    return Promise.all([
      database.query(
        `select ${releaseColumns} from releases where ${where} order by asked_at desc limit ${shown}`,
        values,
      ),
      database.query(`select count(*) from releases where ${where}`, values),
    ]);
  },
});

/** In the order in which they are told. A new question to the log is added here. */
export const measurements: readonly Measurement[] = [
  blame('anything', null),
  blame('a component', common),
  page('everything', {}, 'true'),
  pageOf('a component of many releases', common),
  pageOf('a component of few releases', rare),
  pageOf('a component long gone', retired),
  page('a ticket', { ticket: 'PAY-0' }, 'ticket = $1', 'PAY-0'),
  pageSince('the last two hours', pastEnd - 62 * hour),
  pageSince('the last 30 days', pastEnd - 30 * day),
  pageWith('a word of one in nine', 'invoice'),
  pageWith('three words', 'faster invoice form'),
  pageWith('a word nobody wrote', 'nowhere'),
  stats('30 days', null, 30),
  stats('30 days of a component', common, 30),
  stats('3 years', null, 3 * 365),
  stats('3 years of a component', common, 3 * 365),
  timeline('24 hours', day),
  timeline('7 days', 7 * day),
  timeline('30 days', 30 * day),
  lives('24 hours', day),
  lives('7 days', 7 * day),
  lives('400 days', 400 * day),
  lives('400 days with a word of one in nine', 400 * day, 'invoice'),
];
