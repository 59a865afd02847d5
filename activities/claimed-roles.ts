import type { Scope } from '../domain/command/scope.ts';
import type { LockRoles } from '../domain/lock/commands.ts';
import type { Claimed } from '../domain/messages/claim.ts';
import type { Roles } from '../domain/release/commands.ts';
import { isService } from '../domain/service.ts';
import { isProven } from '../log/claim-proof.ts';
import type { KnownToken, TokenStore } from '../log/tokens.ts';

type Tokens = Pick<TokenStore, 'withId'> | null;

/** The roles with what the token of a claim adds: bringing on any release of its components. Throws if the database does not tell. */
export async function withClaim(
  roles: Roles,
  components: readonly string[],
  claimed: Claimed | null,
  tokens: Tokens,
): Promise<Roles> {
  const token = await tokenOf(claimed, 'deploy', tokens);
  return token !== null && covers(token, components) ? { ...roles, deploys: true } : roles;
}

/** The same of a lock: a service may do what its token is for, a person what their roles allow. */
export async function withLockClaim(
  roles: LockRoles,
  component: string,
  claimed: Claimed | null,
  tokens: Tokens,
): Promise<LockRoles> {
  if (claimed === null || !isService(claimed.actor)) return roles;
  const token = await tokenOf(claimed, 'operate', tokens);
  if (token === null) return roles;
  return { general: token.components === null, here: covers(token, [component]) };
}

/** Whoever has a token for some components may not touch what nobody knows. */
const covers = ({ components: own }: KnownToken, components: readonly string[]): boolean =>
  own === null || (components.length > 0 && components.every((component) => own.includes(component)));

/** The token that a claim names, if it is good for this and the claim is proven; else null. */
async function tokenOf(claimed: Claimed | null, scope: Scope, tokens: Tokens): Promise<KnownToken | null> {
  if (claimed === null || tokens === null) return null;
  const token = await tokens.withId(claimed.claim.token);
  const isGood = token?.actor === claimed.actor && token.scopes.includes(scope);
  return isGood && isProven(claimed, token.hash, Date.now()) ? token : null;
}
