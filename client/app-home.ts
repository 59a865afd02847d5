import type { Client } from '@temporalio/client';
import { homeSignal, preferenceSignal } from '../domain/messages/definitions.ts';
import type { HomeReason } from '../domain/messages/home.ts';
import type { PreferenceOrder } from '../domain/preferences.ts';
import { homeIdOf, homeWorkflow, taskQueue } from '../domain/messages/workflows.ts';

const homeOf = (user: string) => ({
  workflowId: homeIdOf(user),
  taskQueue,
  args: [user] as [string],
  staticSummary: `App Home of ${user}`,
});

/** Refreshes a person's App Home. Throws Temporal's errors. */
export async function showHome(client: Client, user: string, reason: HomeReason): Promise<void> {
  await client.workflow.signalWithStart(homeWorkflow, {
    ...homeOf(user),
    signal: homeSignal(reason),
    signalArgs: [],
  });
}

/** Changes a person's preferences and refreshes their App Home. Throws Temporal's errors. */
export async function changePreference(client: Client, user: string, order: PreferenceOrder): Promise<void> {
  await client.workflow.signalWithStart(homeWorkflow, {
    ...homeOf(user),
    signal: preferenceSignal,
    signalArgs: [order],
  });
}

/**
 * Refreshes the App Home after a command given there (its answer goes to a direct message). Not awaited; a failure does not undo the
 * command.
 */
export function showHomeAfter(
  client: Client,
  { actor, replyTo }: { readonly actor: string; readonly replyTo: string },
): void {
  if (replyTo !== actor) return;
  showHome(client, actor, 'commanded').catch((error: unknown) => {
    console.error(`The App Home of ${actor} is not brought up to date:`, error);
  });
}
