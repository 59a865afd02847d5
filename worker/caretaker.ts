import type { Client } from '@temporalio/client';
import { WorkflowExecutionAlreadyStartedError } from '@temporalio/client';
import type { SettingsSource } from '../config/settings-source.ts';
import type { Settings } from '../domain/settings.ts';
import { lockIdOf, lockWorkflow, taskQueue } from '../workflows/names.ts';

const criticalComponents = ({ components }: Settings): string[] =>
  Object.entries(components).flatMap(([name, { critical }]) => (critical ? [name] : []));

/** Starts the coordinator of every critical component that has none. Every worker may do so at once. */
export async function ensureLocks(client: Client, settings: Settings): Promise<void> {
  const open = new Set<string>();
  const query = `WorkflowType = '${lockWorkflow}' AND ExecutionStatus = 'Running'`;
  for await (const { workflowId } of client.workflow.list({ query })) open.add(workflowId);
  const missing = criticalComponents(settings).filter((component) => !open.has(lockIdOf(component)));
  await Promise.all(missing.map((component) => startLock(client, component)));
}

async function startLock(client: Client, component: string): Promise<void> {
  try {
    await client.workflow.start(lockWorkflow, {
      workflowId: lockIdOf(component),
      taskQueue,
      staticSummary: `Who may release ${component}`,
    });
  } catch (error) {
    if (!(error instanceof WorkflowExecutionAlreadyStartedError)) throw error;
  }
}

/**
 * Looks every `locks.checkEvery` whether each lock has its coordinator, until `signal` aborts.
 * Keeps nothing between looks; a look that fails is reported to `onError` and made again.
 */
export async function takeCare(
  client: Client,
  settingsNow: SettingsSource,
  signal: AbortSignal,
  onError: (error: unknown) => void,
): Promise<void> {
  while (!signal.aborted) {
    const settings = await settingsNow();
    await ensureLocks(client, settings).catch(onError);
    await pause(settings.checkEveryMs, signal);
  }
}

function pause(ms: number, signal: AbortSignal): Promise<void> {
  return new Promise((resolve) => {
    const timer = setTimeout(resolve, ms);
    signal.addEventListener('abort', () => {
      clearTimeout(timer);
      resolve();
    });
  });
}
