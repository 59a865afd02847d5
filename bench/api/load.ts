import { randomUUID } from 'node:crypto';
import { setTimeout as sleep } from 'node:timers/promises';
import type { Child } from '../../start/child.ts';
import { processorSeconds, residentMb } from '../process.ts';
import { ticketOf } from '../scale/kinds.ts';
import { median, quantile } from '../statistics.ts';
import { number, table } from '../table.ts';
import type { ApiUser } from './api-user.ts';

export interface Load {
  readonly users: readonly ApiUser[];
  readonly worker: Child;
  readonly web: Child;
  /** How many releases wait. Release 0 does not. */
  readonly waiting: number;
  readonly seconds: number;
}

const perSecond = 50;

/**
 * Pipelines keep waiting while commands are sent on schedule, whether earlier ones have been answered or not. Then cancels all releases.
 */
export async function underLoad({ users, worker, web, waiting, seconds }: Load): Promise<string> {
  const userOf = (n: number): ApiUser => {
    const user = users[n % users.length];
    if (user === undefined) throw new Error('There is nobody');
    return user;
  };
  const ticketFor = (n: number): string => ticketOf(1 + (n % waiting));
  const waits = Array.from({ length: waiting }, (_, n) =>
    // Long polls end after ten minutes.
    untilCancelled(userOf(n), ticketFor(n)),
  );
  await sleep(2000);

  const processes = { worker: worker.pid, web: web.pid };
  const before = await Promise.all(Object.values(processes).map(processorSeconds));
  const times: number[] = [];
  const lost: unknown[] = [];
  const from = performance.now();
  const commands = Array.from({ length: seconds * perSecond }, async (_, n) => {
    await sleep((n / perSecond) * 1000);
    const at = performance.now();
    const told = await userOf(n)
      .call('POST', `/releases/${ticketFor(n)}/accept`, randomUUID())
      .catch((error: unknown) => ({ status: 0, body: { code: String(error) } }));
    times.push(performance.now() - at);
    if (told.status !== 409 || told.body['code'] !== 'notApprover') lost.push(told);
  });
  await Promise.all(commands);
  const elapsed = (performance.now() - from) / 1000;
  const after = await Promise.all(Object.values(processes).map(processorSeconds));
  const memory = await Promise.all(Object.values(processes).map(residentMb));

  const cancelled = await Promise.all(
    Array.from({ length: waiting }, (_, n) => userOf(n).call('POST', `/releases/${ticketFor(n)}/cancel`)),
  );
  const reached = (await Promise.all(waits)).filter((is) => is).length;
  if (lost.length > 0) console.error('Other answers than wanted:', lost.slice(0, 3));
  const rows: (readonly string[])[] = [
    ['commands, answered', `${times.length - lost.length} of ${times.length}`],
    ['waiting pipelines, answered', `${reached} of ${waiting}`],
    ['releases ended', `${cancelled.filter(({ status }) => status === 200).length} of ${waiting}`],
    ['commands a second', number(times.length / elapsed)],
    ['median, ms', number(median(times))],
    ['p95, ms', number(quantile(times, 0.95))],
    ['longest, ms', number(Math.max(...times))],
    ...Object.keys(processes).flatMap((name, index) => [
      [
        `${name}: part of a processor, %`,
        number((((after[index] ?? NaN) - (before[index] ?? NaN)) / elapsed) * 100),
      ],
      [`${name}: memory, MB`, number(memory[index] ?? NaN, 0)],
    ]),
  ];
  return table([`${waiting} that wait, ${perSecond} commands a second for ${seconds} s`, ''], rows);
}

/** Polls again whenever a long poll times out. */
async function untilCancelled(user: ApiUser, ticket: string): Promise<boolean> {
  for (;;) {
    const { status, body } = await user.call('GET', `/releases/${ticket}/wait?for=cancelled&timeout=240`);
    if (body['reached'] === true) return true;
    // Also retries if Temporal does not answer in time.
    if (![200, 503, 504].includes(status)) return false;
  }
}
