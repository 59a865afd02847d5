/** One conversation for each path that a release or a lock can take. `record.ts` records the resulting histories. */
import { setTimeout as sleep } from 'node:timers/promises';
import type { WorkflowHandle } from '@temporalio/client';
import type { CheckReport } from '../../domain/release/check-report.ts';
import type { Evidence } from '../../domain/release/evidence.ts';
import type { Question } from '../../domain/messages/question.ts';
import { conversationScenarios } from './conversation-scenarios.ts';
import { crowdedScenarios } from './crowded-scenarios.ts';
import { grownScenarios } from './grown-scenarios.ts';
import { handedOnScenarios } from './handed-on-scenarios.ts';
import { hookScenarios } from './hook-scenarios.ts';
import { smallScenarios } from './small-scenarios.ts';
import { writeBackScenarios } from './write-back-scenarios.ts';
import { turnScenarios } from './turn-scenarios.ts';
import { unclearScenarios } from './unclear-scenarios.ts';
import { watchScenarios } from './watch-scenarios.ts';
import { earlyNewsScenarios } from './early-news-scenarios.ts';
import { unopenedScenarios } from './unopened-scenarios.ts';
import { unknownRolesScenarios } from './unknown-roles-scenarios.ts';
import { lockScenarios } from './lock-scenarios.ts';
import { longLivedScenarios } from './long-lived-scenarios.ts';
import { openScenarios } from './open-scenarios.ts';
import { productionScenarios } from './production-scenarios.ts';
import { critical, end, onProduction, requester, roundTheClock, withTurn } from './steps.ts';
import type { Actor, Scenario, Stagehand } from './steps.ts';
import { rules } from '../support/scripted-activities.ts';
import { releaseRow } from '../log/rows.ts';
import { oneTicket } from '../../domain/release/subject.ts';
import { deliveryIdOf } from '../../domain/messages/delivery.ts';
import { counterIdOf, deliveryWorkflow, previewIdOf, previewWorkflow, questionIdOf, questionWorkflow, releaseCounterWorkflow, releaseIdOf, taskQueue } from '../../domain/messages/workflows.ts';
import { homeScenarios } from './home-scenarios.ts';
import type { AskedQuestion } from '../../domain/messages/asked-question.ts';
import type { Delivery } from '../../domain/messages/delivery.ts';

const lacking: Extract<CheckReport, { outcome: 'checked' }> = {
  outcome: 'checked',
  title: 'A title',
  url: 'https://t.example.com/T-1',
  missingSigns: ['qa'],
  evidence: { qa: null },
  scope: critical,
  rules,
};

const twoNeeded: CheckReport = {
  ...lacking,
  missingSigns: [],
  scope: {
    ...critical,
    locks: [],
    adminNeeded: false,
    approvals: [{ component: 'billing', needed: 2 }],
  },
};

/** A release of two tickets; its `cancel` arrives by the key of the second. */
async function severalTickets(
  stage: Stagehand,
): Promise<{ readonly release: Actor; readonly alias: WorkflowHandle }> {
  const release = await stage.request('T-1', { tickets: ['T-1', 'T-2'] });
  await release.until('awaiting_approval');
  const alias = stage.client.workflow.getHandle(releaseIdOf('T-2'));
  await alias.signal('cancel', requester);
  await Promise.all([release.handle.result(), alias.result()]);
  return { release, alias };
}

/** A question and its answer. */
const asks = (question: Question): Scenario => ({
  script: {},
  play: async ({ client }) => {
    const said = { commandId: 'C1:1.1', channel: 'C1', saidAt: 1100, replyTo: 'C1:1.1' };
    const asked: AskedQuestion = { question, actor: 'U_DAN', via: 'slack', ...said };
    const options = { workflowId: questionIdOf(asked.commandId), taskQueue, args: [asked] };
    const handle = await client.workflow.start(questionWorkflow, options);
    await handle.result();
    return handle;
  },
});

/** Approved by one of two, checked again, and approved by both. */
const approvedAnew: Scenario['play'] = async (stage) => {
  const release = await stage.request('T-1');
  await release.until('awaiting_approval');
  await release.signal('accept');
  await release.signal('recheck', requester);
  await sleep(1000);
  await release.signal('accept');
  await release.signal('accept', { actor: 'U_OLEG' });
  await release.until('ready');
  return end(release, 'cancel');
};

/** The code has changed since the first approval, and no sign shows it. */
const withOtherCode = (): Scenario => {
  const commits = ['c2', 'c1'];
  const evidence = (): Evidence => {
    const code = [`acme/app#12 @ ${commits.pop() ?? 'c2'}`];
    return { codeReview: { outcome: 'passed', shown: [{ fact: { fact: 'expression' }, url: null }], code } };
  };
  return {
    script: { report: () => ({ ...twoNeeded, evidence: evidence() }) },
    play: approvedAnew,
  };
};

