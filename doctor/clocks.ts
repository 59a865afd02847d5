import { Client } from 'pg';
import { isSlackOff, slackAccess } from '../config/slack.ts';
import { doctorWords } from '../texts/doctor.ts';
import { ok, unknown, wrong } from './diagnosis.ts';
import type { Diagnosis } from './diagnosis.ts';
import { temporalTime } from './temporal-clock.ts';

const answerWithinMs = 5000;
/** Identity tokens are accepted with the same tolerance. */
const toleranceMs = 30_000;

/** Reads a clock, in epoch ms. Rejects if it does not answer. */
type Clock = () => Promise<number>;

/** Compares this machine's clock with those of Temporal, the database and Slack. `database` is its address; null: there is none. */
export async function diagnoseClocks(database: string | null, env: NodeJS.ProcessEnv): Promise<Diagnosis> {
  const clocks: readonly (readonly [string, Clock])[] = [
    ['Temporal', temporalTime],
    ...(database === null ? [] : [['the database', () => databaseTime(database)] as const]),
    ...(isSlackOff(env) ? [] : [['Slack', () => slackTime(env)] as const]),
  ];
  const looks = clocks.map(async ([name, clock]) => ({ name, aheadMs: await aheadOfOurs(clock) }));
  const told = (await Promise.allSettled(looks)).flatMap((look) =>
    look.status === 'fulfilled' ? [look.value] : [],
  );
  const off = told.filter(({ aheadMs }) => Math.abs(aheadMs) > toleranceMs);
  if (off.length > 0) return wrong('clocks', doctorWords.clocksDiffer(off));
  if (told.length === 0) return unknown('clocks', doctorWords.noClock);
  return ok('clocks', doctorWords.clocks(told.map(({ name }) => name)));
}

/** By how many ms another clock is ahead of ours; negative if it is behind. The duration of the request does not count. */
export async function aheadOfOurs(clock: Clock): Promise<number> {
  const before = Date.now();
  const told = await clock();
  return told < before ? told - before : Math.max(0, told - Date.now());
}

async function databaseTime(connectionString: string): Promise<number> {
  const client = new Client({ connectionString, connectionTimeoutMillis: answerWithinMs });
  try {
    await client.connect();
    const { rows } = await client.query<{ readonly ms: number }>(
      'select extract(epoch from clock_timestamp())::float8 * 1000 as ms',
    );
    return rows[0]?.ms ?? NaN;
  } finally {
    await client.end();
  }
}

/** Slack's time from the HTTP `date` header, whose resolution is a second. */
async function slackTime(env: NodeJS.ProcessEnv): Promise<number> {
  const { apiUrl = 'https://slack.com/api/' } = slackAccess(env);
  const { headers } = await fetch(new URL('api.test', apiUrl), {
    method: 'POST',
    signal: AbortSignal.timeout(answerWithinMs),
  });
  const time = Date.parse(headers.get('date') ?? '');
  if (Number.isNaN(time)) throw new Error('Slack tells no time');
  return time;
}
