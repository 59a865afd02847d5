import { activityInfo } from '@temporalio/activity';
import type { Client } from '@temporalio/client';
import { dispatch } from '../client/dispatch.ts';
import type { Dispatched } from '../client/dispatch.ts';
import type { PersonsOrder } from '../client/errands.ts';
import { hookGrant } from '../domain/hooks/hook-grant.ts';
import type { HookSettings } from '../domain/hooks/hook-settings.ts';
import type { Pipeline } from '../domain/messages/pipeline.ts';
import type { Settings } from '../domain/settings.ts';
import { claimsOf } from '../log/claim-proof.ts';
import type { TokenStore } from '../log/tokens.ts';

interface HookContext {
  readonly client: Client;
  readonly settings: Settings;
  readonly tokens: TokenStore;
}

/**
 * Gives a command as a hook, with the rights of its token. Retries of an activity give the same
 * command; another activity gives a new one. `prefix` is that of the command ID, `pipeline` the
 * run that the hook reported. Throws Temporal's errors and those of the database.
 */
export async function orderAsHook(
  order: PersonsOrder,
  name: string,
  hook: HookSettings,
  { prefix, pipeline = null }: { readonly prefix: string; readonly pipeline?: Pipeline | null },
  { client, settings, tokens }: HookContext,
): Promise<Dispatched> {
  const token = await tokens.kept(hookGrant(name, hook));
  const { workflowExecution, activityId } = activityInfo();
  const commandId = `${prefix}:${workflowExecution?.runId ?? ''}:${activityId}`;
  const sender = { actor: hook.as, via: 'hook', commandId, channel: null, saidAt: null, pipeline };
  return dispatch(client, settings, order, sender, claimsOf(token));
}
