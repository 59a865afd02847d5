import { setTimeout as sleep } from 'node:timers/promises';
import type { Client } from '@temporalio/client';
import { releaseCommandUpdate } from '../../domain/messages/definitions.ts';
import { Chance } from '../chance.ts';
import { quantile } from '../statistics.ts';
import { requester } from './kinds.ts';

const paces = [5, 10, 20, 30, 40, 60, 80, 120, 160];
const forSeconds = 20;
/** How long a command may take to be answered, in ms. */
const patienceMs = 10_000;
const aimMs = 1000;

export interface Pace {
  readonly perSecond: number;
  /** In ms. Infinity if too many commands were not answered in time. */
  readonly median: number;
  readonly p95: number;
}

/**
 * Sends commands to random releases, faster and faster, until the 95th percentile of the answers exceeds a second. They are sent on
 * schedule, whether earlier ones have been answered or not. All are refused, so that they have no effects: an `accept` by a user who is not
 * an approver.
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
