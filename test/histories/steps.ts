import type { Client, WorkflowHandle } from '@temporalio/client';
import type { ReleaseScope } from '../../domain/release/check-report.ts';
import type { ReleaseStatus } from '../../domain/release/status.ts';
import type { Stage } from '../../domain/release/stage.ts';
import { eventually, eventuallyTrue } from '../support/eventually.ts';
import type { Script } from '../support/scripted-activities.ts';

export const critical: ReleaseScope = {
  components: ['billing'],
  unknownComponents: [], leftOut: [],
  locks: [
    { component: 'billing', mode: 'exclusive' },
    { component: 'db', mode: 'shared' },
  ],
  adminNeeded: true,
  approvals: [{ component: 'billing', needed: 1 }],
};

export const roundTheClock = { timezone: 'UTC', days: [1, 2, 3, 4, 5, 6, 7], fromMinute: 0, toMinute: 1440 };

/** What a scenario works with: a namespace of its own, in which the locks of `billing` and `db` are open. */
export interface Stagehand {
  readonly client: Client;
  readonly lock: WorkflowHandle;
  readonly request: (ticket: string, options?: object) => Promise<Actor>;
  /** Stops the worker, and starts another one after `meanwhile`. */
  readonly away: (meanwhile: () => Promise<void>) => Promise<void>;
}
/** A release, and what people do with it. */
export interface Actor {
  readonly handle: WorkflowHandle;
  signal(name: string, payload?: object): Promise<void>;
  until(stage: Stage): Promise<void>;
}

export interface Scenario {
  readonly script: Script;
  /** Returns the workflow whose history is kept. It is closed by then, unless `isOpenOne` says otherwise. */
  readonly play: (stage: Stagehand) => Promise<WorkflowHandle>;
}

/** Whether a scenario of this name leaves its workflow open. */
export const isOpenOne = (name: string): boolean => name.startsWith('open-');

export const requester = { actor: 'U_DAN' };

/** Requests a release, accepts it, and waits for the stage `until`. */
export async function accepted(stage: Stagehand, until: Stage, ticket = 'T-1', options = {}): Promise<Actor> {
  const release = await stage.request(ticket, options);
  await release.until('awaiting_approval');
  await release.signal('accept');
  await release.until(until);
  return release;
}

/** The same for a release that needs an admin, until its turn. */
export const withTurn = (stage: Stagehand, ticket?: string, options?: object): Promise<Actor> =>
  accepted(stage, 'awaiting_admin', ticket, options);

export async function onProduction(stage: Stagehand, ticket?: string): Promise<Actor> {
  const release = await withTurn(stage, ticket);
  await release.signal('adminHere', { actor: 'U_ADAM' });
  await release.until('ready');
  await release.signal('depStart', requester);
  await release.until('deploying');
  return release;
}

export async function end(release: Actor, signal: string, payload: object = requester): Promise<WorkflowHandle> {
  await release.signal(signal, payload);
  await release.handle.result();
  return release.handle;
}

export async function stageOf(handle: WorkflowHandle): Promise<Stage> {
  return (await handle.query<ReleaseStatus>('status')).stage;
}

/** Resolves once a workflow has scheduled an activity this many times. */
export const untilAsked = (handle: WorkflowHandle, activity: string, times = 1): Promise<void> =>
  eventually(
    async () => {
      const { events } = await handle.fetchHistory();
      const asked = events?.filter(
        ({ activityTaskScheduledEventAttributes: task }) => task?.activityType?.name === activity,
      );
      if ((asked?.length ?? 0) < times) throw new Error(`It has not asked for ${activity} yet`);
    },
  );

/** More events than a run may have. */
const unreadable = 1600;

/** Sends malformed signals until the run is too long. */
export async function flood(run: WorkflowHandle, signal: string): Promise<void> {
  for (let sent = 0; sent < unreadable; sent += atOnce) {
    // Signals may fail while the run ends.
    await Promise.allSettled(Array.from({ length: atOnce }, () => run.signal(signal, {})));
    await run.query('__stack_trace').catch(() => undefined);
  }
}

const mostSent = 3000;
const atOnce = 100;

/** Sends something that changes nothing until the workflow continues as new. Returns the run that did. */
export async function untilNextRun(client: Client, handle: WorkflowHandle, send: () => Promise<unknown>) {
  const { runId } = await handle.describe();
  const run = client.workflow.getHandle(handle.workflowId, runId);
  const isOver = async () => (await run.describe()).status.name === 'CONTINUED_AS_NEW';
  for (let sent = 0; sent < mostSent && !(await isOver()); sent += atOnce) {
    // Signals may fail while the run ends.
    await Promise.allSettled(Array.from({ length: atOnce }, send));
    // Any query: it is answered after everything that came before it.
    await handle.query('__stack_trace').catch(() => undefined);
  }
  await eventuallyTrue(isOver);
  return run;
}
