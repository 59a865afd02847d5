import type { Client } from '@temporalio/client';
import type { SignalDefinition } from '@temporalio/common';
import { noSettings } from '../domain/lock/lock-settings.ts';
import { lockIdOf, lockWorkflow, taskQueue } from '../domain/messages/workflows.ts';
import { orNull } from './or-null.ts';
import { unlessTaken } from './unless-taken.ts';
import { all, isRunning, lockShown, ofType } from './visibility.ts';

/** The coordinators that are open, by their workflow IDs, with the version of the settings that each has. */
export async function openLocks(client: Client): Promise<ReadonlyMap<string, string>> {
  const versions = new Map<string, string>();
  const query = all(ofType(lockWorkflow), isRunning);
  for await (const listed of client.workflow.list({ query })) {
    versions.set(listed.workflowId, lockShown(listed)?.settingsVersion ?? noSettings.version);
  }
  return versions;
}

export async function startLock(client: Client, component: string): Promise<void> {
  await unlessTaken(
    client.workflow.start(lockWorkflow, {
      workflowId: lockIdOf(component),
      taskQueue,
      staticSummary: `Who may release ${component}`,
    }),
  );
}

/** Signals a workflow. One that is gone needs it no more: a coordinator asks by itself when it is back. */
export async function tell<Payload>(
  client: Client,
  workflowId: string,
  signal: SignalDefinition<[Payload]>,
  payload: Payload,
): Promise<void> {
  await orNull(client.workflow.getHandle(workflowId).signal(signal, payload));
}
