import { setTimeout as sleep } from 'node:timers/promises';
import type { Client } from '@temporalio/client';
import { releaseCommandUpdate } from '../../domain/messages/definitions.ts';
import { Chance } from '../chance.ts';
import { quantile } from '../statistics.ts';
import { requester } from './kinds.ts';

const paces = [5, 10, 20, 30, 40, 60, 80, 120, 160];
const forSeconds = 20;
/** Whoever gives a command waits so long at most. */
const patienceMs = 10_000;
const aimMs = 1000;

export interface Pace {
  readonly perSecond: number;
  /** Ms; Infinity if too many were not answered in time. */
  readonly median: number;
  readonly p95: number;
}

/**
 * Commands to releases at random, faster and faster until the 95th percentile of their answers is above a second. They come at their times,
 * whether the earlier ones are answered or not, and are refused, as nothing may follow from them: an `accept` by somebody who is no approver.
 */
export async function pacesOf(client: Client, ids: readonly string[]): Promise<readonly Pace[]> {
  const found: Pace[] = [];
  for (const perSecond of paces) {
    const times = await timesAt(perSecond, client, ids);
    const p95 = quantile(times, 0.95);
    found.push({ perSecond, median: quantile(times, 0.5), p95 });
    if (p95 > aimMs) break;
  }
  return found;
}

function timesAt(perSecond: number, client: Client, ids: readonly string[]): Promise<number[]> {
  const chance = new Chance();
  const command = async (_: unknown, n: number): Promise<number> => {
    await sleep((n / perSecond) * 1000);
    const release = client.workflow.getHandle(ids[Math.floor(chance.below(ids.length))] ?? '');
    const from = performance.now();
    try {
      await client.withDeadline(Date.now() + patienceMs, () =>
        release.executeUpdate(releaseCommandUpdate, { args: [{ signal: 'accept', actor: requester }] }),
      );
      return performance.now() - from;
    } catch {
      return Infinity;
    }
  };
  return Promise.all(Array.from({ length: perSecond * forSeconds }, command));
}
