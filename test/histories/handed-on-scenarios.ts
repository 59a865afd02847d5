/** What the smaller workflows pass to their next run when one has grown too long. */
import type { WorkflowHandle } from '@temporalio/client';
import { ApplicationFailure } from '@temporalio/common';
import { cardQuery, notOursSignal, preferenceSignal, ticketNewsSignal } from '../../domain/messages/definitions.ts';
import { homeReasons } from '../../domain/messages/home.ts';
import { homeIdOf, homeWorkflow, taskQueue, watchIdOf, watchWorkflow, writeBackWorkflow } from '../../domain/messages/workflows.ts';
import type { PreferenceOrder } from '../../domain/preferences.ts';
import { writeBackIdOf } from '../../domain/messages/write-back.ts';
import { eventuallyTrue } from '../support/eventually.ts';
import { seenAfter } from '../support/scripted-activities.ts';
import { longLivedScenarios } from './long-lived-scenarios.ts';
import { flood, onProduction, untilAsked, untilNextRun } from './steps.ts';
import type { Scenario, Stagehand } from './steps.ts';
import { held, plan } from './watch-scenarios.ts';
import { newsOf } from './write-back-scenarios.ts';

/** Plays another scenario, which leaves its workflow open, until that continues as new. */
const afterwards = (scenario: Scenario): Scenario => ({
  ...scenario,
  play: async (stage) => {
    const handle = await scenario.play(stage);
    return untilNextRun(stage.client, handle, () => handle.signal('unheardOf'));
  },
});

/** One step fails for good, and more is left to write. */
const writeBack: Scenario = {
  script: {
    instead: {
      takeWriteBackStep: ({ row }) =>
        row.n === 5 ? Promise.reject(ApplicationFailure.nonRetryable('403')) : Promise.resolve(),
    },
  },
  play: async ({ client }) => {
    const handle = await client.workflow.start(writeBackWorkflow, {
      ...{ workflowId: writeBackIdOf('T-1'), taskQueue, args: [newsOf(5, 'started')] },
    });
    const run = client.workflow.getHandle(handle.workflowId, handle.firstExecutionRunId);
    await Promise.all(Array.from({ length: muchNews }, () => handle.signal(ticketNewsSignal, newsOf(6, 'finished'))));
    await untilGoneOn(run);
    return run;
  },
};

/** More than one run can write. */
const muchNews = 160;

const untilGoneOn = (run: WorkflowHandle) =>
  eventuallyTrue(async () => (await run.describe()).status.name === 'CONTINUED_AS_NEW');

/** The App Home is opened and clicked faster than it is shown. */
const home: Scenario = {
  script: {},
  play: async ({ client }) => {
    const start = { workflowId: homeIdOf('U_DAN'), taskQueue, args: ['U_DAN'] };
    const order: PreferenceOrder = { change: { type: 'notQuiet' }, answer: null };
    const click = () =>
      client.workflow.signalWithStart(homeWorkflow, { ...start, signal: preferenceSignal, signalArgs: [order] });
    const open = () => client.workflow.signalWithStart(homeWorkflow, { ...start, signal: homeReasons[0], signalArgs: [] });
    let done = 0;
    return untilNextRun(client, await open(), () => ((done += 1) % 50 === 0 ? click() : open()));
  },
};

/** A check is bad, somebody has said that it is not theirs, and Slack is down; then the watch sees something new. */
function watch(): Scenario {
  let isLong = false;
  return {
    script: {
      scope: held,
      instead: {
        watchRelease: ({ state }) =>
          state.lookedAt === null || isLong ? Promise.resolve(seenAfter(state)) : Promise.reject(new Error('Nothing new')),
        tellOfWatch: () => Promise.reject(new Error('Slack is away')),
      },
    },
    play: async (stage) => {
      isLong = false;
      const handle = await watching(stage);
      await untilAsked(handle, 'watchRelease', 2);
      await handle.signal(notOursSignal, { check: 'billing/errors', actor: 'U_DAN' });
      const { runId } = await handle.describe();
      const run = stage.client.workflow.getHandle(handle.workflowId, runId);
      await flood(run, notOursSignal.name);
      isLong = true;
      await untilGoneOn(run);
      return run;
    },
  };
}

async function watching(stage: Stagehand): Promise<WorkflowHandle> {
  const release = await onProduction(stage);
  const shown = await release.handle.query(cardQuery);
  if (shown === null) throw new Error('The release has no card');
  return stage.client.workflow.start(watchWorkflow, {
    ...{ workflowId: watchIdOf(shown.card.key), taskQueue },
    args: [{ card: shown.card, startedAt: 1, plan }],
  });
}

export const handedOnScenarios: Readonly<Record<string, Scenario>> = {
  'alias-goes-on': afterwards(longLivedScenarios['open-alias']),
  'counter-goes-on': afterwards(longLivedScenarios['open-counter']),
  'gate-goes-on': afterwards(longLivedScenarios['open-gate']),
  'home-goes-on': home,
  'watch-goes-on': watch(),
  'write-back-goes-on': writeBack,
};
