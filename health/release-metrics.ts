import type { Client } from '@temporalio/client';
import { Gauge } from 'prom-client';
import type { Registry } from 'prom-client';
import { countFailingTasks } from '../client/failing-tasks.ts';
import { openLocks } from '../client/open-locks.ts';
import { Releases } from '../client/releases.ts';
import type { ListedRelease, LockMemo } from '../domain/messages/memo.ts';
import { componentOfLock } from '../domain/messages/workflows.ts';
import { awaits } from '../domain/release/locking.ts';
import { openStages } from '../domain/release/stage.ts';
import type { MetricsSource } from './health.ts';

/** The state of releases and locks, from two lists and a count of Temporal. Every worker reports the same values. */
export function releaseMetrics(registry: Registry, client: Client): MetricsSource {
  const gauge = (name: string, help: string, ...labelNames: string[]) =>
    new Gauge({ name, help, labelNames, registers: [registry] });
  const open = gauge('dobrobot_open_releases', 'Open releases by stage', 'stage');
  const waits = gauge(
    'dobrobot_longest_wait_seconds',
    'For how long the release that stands in a stage longest has stood there: awaiting_approval is the wait for the good, queued for the lock, awaiting_admin for the admin',
    'stage',
  );
  const held = gauge(
    'dobrobot_lock_held_seconds',
    'For how long the lock of a component has been held by the release that holds it longest; none while it is free',
    'component',
  );
  const waiting = gauge(
    'dobrobot_lock_waiting_releases',
    'Releases that wait for the lock of a component',
    'component',
  );
  const orphans = gauge(
    'dobrobot_orphaned_locks',
    'Releases that ended on production without a word and still hold the lock of a component',
    'component',
  );
  const failing = gauge(
    'dobrobot_workflows_failing_tasks',
    'Open workflows whose task fails again and again',
  );
  const releases = new Releases(client);
  const clear = () => {
    for (const one of [open, waits, held, waiting, orphans]) one.reset();
    failing.remove();
  };

  const read = async () => {
    const [listed, locks, stuck] = await Promise.all([
      releases.open(),
      openLocks(client),
      countFailingTasks(client),
    ]);
    const now = Date.now();
    clear();
    for (const stage of openStages) {
      const here = listed.filter((release) => release.stage === stage);
      open.set({ stage }, here.length);
      waits.set(
        { stage },
        longest(
          here.map(({ since }) => since),
          now,
        ) ?? 0,
      );
    }
    for (const [lockId, shown] of locks) {
      const component = componentOfLock(lockId);
      orphans.set({ component }, shown?.orphans.length ?? 0);
      waiting.set({ component }, awaiting(listed, component).length);
      const seconds = longest(grantedAt(listed, component, shown), now);
      if (seconds !== null) held.set({ component }, seconds);
    }
    failing.set(stuck);
  };
  return { name: 'temporal', clear, read };
}

/** The releases that have requested the lock; they take one after the other. */
const awaiting = (listed: readonly ListedRelease[], component: string): readonly ListedRelease[] =>
  listed.filter((release) =>
    release.locks.some((lock) => lock.component === component && awaits(release, lock)),
  );

const heldClaims = (listed: readonly ListedRelease[], component: string) =>
  listed.flatMap(({ locks }) =>
    locks.filter((lock) => lock.component === component && lock.state === 'held'),
  );

/** When each holder was granted the lock, epoch ms. The first token is that instant, unless two were granted in the same ms. */
const grantedAt = (
  listed: readonly ListedRelease[],
  component: string,
  shown: LockMemo['lock'] | null,
): readonly number[] => [
  ...heldClaims(listed, component).flatMap(({ grantedAt, token }) => grantedAt ?? token ?? []),
  ...(shown?.orphans ?? []).map((orphan) => orphan.grantedAt),
];

/** The age of the oldest of these instants (epoch ms), in seconds; null if there are none. */
const longest = (began: readonly number[], now: number): number | null =>
  began.length === 0 ? null : Math.max(0, now - Math.min(...began)) / 1000;
