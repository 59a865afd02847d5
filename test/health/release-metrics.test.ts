import type { Client } from '@temporalio/client';
import { Registry } from 'prom-client';
import { afterEach, expect, it, vi } from 'vitest';
import type { ListedRelease } from '../../domain/messages/memo.ts';
import { lockIdOf, lockWorkflow } from '../../domain/messages/workflows.ts';
import { hear } from '../../domain/release/locking.ts';
import { fallenSilent } from '../../domain/release/runner.ts';
import { requestIdOf } from '../../domain/release/state.ts';
import type { ReleaseState } from '../../domain/release/state.ts';
import { releaseMetrics } from '../../health/release-metrics.ts';
import { attempt, nobodySpecial, queued, ready } from '../support/billing-release.ts';

const lines = async (registry: Registry, name: string) =>
  (await registry.metrics()).split('\n').filter((line) => line.startsWith(`${name}{`));

/** What the metrics show of these releases and of the locks of these components. */
function metricsOf(states: readonly ReleaseState[], components: readonly string[]) {
  const releases = states.map((state) => {
    const shown = { ticket: state.subject.id, tickets: [state.subject.id], cannotVote: [], approvals: [] };
    const release: ListedRelease = { ...state, ...shown, lettingGo: [] };
    // A memo is JSON.
    return { memo: JSON.parse(JSON.stringify({ release })) as unknown };
  });
  const memo = { lock: { freezes: [], unlocked: [], orphans: [], settingsVersion: '' } };
  const locks = components.map((component) => ({ workflowId: lockIdOf(component), memo }));
  const workflow = {
    list: ({ query }: { query: string }) => (query.includes(`'${lockWorkflow}'`) ? locks : releases),
    count: () => Promise.resolve({ count: 0 }),
  };
  const withDeadline = <T>(_: number, ask: () => Promise<T>) => ask();
  const registry = new Registry();
  const { read } = releaseMetrics(registry, { workflow, withDeadline } as unknown as Client);
  return { registry, read };
}

const renewed = (state: ReleaseState, before: number, token: number) => {
  const payload = { component: 'billing', requestId: requestIdOf(state), token, before };
  return hear(state, { type: 'renewed', payload }, token);
};
const held = async (state: ReleaseState) => {
  const { registry, read } = metricsOf([state], ['billing']);
  await read();
  return lines(registry, 'dobrobot_lock_held_seconds');
};

afterEach(() => vi.restoreAllMocks());

it('a lock is held since its grant, whatever tokens came after it', async () => {
  vi.spyOn(Date, 'now').mockReturnValue(60_100);
  const sixty = ['dobrobot_lock_held_seconds{component="billing"} 60'];
  expect(await held(ready())).toEqual(sixty);
  const { state: running } = attempt(
    ready(),
    'depStart',
    { actor: 'U_DAN', runner: { id: 'first-one', deadAfter: 10 } },
    nobodySpecial,
    1000,
  );
  const lost = fallenSilent(running, 'first-one', 20_000);
  const once = renewed(lost, 100, 30_000);
  expect(once.locks).toMatchObject([{ token: 30_000 }]);
  expect(await held(once)).toEqual(sixty);
  expect(await held(renewed(once, 30_000, 40_000))).toEqual(sixty);
});

it('a lock that was taken away and granted again is held since the latter', async () => {
  vi.spyOn(Date, 'now').mockReturnValue(60_000);
  const by = { actor: 'U_SAM', via: null, commandId: null, channel: null, saidAt: null, reason: 'why' };
  const before = renewed(ready(), 100, 200);
  const taken = { component: 'billing', requestId: requestIdOf(before), token: 200, ...by };
  const without = hear(before, { type: 'lockLost', payload: taken }, 300);
  expect(await held(without)).toEqual([]);
  const again = { ...queued(), turn: without.turn + 1 };
  const grant = { component: 'billing', requestId: requestIdOf(again), token: 50_000 };
  expect(await held(hear(again, { type: 'lockGranted', payload: grant }, 50_000))).toEqual([
    'dobrobot_lock_held_seconds{component="billing"} 10',
  ]);
});

it('a release waits for the lock that it has requested, not for those that it will request later', async () => {
  const waiting = { state: 'waiting', mode: 'exclusive', token: null } as const;
  const both = {
    ...queued(),
    locks: ['billing', 'web'].map((component) => ({ component, ...waiting })),
  };
  const { registry, read } = metricsOf([both, queued()], ['billing', 'web']);
  await read();
  expect(await lines(registry, 'dobrobot_lock_waiting_releases')).toEqual([
    'dobrobot_lock_waiting_releases{component="billing"} 2',
    'dobrobot_lock_waiting_releases{component="web"} 0',
  ]);
});
