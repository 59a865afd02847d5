/** Roles cannot be looked up, and the same command is repeated with the same ID, as a pipeline does. */
import { ApplicationFailure, Context } from '@temporalio/activity';
import { accepted, critical } from './steps.ts';
import type { Scenario } from './steps.ts';

/** A lookup that fails the first time in each run and succeeds afterwards. */
function knownLater<A>(answer: A): () => Promise<A> {
  const asked = new Set<string>();
  return () => {
    const runId = Context.current().info.workflowExecution?.runId ?? '';
    if (asked.has(runId)) return Promise.resolve(answer);
    asked.add(runId);
    return Promise.reject(ApplicationFailure.nonRetryable('Slack is away'));
  };
}

const ofRelease: Scenario = {
  script: {
    scope: { ...critical, adminNeeded: false },
    instead: { lookUpRoles: knownLater({ approver: true, approves: ['billing'], admin: true }) },
  },
  play: async (stage) => {
    const release = await stage.request('T-1');
    await release.until('awaiting_approval');
    const request = { signal: 'accept', actor: 'U_VERA', commandId: 'accept-1' };
    const accept = () => release.handle.executeUpdate('command', { args: [request] });
    await accept();
    await accept();
    await accept();
    await release.handle.terminate();
    return release.handle;
  },
};

const ofLock: Scenario = {
  script: { scope: critical, instead: { lookUpLockRoles: knownLater({ general: true, here: true }) } },
  play: async (stage) => {
    const request = { signal: 'freeze', actor: 'U_VERA', reason: 'works', commandId: 'freeze-1' };
    const freeze = () => stage.lock.executeUpdate('command', { args: [request] });
    await freeze();
    await freeze();
    await freeze();
    await accepted(stage, 'queued');
    await stage.lock.terminate();
    return stage.lock;
  },
};

export const unknownRolesScenarios: Readonly<Record<string, Scenario>> = {
  /** As recorded by 1.1.0, which kept the first answer for good. */
  'roles-unknown-for-good': ofRelease,
  'roles-unknown-once': ofRelease,
  'lock-roles-unknown-for-good': ofLock,
  'lock-roles-unknown-once': ofLock,
};
