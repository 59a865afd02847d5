import type { Scope } from '../command/scope.ts';
import type { HookSettings } from './hook-settings.ts';

/** What a hook may do, as a token of the API has it. Nobody holds that token, and nobody can make one of that name. */
export interface HookGrant {
  readonly name: string;
  readonly scopes: readonly Scope[];
  readonly components: readonly string[] | null;
  readonly actor: string;
}

export const hookGrant = (hook: string, { components, as: actor }: HookSettings): HookGrant => ({
  name: `hook:${hook}`,
  scopes: ['request', 'deploy'],
  components,
  actor,
});