export const scenarios: Readonly<Record<string, Scenario>> = {
  finished: {
    script: { scope: critical },
    play: async (stage) => end(await onProduction(stage), 'depFinish'),
  },
  'rolled-back': {
    script: { scope: critical },
    play: async (stage) => end(await onProduction(stage), 'depRollback', { ...requester, reason: 'errors' }),
  },
  recorded: {
    script: { scope: critical, recorded: true },
    play: async (stage) => end(await onProduction(stage), 'depFinish'),
  },
  'told-outside': {
    script: { scope: critical, rules: { ...rules, destinations: ['webhook:audit', 'grafana'] } },
    play: async (stage) => end(await onProduction(stage), 'depFinish'),
  },
  'told-in-tickets': {
    script: { scope: critical, rules: { ...rules, writesBack: true } },
    play: async (stage) => end(await onProduction(stage), 'depFinish'),
  },
  rejected: {
    script: {},
    play: async (stage) => {
      const release = await stage.request('T-1');
      await release.until('awaiting_approval');
      await release.signal('reject');
      return end(release, 'reject', { reason: 'not today' });
    },
  },
  'cancelled-in-line': {
    script: { scope: critical },
    play: async (stage) => {
      await withTurn(stage, 'T-2');
      const release = await stage.request('T-1');
      await release.until('awaiting_approval');
      await release.signal('accept');
      await release.until('queued');
      return end(release, 'cancel');
    },
  },
  expired: {
    script: { rules: { ...rules, expireAfterMs: 1500 } },
    play: async (stage) => {
      const release = await stage.request('T-1');
      await release.handle.result();
      return release.handle;
    },
  },
  'needs-work-then-finished': {
    script: {
      scope: { ...critical, locks: [], adminNeeded: false },
      report: (() => {
        const reports = [lacking];
        return () => reports.pop() ?? null;
      })(),
    },
    play: async (stage) => {
      const release = await stage.request('T-1');
      await release.until('needs_work');
      await release.signal('recheck', requester);
      await release.until('awaiting_approval');
      await release.signal('accept');
      await release.until('ready');
      await release.signal('depStart', requester);
      await release.until('deploying');
      return end(release, 'depFinish');
    },
  },
  'two-approvals-and-votes-void': {
    script: {
      report: (() => {
        const wiki = ['https://w.example.com/2', 'https://w.example.com/1'];
        return () => ({ ...twoNeeded, evidence: { releaseDocs: wiki.pop() ?? null } });
      })(),
    },
    play: approvedAnew,
  },
  'votes-void-by-code': withOtherCode(),
  /** As in a version before 1.2 that gets the code from an activity of a later one. */
  'votes-stand-by-code': withOtherCode(),
  'unknown-ticket': {
    script: { report: () => ({ outcome: 'unknownTicket' }) },
    play: async (stage) => {
      const release = await stage.request('T-1');
      await release.handle.result();
      return release.handle;
    },
  },
  'tracker-down-and-overridden': {
    script: { report: () => ({ outcome: 'unavailable', message: 'no tracker', scope: { ...critical, locks: [] } }) },
    play: async (stage) => {
      const release = await stage.request('T-1', { components: ['billing'] });
      await sleep(1000);
      await release.signal('override', { reason: 'urgent' });
      await release.until('awaiting_approval');
      return end(release, 'cancel');
    },
  },
  'turn-lost': {
    script: { scope: critical, rules: { ...rules, calendar: roundTheClock, holdForMs: 1500 } },
    play: async (stage) => {
      const release = await withTurn(stage, 'T-1');
      const next = await stage.request('T-2');
      await next.until('awaiting_approval');
      await next.signal('accept');
      await release.until('queued');
      return end(release, 'cancel');
    },
  },
  'hotfix-overtakes': {
    script: { scope: critical },
    play: async (stage) => {
      const first = await withTurn(stage, 'T-2');
      const release = await stage.request('T-1');
      await release.until('awaiting_approval');
      await release.signal('accept');
      await release.until('queued');
      const hotfix = await stage.request('T-3', { hotfix: true });
      await hotfix.until('awaiting_approval');
      await hotfix.signal('accept');
      await hotfix.until('queued');
      await first.signal('cancel', requester);
      await hotfix.until('awaiting_admin');
      return end(release, 'cancel');
    },
  },
  'made-hotfix-in-line': {
    script: { scope: critical },
    play: async (stage) => {
      const first = await withTurn(stage, 'T-2');
      const second = await stage.request('T-3');
      await second.until('awaiting_approval');
      await second.signal('accept');
      await second.until('queued');
      const release = await stage.request('T-1');
      await release.until('awaiting_approval');
      await release.signal('accept');
      await release.until('queued');
      await release.signal('hotfix', { reason: 'the shop is down' });
      // The lock has to learn of it before it is free.
      await sleep(1000);
      await first.signal('cancel', requester);
      await release.until('awaiting_admin');
      return end(release, 'cancel');
    },
  },
  'frozen-and-overridden': {
    script: { scope: critical },
    play: async (stage) => {
      const release = await withTurn(stage);
      await release.signal('adminHere', { actor: 'U_ADAM' });
      await stage.lock.signal('freeze', { actor: 'U_VERA', reason: 'works' });
      await release.until('ready');
      await sleep(1000);
      await release.signal('depStart', requester);
      await release.signal('override', { reason: 'urgent' });
      await release.signal('depStart', requester);
      await release.until('deploying');
      return end(release, 'depFinish');
    },
  },
  'handed-over-and-good-void': {
    script: { scope: critical },
    play: async (stage) => {
      const release = await withTurn(stage);
      await release.signal('handover', { ...requester, user: 'U_VERA' });
      await release.until('awaiting_approval');
      return end(release, 'cancel', { actor: 'U_VERA' });
    },
  },
  unlocked: {
    script: { scope: critical },
    play: async (stage) => {
      const release = await onProduction(stage);
      await stage.lock.signal('unlock', { actor: 'U_VERA', reason: 'it hangs' });
      await sleep(1000);
      return end(release, 'depRollback');
    },
  },
  'cancelled-in-temporal': {
    script: { scope: critical },
    play: async (stage) => {
      const release = await withTurn(stage);
      await release.handle.cancel();
      await release.handle.result().catch(() => undefined);
      return release.handle;
    },
  },
  lock: {
    script: { scope: critical },
    play: async (stage) => {
      const release = await withTurn(stage);
      const next = await stage.request('T-2');
      await next.until('awaiting_approval');
      await next.signal('accept');
      await next.until('queued');
      await stage.lock.signal('freeze', { actor: 'U_VERA', reason: 'works', until: soon() });
      await release.signal('cancel', requester);
      await next.until('awaiting_admin');
      await stage.lock.signal('unlock', { actor: 'U_VERA', reason: 'a test' });
      await next.until('awaiting_approval');
      await stage.lock.terminate();
      return stage.lock;
    },
  },
  question: asks({ type: 'queue', component: null }),
  incident: asks({
    type: 'incident',
    incident: { at: 0, text: 'slow', components: [] },
    recorded: false,
  }),
  /** By the update `command`: carried out, refused, malformed and sent twice. */
  'commanded-by-updates': {
    script: { scope: critical },
    play: async (stage) => {
      const release = await stage.request('T-1');
      await release.until('awaiting_approval');
      const command = (by: object) => release.handle.executeUpdate('command', { args: [by] });
      const accept = { signal: 'accept', actor: 'U_VERA', commandId: 'accept-1' };
      await command({ signal: 'depStart', actor: 'U_DAN' });
      await command({ signal: 'accept' });
      await command(accept);
      await command(accept);
      await release.until('awaiting_admin');
      await command({ signal: 'adminHere', actor: 'U_ADAM' });
      await command({ signal: 'depStart', actor: 'U_DAN' });
      await command({ signal: 'depFinish', actor: 'U_DAN' });
      await release.handle.result();
      return release.handle;
    },
  },
  ...homeScenarios,
  delivery: {
    script: {},
    play: async ({ client }) => {
      const row = releaseRow(5, { type: 'started' });
      const asked: Delivery = { destination: 'grafana', row, startedAt: row.at };
      const options = { workflowId: deliveryIdOf(asked), taskQueue, args: [asked] };
      const handle = await client.workflow.start(deliveryWorkflow, options);
      await handle.result();
      return handle;
    },
  },
  ...openScenarios,
  ...lockScenarios,
  ...smallScenarios,
  ...hookScenarios,
  ...writeBackScenarios,
  ...longLivedScenarios,
  ...productionScenarios,
  ...conversationScenarios,
  ...watchScenarios,
  ...unknownRolesScenarios,
  ...crowdedScenarios,
  ...grownScenarios,
  ...handedOnScenarios,
  ...earlyNewsScenarios,
  ...unopenedScenarios,
  ...turnScenarios,
  ...unclearScenarios,
  'several-tickets': {
    script: {},
    play: async (stage) => (await severalTickets(stage)).release.handle,
  },
  alias: {
    script: {},
    play: async (stage) => (await severalTickets(stage)).alias,
  },
  counter: {
    script: {},
    play: async ({ client }) => {
      const handle = await client.workflow.start(releaseCounterWorkflow, {
        workflowId: counterIdOf('REL'),
        taskQueue,
      });
      const asks = (commandId: string, more: object) =>
        handle.executeUpdate('number', { args: [{ actor: 'U_DAN', commandId, ...more }] });
      await asks('1', { text: 'New onboarding' });
      await asks('1', { text: 'New onboarding' });
      await asks('2', { wikiLink: 'https://wiki.example.com/onboarding' });
      await asks('3', {});
      await handle.terminate();
      return handle;
    },
  },
  preview: {
    script: {},
    play: async ({ client }) => {
      const asked = { subject: oneTicket('T-1'), options: { wikiLink: null, noNeedAdmin: false, hotfix: false, components: null } };
      const options = { workflowId: previewIdOf('T-1', 'a'), taskQueue, args: [asked] };
      const handle = await client.workflow.start(previewWorkflow, options);
      await handle.result();
      return handle;
    },
  },
};

const soon = (): string => new Date(Date.now() + 2000).toISOString();

export { stageOf } from './steps.ts';
export type { Actor, Scenario, Stagehand } from './steps.ts';
