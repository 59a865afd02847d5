/** A release that is watched on production, and one that keeps its locks until its charts have passed. */
import { vi } from 'vitest';
import { cardQuery, notOursSignal, releaseAnswerQuery, watchPassedSignal } from '../../domain/messages/definitions.ts';
import { taskQueue, watchIdOf, watchWorkflow } from '../../domain/messages/workflows.ts';
import type { CheckReport } from '../../domain/release/check-report.ts';
import type { WatchPlan } from '../../domain/watch/plan.ts';
import { rules } from '../support/scripted-activities.ts';
import { accepted, critical, end, onProduction, requester } from './steps.ts';
import type { Actor, Scenario, Stagehand } from './steps.ts';

export const plan: WatchPlan = {
  ...{ forMs: 60_000, everyMs: 2000, holdLock: true },
  checks: [
    {
      ...{ id: 'billing/errors', component: 'billing' },
      check: {
        ...{ kind: 'prometheus', name: 'errors', source: 'prom', times: 1, query: 'errors' },
        bound: { above: 2, below: null, worseThanBefore: null },
      },
    },
  ],
};

/** It keeps its locks until its charts have passed. */
export const held = { ...critical, heldByWatch: true };

export async function watched(stage: Stagehand): Promise<Actor> {
  const release = await onProduction(stage);
  await release.signal('depFinish', { actor: 'U_DAN' });
  await release.until('watching');
  return release;
}

const keyOf = async ({ handle }: Actor) => (await handle.query(cardQuery))?.card.key ?? '';

const withBadCharts = (): CheckReport => ({
  ...{ outcome: 'checked', title: 'A title', url: null, missingSigns: [], evidence: {} },
  ...{ scope: { ...critical, adminNeeded: false }, rules },
  badAlready: [{ check: 'billing/errors', value: 3, limit: 2, named: [], since: null }],
});

async function started(stage: Stagehand): Promise<Actor> {
  const release = await accepted(stage, 'ready');
  await release.signal('depStart', requester);
  await release.until('deploying');
  return release;
}

export const watchScenarios: Readonly<Record<string, Scenario>> = {
  /** A 1.0.0 worker continues after checks by 1.1: it asks for no confirmation. Recorded with code that does not ask. */
  'start-unasked': {
    script: { report: withBadCharts },
    play: async (stage) => end(await started(stage), 'depFinish'),
  },
  'start-confirmed': {
    script: { report: withBadCharts },
    play: async (stage) => {
      const release = await accepted(stage, 'ready');
      await release.signal('depStart', { ...requester, commandId: 'first' });
      await vi.waitUntil(async () => (await release.handle.query(releaseAnswerQuery, 'first')) !== null, 30_000);
      await release.signal('depStart', { ...requester, commandId: 'second' });
      await release.until('deploying');
      return end(release, 'depFinish');
    },
  },
  'charts-passed': {
    script: { scope: held },
    play: async (stage) => {
      const release = await watched(stage);
      await release.signal('depFinish', { actor: 'U_DAN' });
      await release.handle.signal(watchPassedSignal, 'another release');
      await release.handle.signal(watchPassedSignal, await keyOf(release));
      await release.handle.result();
      return release.handle;
    },
  },
  'charts-overridden': {
    script: { scope: held },
    play: async (stage) => {
      const release = await watched(stage);
      await release.signal('override', { reason: 'The charts lie' });
      await release.handle.result();
      return release.handle;
    },
  },
  'charts-rolled-back': {
    script: { scope: held },
    play: async (stage) => {
      const release = await watched(stage);
      await release.signal('depRollback', { actor: 'U_DAN' });
      await release.handle.result();
      return release.handle;
    },
  },
  watch: {
    script: { scope: held },
    play: async (stage) => {
      const release = await onProduction(stage);
      const shown = await release.handle.query(cardQuery);
      if (shown === null) throw new Error('The release has no card');
      const handle = await stage.client.workflow.signalWithStart(watchWorkflow, {
        ...{ workflowId: watchIdOf(shown.card.key), taskQueue, signal: notOursSignal },
        signalArgs: [{ check: 'billing/errors', actor: 'U_DAN' }],
        args: [{ card: shown.card, startedAt: 1, plan }],
      });
      await handle.result();
      return handle;
    },
  },
};
