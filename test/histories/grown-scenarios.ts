/** An endless stream of malformed signals while Slack is down: the run always has something in hand, and nothing wakes it up. */
import type { WorkflowHandle } from '@temporalio/client';
import { eventuallyTrue } from '../support/eventually.ts';
import { critical, flood, requester } from './steps.ts';
import type { Scenario, Stagehand } from './steps.ts';

const slackAway: Scenario['script'] = {
  scope: critical,
  instead: { deliverNotices: () => Promise.reject(new Error('Slack is away')) },
};

/** Returns the overlong run once it has continued as new, which a command causes at the latest. */
async function grown({ client }: Stagehand, handle: WorkflowHandle, signal: string, command: object) {
  const { runId } = await handle.describe();
  const run = client.workflow.getHandle(handle.workflowId, runId);
  await flood(run, signal);
  const isOver = async () => (await run.describe()).status.name === 'CONTINUED_AS_NEW';
  if (!(await isOver())) await run.signal(signal, command);
  await eventuallyTrue(isOver);
  return run;
}

const release: Scenario = {
  script: slackAway,
  play: async (stage) => {
    const asked = await stage.request('T-1');
    await asked.until('awaiting_approval');
    return grown(stage, asked.handle, 'recheck', requester);
  },
};

const lock: Scenario = {
  script: slackAway,
  play: async (stage) => {
    await stage.lock.signal('freeze', { actor: 'U_VERA', reason: 'works' });
    return grown(stage, stage.lock, 'unfreeze', { actor: 'U_VERA' });
  },
};

export const grownScenarios: Readonly<Record<string, Scenario>> = {
  /** As recorded by 1.1.0, which waited until the next command. */
  'grown-asleep': release,
  'lock-grown-asleep': lock,
  'grown-goes-on': release,
  'lock-grown-goes-on': lock,
};
