/** Recurring freezes with the real workflows, on a server that skips time. */
import type { WorkflowHandle } from '@temporalio/client';
import type { TestWorkflowEnvironment } from '@temporalio/testing';
import { Worker } from '@temporalio/worker';
import { DateTime } from 'luxon';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import type { FreezeWindow } from '../../domain/lock/freeze-window.ts';
import type { LockView } from '../../domain/lock/lock-view.ts';
import type { ReleaseScope } from '../../domain/release/check-report.ts';
import type { ReleaseStatus } from '../../domain/release/status.ts';
import { keysOf } from '../../domain/keys-of.ts';
import { searchAttributes } from '../../domain/messages/memo.ts';
import { addSearchAttributes } from '../../worker/search-attributes.ts';
import { workflowOptions } from '../../worker/workflow-bundle.ts';
import { lockIdOf, lockWorkflow, taskQueue } from '../../domain/messages/workflows.ts';
import type { LockMemo } from '../../domain/messages/memo.ts';
import type { Notice } from '../../domain/messages/notice.ts';
import { isOrdinaryFriday } from '../support/ordinary-friday.ts';
import { rules, scriptedActivities } from '../support/scripted-activities.ts';
import { timeSkippingEnvironment } from '../support/temporal.ts';

const hour = 3_600_000;
const zone = 'Europe/Berlin';
const weekend: FreezeWindow = {
  start: '2020-01-03T16:00',
  timezone: zone,
  rule: 'FREQ=WEEKLY;BYDAY=FR',
  forMs: 64 * hour,
  reason: 'no releases over the weekend',
};
const settings = { version: 'weekend', windows: [weekend] };
const scope = (component: string): ReleaseScope => ({
  components: [component],
  unknownComponents: [],
  leftOut: [],
  locks: [{ component, mode: 'exclusive' }],
  adminNeeded: false,
  approvals: [{ component, needed: 1 }],
});

let env: TestWorkflowEnvironment;
let ours: Awaited<ReturnType<typeof workflowOptions>>;
// A new one for each test: see `retry` in vitest.config.ts.
beforeEach(async () => {
  [env, ours] = await Promise.all([timeSkippingEnvironment(), workflowOptions()]);
  await addSearchAttributes(env.client, keysOf(searchAttributes));
});
afterEach(() => env.teardown());

/** Skips to the next ordinary Friday, at this time in Berlin. */
async function jumpToFriday(clock: `${number}:${number}`): Promise<void> {
  const [hours, minutes] = clock.split(':').map(Number);
  const now = DateTime.fromMillis(await env.currentTimeMs(), { zone });
  let at = now.set({ hour: hours ?? 0, minute: minutes ?? 0, second: 0, millisecond: 0 });
  while (at <= now || !isOrdinaryFriday(at)) at = at.plus({ days: 1 });
  await env.sleep(at.toMillis() - now.toMillis());
}

/** Runs a worker for a component's lock and its releases while `play` lasts. Returns the notices. */
async function onStage(component: string, play: (lock: WorkflowHandle) => Promise<void>): Promise<Notice[]> {
  const told: Notice[] = [];
  const heritage = { orphans: [], freezes: [], unlocked: [], unheard: [], settings };
  const worker = await Worker.create({
    connection: env.nativeConnection,
    taskQueue,
    ...ours,
    activities: scriptedActivities({ rules, scope: scope(component), heritage }, told),
  });
  await worker.runUntil(async () => {
    const workflowId = lockIdOf(component);
    await play(await env.client.workflow.start(lockWorkflow, { workflowId, taskQueue }));
  });
  return told;
}

async function ask(ticket: string) {
  const handle = await env.client.workflow.signalWithStart('release', {
    workflowId: `release:${ticket}`,
    taskQueue,
    signal: 'request',
    signalArgs: [{ actor: 'U_DAN' }],
  });
  const status = () => handle.query<ReleaseStatus>('status');
  const until = (expected: Partial<ReleaseStatus>) =>
    vi.waitFor(async () => {
      expect(await status()).toMatchObject(expected);
    }, 30_000);
  await until({ stage: 'awaiting_approval' });
  await handle.signal('accept', { actor: 'U_VERA' });
  return { handle, status, until, depStart: () => handle.signal('depStart', { actor: 'U_DAN' }) };
}

const answers = (told: readonly Notice[]) =>
  told.flatMap((notice) => (notice.kind === 'answer' ? [notice.answer] : []));
const events = (told: readonly Notice[], type: string) =>
  told.flatMap((notice) =>
    notice.kind === 'event' && notice.event.type === type
      ? [DateTime.fromMillis(notice.event.at, { zone }).toFormat('ccc HH:mm')]
      : [],
  );
const lengthOf = async (handle: WorkflowHandle) => (await handle.fetchHistory()).events?.length;
const viewOf = (lock: WorkflowHandle) => lock.query<LockView>('state');
/** What Temporal's Web UI shows under User Metadata. */
const detailsOf = async (handle: WorkflowHandle) =>
  (await handle.query<{ currentDetails: string }>('__temporal_workflow_metadata')).currentDetails;

