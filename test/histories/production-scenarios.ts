/** Pipelines that fall silent, configurations that demand more locks of a release on production, and resets in Temporal. */
import type { WorkflowHandle } from '@temporalio/client';
import { newsSignal, orderSignal, statusQuery } from '../../domain/messages/definitions.ts';
import type { ReleaseScope } from '../../domain/release/check-report.ts';
import { eventuallyTrue } from '../support/eventually.ts';
import { rules } from '../support/scripted-activities.ts';
import { isSignal, resetToBefore } from '../support/reset.ts';
import { critical, end, onProduction, requester, untilAsked, withTurn } from './steps.ts';
import type { Actor, Scenario, Stagehand } from './steps.ts';

const pipeline = { token: 'ci', repository: 'acme/app', run: '7', sha: null, url: null };
const claim = { token: '01890a5d-ac96-774b-bcce-b302099a8057', at: 0, proof: 'p' };
const runner = (id: string) => ({ id, deadAfter: 2 });

const command = ({ handle }: Actor, payload: object) => handle.executeUpdate('command', { args: [payload] });

/** A pipeline starts the release and falls silent; another takes it over and finishes it. */
async function takenUp(stage: Stagehand): Promise<Actor> {
  const release = await withTurn(stage);
  await release.signal('adminHere', { actor: 'U_ADAM' });
  await release.until('ready');
  const byToken = { actor: 'service:ci', claim };
  await command(release, { signal: 'depStart', ...byToken, runner: runner('pipeline-1') });
  await release.until('deploying');
  await eventuallyTrue(async () => (await release.handle.query(statusQuery)).waitingFor === 'pipeline');
  await command(release, { signal: 'depStart', ...byToken, runner: runner('pipeline-2') });
  await command(release, { signal: 'depFinish', ...byToken, runner: runner('pipeline-2') });
  await release.handle.result();
  return release;
}

const byPipelines: Scenario['script'] = {
  scope: critical,
  instead: {
    lookUpClaim: () => Promise.resolve(pipeline),
    lookUpRoles: ({ components }) => Promise.resolve({ approver: true, approves: components, admin: true, deploys: true, pipeline }),
  },
};

const uncritical: ReleaseScope = { ...critical, locks: [] };

/** A release on production lacks a lock that it needs from now on. Another release holds that and has not started. */
async function moreNeeded(stage: Stagehand): Promise<readonly [there: Actor, waiting: Actor]> {
  const there = await onProduction(stage, 'T-2');
  const waiting = await withTurn(stage, 'T-1');
  await there.handle.signal(newsSignal('locksNeeded'), { locks: critical.locks });
  await waiting.until('queued');
  return [there, waiting];
}

const needsMore: Scenario['script'] = {
  instead: {
    checkTicket: ({ subject: { id } }) =>
      Promise.resolve({
        ...{ outcome: 'checked', title: 'A title', url: 'https://t.example.com/T-1', missingSigns: [], evidence: {} },
        scope: id === 'T-2' ? uncritical : critical,
        rules,
      }),
  },
};

/** Resets a workflow to before it received this signal. Returns a handle to the run that replaces it. */
async function reset({ client }: Stagehand, { workflowId }: WorkflowHandle, signal: string, again: boolean) {
  await resetToBefore({ client, namespace: client.options.namespace }, workflowId, isSignal(signal), { again });
  return client.workflow.getHandle(workflowId);
}

const terminated = async (lock: WorkflowHandle) => {
  await lock.terminate();
  return lock;
};

/** Since 1.2, the senders of signals that the reset delivers again get an answer. */
const lockReset: Scenario = {
  script: { scope: critical },
  play: async (stage) => {
    const release = await withTurn(stage);
    await stage.lock.signal('freeze', { actor: 'U_VERA', reason: 'works' });
    await stage.lock.query('__stack_trace');
    const lock = await reset(stage, stage.lock, 'freeze', true);
    await end(release, 'cancel');
    await lock.signal(orderSignal('releaseGone'), { releaseKey: 'nobody', deploying: false });
    await lock.query('__stack_trace');
    return terminated(lock);
  },
};

export const productionScenarios = {
  'taken-up-by-another-pipeline': { script: byPipelines, play: async (stage) => (await takenUp(stage)).handle },
  'lock-renewed': {
    script: byPipelines,
    play: async (stage) => {
      await takenUp(stage);
      return terminated(stage.lock);
    },
  },
  'open-with-pipeline': {
    script: { ...byPipelines, scope: uncritical },
    play: async (stage) => {
      const release = await stage.request('T-1', { noNeedAdmin: true });
      await release.until('awaiting_approval');
      await release.signal('accept');
      await release.until('ready');
      await command(release, { signal: 'depStart', ...requester, runner: { id: 'pipeline-1' } });
      await untilAsked(release.handle, 'awaitRunner');
      await release.signal('reject', { actor: 'U_NOBODY' });
      await release.until('deploying');
      return release.handle;
    },
  },
  'cancelled-on-production-in-temporal': {
    script: { scope: critical },
    play: async (stage) => {
      const { handle } = await onProduction(stage);
      await handle.cancel();
      await handle.result().catch(() => undefined);
      return handle;
    },
  },
  'asked-by-a-token': {
    script: byPipelines,
    play: async (stage) => {
      const release = await stage.request('T-2');
      await release.until('awaiting_approval');
      const asked = { signal: 'request', actor: 'service:ci', claim };
      const handle = await stage.client.workflow.start('release', { workflowId: 'release:T-1', taskQueue: 'dobrobot' });
      await handle.executeUpdate('command', { args: [asked] });
      return end({ ...release, handle, signal: (name, payload) => handle.signal(name, payload) }, 'cancel', { actor: 'service:ci' });
    },
  },
  'needs-more-on-production': {
    script: needsMore,
    play: async (stage) => end((await moreNeeded(stage))[0], 'depFinish'),
  },
  preempted: {
    script: needsMore,
    play: async (stage) => {
      const [there, waiting] = await moreNeeded(stage);
      await end(there, 'depFinish');
      await waiting.until('awaiting_admin');
      return end(waiting, 'cancel');
    },
  },
  'lock-preempts': {
    script: needsMore,
    play: async (stage) => {
      await end((await moreNeeded(stage))[0], 'depFinish');
      return terminated(stage.lock);
    },
  },
  'reset-on-production': {
    script: { scope: critical },
    play: async (stage) => {
      const release = await onProduction(stage);
      const handle = await reset(stage, release.handle, 'depStart', true);
      await release.until('deploying');
      return end({ ...release, handle }, 'depFinish');
    },
  },
  'lock-confirms': {
    script: { scope: critical },
    play: async (stage) => {
      const release = await withTurn(stage);
      await release.signal('adminHere', { actor: 'U_ADAM' });
      await release.until('ready');
      const handle = await reset(stage, release.handle, 'adminHere', false);
      await release.until('awaiting_admin');
      await end({ ...release, handle }, 'cancel');
      return terminated(stage.lock);
    },
  },
  'lock-reset': lockReset,
  'lock-reset-told': lockReset,
} as const satisfies Readonly<Record<string, Scenario>>;
