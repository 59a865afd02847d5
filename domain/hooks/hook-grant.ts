import type { Scope } from '../command/scope.ts';
import type { HookSettings } from './hook-settings.ts';

/** What a hook may do, as a token of the API has it. Nobody holds that token, and nobody can make one of that name. */
export interface HookGrant {
  readonly name: string;
  readonly scopes: readonly Scope[];
  readonly components: readonly string[] | null;
  readonly actor: string;
}

const prefix = 'hook:';

/** Whether the token of that name is a hook's. */
export const isHooks = (name: string): boolean => name.startsWith(prefix);

export const hookGrant = (hook: string, { components, as: actor }: HookSettings): HookGrant => ({
  name: `${prefix}${hook}`,
  scopes: ['request', 'deploy'],
  components,
  actor,
});