describe('a window', () => {
  it('begins while a release has its turn: no dep start and no reminder until it ends, then all goes on', async () => {
    await jumpToFriday('15:30');
    const told = await onStage('billing', async (lock) => {
      const release = await ask('W-1');
      await release.until({ stage: 'ready', waitingFor: 'start' });
      await env.sleep('31 minutes');
      await release.until({ stage: 'ready', waitingFor: 'freeze' });
      await release.depStart();
      await env.sleep('62 hours'); // Monday 06:01
      await release.until({ stage: 'ready', waitingFor: 'freeze' });
      expect((await viewOf(lock)).freezes).toMatchObject([{ by: 'dobrobot.yaml' }]);
      await env.sleep('5 hours'); // Monday 11:01
      await release.until({ stage: 'ready', waitingFor: 'start' });
      expect((await viewOf(lock)).freezes).toEqual([]);
      await release.depStart();
      await release.until({ stage: 'deploying' });
      await release.handle.signal('depFinish', { actor: 'U_DAN' });
      await release.handle.result();
    });
    expect(answers(told)).toMatchObject([
      { done: true, stage: 'queued' },
      {
        code: 'frozen',
        facts: {
          component: 'billing',
          freeze: { by: 'dobrobot.yaml', reason: 'no releases over the weekend' },
        },
      },
      { done: true, stage: 'deploying' },
      { done: true, stage: 'finished' },
    ]);
    expect(events(told, 'nudged')).toEqual(['Fri 15:45', 'Mon 10:15', 'Mon 10:45']);
  });

  it('lets nobody in while it lasts, and those who wait when it ends; an override passes it', async () => {
    await jumpToFriday('17:00');
    const told = await onStage('db', async (lock) => {
      const first = await ask('W-2');
      await first.until({ stage: 'queued', waitingFor: 'freeze' });
      expect((await first.status()).frozen).toMatchObject({
        by: 'dobrobot.yaml',
        reason: 'no releases over the weekend',
      });
      const named = /`dobrobot.yaml` until [-0-9]+T0[67]:00:00.000Z: `no releases over the weekend`/;
      expect(await detailsOf(first.handle)).toMatch(new RegExp(`Frozen \\| \`db\` by ${named.source}`));
      expect(await detailsOf(first.handle)).toMatch(/Waits for \| the end of the freeze of `db`/);
      expect(await detailsOf(lock)).toMatch(new RegExp(`Frozen \\| by ${named.source}`));
      const urgent = await ask('W-3');
      await urgent.until({ stage: 'queued', waitingFor: 'freeze' });
      await urgent.handle.signal('override', { actor: 'U_VERA', reason: 'customers wait' });
      await urgent.until({ stage: 'ready', waitingFor: 'start' });
      await urgent.depStart();
      await urgent.until({ stage: 'deploying' });
      await urgent.handle.signal('depFinish', { actor: 'U_DAN' });
      await urgent.until({ stage: 'finished' });
      await first.until({ stage: 'queued', waitingFor: 'freeze' });
      await env.sleep('64 hours'); // Monday 09:00
      await first.until({ stage: 'ready', waitingFor: 'start' });
      await first.handle.signal('cancel', { actor: 'U_DAN' });
      await first.handle.result();
    });
    expect(events(told, 'turnCame')).toEqual([expect.stringMatching(/^Fri 17:0/), 'Mon 08:00']);
  });

  it('adds nothing to the history of a lock that nobody uses, and two wakings for one that somebody does', async () => {
    await jumpToFriday('12:00');
    await onStage('idle', async (lock) => {
      const before = await ask('W-4');
      await before.until({ stage: 'ready' });
      await before.handle.signal('cancel', { actor: 'U_DAN' });
      await before.until({ stage: 'cancelled' });
      await vi.waitFor(async () => {
        expect((await viewOf(lock)).holders).toEqual([]);
      }, 30_000);
      const unused = await lengthOf(lock);
      await env.sleep('20 days'); // Thursday 12:00
      expect(await lengthOf(lock)).toBe(unused);

      const release = await ask('W-5');
      await release.until({ stage: 'ready' });
      await release.depStart();
      await release.until({ stage: 'deploying' });
      await env.sleep('1 hour');
      const types = async () => (await lock.fetchHistory()).events?.map(({ eventType }) => eventType) ?? [];
      const used = await types();
      await env.sleep('6 days'); // over one window
      // At each of its two ends: the timer, the task and the next timer. Then the coming windows are announced.
      expect((await types()).length - used.length).toBeLessThanOrEqual(16);
      await release.handle.signal('depFinish', { actor: 'U_DAN' });
      await release.handle.result();
    });
  });

  it('comes with a changed configuration to an open lock and to those in it', async () => {
    await jumpToFriday('17:00');
    await onStage('changed', async (lock) => {
      const release = await ask('W-6');
      await release.until({ stage: 'queued', waitingFor: 'freeze' });
      const none = { version: '', windows: [] };
      await lock.signal('configure', none);
      await release.until({ stage: 'ready', waitingFor: 'start' });
      await lock.signal('configure', settings);
      await release.until({ stage: 'ready', waitingFor: 'freeze' });
      await vi.waitFor(async () => {
        const { memo } = await lock.describe();
        expect((memo as unknown as LockMemo).lock.settingsVersion).toBe('weekend');
      }, 30_000);
      await release.handle.signal('cancel', { actor: 'U_DAN' });
      await release.handle.result();
    });
  });
});
