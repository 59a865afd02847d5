import type { Scope } from '../command/scope.ts';
import type { HookSettings } from './hook-settings.ts';

/** What a hook may do, in the form of an API token. Nobody holds that token, and nobody can create one with that name. */
export interface HookGrant {
  readonly name: string;
  readonly scopes: readonly Scope[];
  readonly components: readonly string[] | null;
  readonly actor: string;
}

const prefix = 'hook:';

/** Whether the token of this name is that of a hook. */
export const isHooks = (name: string): boolean => name.startsWith(prefix);

export const hookGrant = (hook: string, { components, as: actor }: HookSettings): HookGrant => ({
  name: `${prefix}${hook}`,
  scopes: ['request', 'deploy'],
  components,
  actor,
});
