import { randomUUID } from 'node:crypto';
import { setTimeout as sleep } from 'node:timers/promises';
import type { Client, WorkflowHandle } from '@temporalio/client';
import type { Activities } from '../domain/messages/activities.ts';
import type { ReleaseStatus } from '../domain/release/status.ts';
import { rules, scriptedActivities } from '../test/support/scripted-activities.ts';
import {
  lockIdOf,
  lockWorkflow,
  releaseIdOf,
  releaseWorkflow,
  taskQueue,
} from '../domain/messages/workflows.ts';
import { statusQuery } from '../domain/messages/definitions.ts';
import { costOf, minus, sum, times } from './cost.ts';
import type { Cost } from './cost.ts';
import { heard, historiesOf, said } from './histories.ts';
import { grantedSignal, releaseSignal } from './names.ts';

/** The measurements of a series of real releases. */
export interface Procession {
  readonly handOvers: readonly number[];
  readonly lock: Cost;
  readonly release: Cost;
}

/** Activities that allow everything. The prefix of a ticket `PREFIX-n` names its locks, joined by `_`. */
export const world: Activities = {
  ...scriptedActivities({}, []),
  checkTicket: ({ subject: { id: ticket } }) => {
    const components = ['app', ...componentsOf(ticket)];
    const scope = {
      components,
      unknownComponents: [],
      leftOut: [],
      locks: components.slice(1).map((component) => ({ component, mode: 'exclusive' as const })),
      adminNeeded: false,
      approvals: components.map((component) => ({ component, needed: 1 })),
    };
    const url = `https://t.example.com/${ticket}`;
    return Promise.resolve({
      outcome: 'checked',
      title: `Title of ${ticket}`,
      url,
      missingSigns: [],
      evidence: {},
      scope,
      rules,
    });
  },
};

const componentsOf = (ticket: string): string[] =>
  ticket.replace(/-\d+$/, '').toLowerCase().split('_').slice(1);

const newName = (): string => `X${randomUUID().slice(0, 8)}`;

/** Takes `count` releases to production one after the other, while the following ones wait. Each takes `lockCount` locks. */
export async function proceed(client: Client, lockCount: number, count: number): Promise<Procession> {
  const prefix = Array.from({ length: lockCount + 1 }, newName)
    .join('_')
    .toUpperCase();
  const lockIds = componentsOf(prefix).map(lockIdOf);
  const locks = await Promise.all(
    lockIds.map((workflowId) => client.workflow.start(lockWorkflow, { workflowId, taskQueue })),
  );
  await sleep(1000);
  const lockCost = async () => {
    const all = locks.map((lock) => historiesOf(client, lock.workflowId, lock.firstExecutionRunId));
    return sum((await Promise.all(all)).flat().map(costOf));
  };
  const before = await lockCost();
  const releases: WorkflowHandle[] = [];
  for (let n = 1; n <= count; n += 1) releases.push(await accepted(client, `${prefix}-${n}`));
  for (const release of releases) {
    await until(release, 'ready');
    await release.signal('depStart', { actor: 'U_DAN' });
    await until(release, 'deploying');
    await release.signal('depFinish', { actor: 'U_DAN' });
  }
  await Promise.all(releases.map((release) => release.result()));
  await sleep(500);
  const lock = times(minus(await lockCost(), before), 1 / count);
  await Promise.all(locks.map((handle) => client.workflow.getHandle(handle.workflowId).terminate()));

  const histories = await Promise.all(releases.map((release) => release.fetchHistory()));
  // Leaves out the first one, which did not wait.
  const costs = histories.slice(1).map(costOf);
  const handOvers =
    locks.length === 0
      ? []
      : histories
          .slice(1)
          .map((next, index) => heard(next, grantedSignal) - said(histories[index] ?? {}, releaseSignal));
  return { handOvers, lock, release: times(sum(costs), 1 / costs.length) };
}

async function accepted(client: Client, ticket: string): Promise<WorkflowHandle> {
  const release = await client.workflow.signalWithStart(releaseWorkflow, {
    workflowId: releaseIdOf(ticket),
    taskQueue,
    signal: 'request',
    signalArgs: [{ actor: 'U_DAN' }],
  });
  await until(release, 'awaiting_approval');
  await release.signal('accept', { actor: 'U_VERA' });
  await until(release, 'queued', 'ready');
  return release;
}

async function until(release: WorkflowHandle, ...stages: readonly string[]): Promise<void> {
  for (let look = 0; look < 600; look += 1) {
    if (stages.includes((await release.query<ReleaseStatus>(statusQuery)).stage)) return;
    await sleep(50);
  }
  throw new Error(`${release.workflowId} did not become ${stages.join(' or ')}.`);
}
