import type { Scope } from '../domain/command/scope.ts';
import { coversComponents } from '../domain/covered.ts';
import type { LockRoles } from '../domain/lock/commands.ts';
import type { ClaimedCommand } from '../domain/messages/token-claim.ts';
import type { Pipeline } from '../domain/messages/pipeline.ts';
import type { Roles } from '../domain/release/commands.ts';
import { isHooks } from '../domain/hooks/hook-grant.ts';
import { isService } from '../domain/service.ts';
import { isProven } from '../log/claim-proof.ts';
import type { KnownToken, TokenStore } from '../log/tokens.ts';

type Tokens = Pick<TokenStore, 'withId'> | null;

/**
 * Adds to the roles what the token of a claim permits: deploying any release of its
 * components and, for a hook, rechecking. Throws if the database cannot be read.
 */
export async function withTokenRights(
  roles: Roles,
  components: readonly string[],
  claimed: ClaimedCommand | null,
  tokens: Tokens,
): Promise<Roles> {
  const token = await provenToken(claimed, tokens);
  if (token === null) return roles;
  const isFor = (scope: Scope) => token.scopes.includes(scope) && coversComponents(components, token);
  return {
    ...roles,
    ...(isFor('deploy') ? { deploys: true } : {}),
    ...(isFor('request') && isHooks(token.name) ? { rechecks: true } : {}),
    pipeline: pipelineOf(token),
  };
}

/** The same for a lock. A service may do what its token permits, a person what their roles permit. */
export async function withTokenRightsToLock(
  roles: LockRoles,
  component: string,
  claimed: ClaimedCommand | null,
  tokens: Tokens,
): Promise<LockRoles> {
  const token = await provenToken(claimed, tokens);
  if (token === null) return roles;
  const pipeline = pipelineOf(token);
  if (!isService(token.actor) || !token.scopes.includes('operate')) return { ...roles, pipeline };
  return { general: token.components === null, here: coversComponents([component], token), pipeline };
}

/** What a claim proves about the sender of a command; null if it proves nothing. Throws if the database cannot be read. */
export async function provenPipeline(claimed: ClaimedCommand, tokens: Tokens): Promise<Pipeline | null> {
  const token = await provenToken(claimed, tokens);
  return token && pipelineOf(token);
}

const pipelineOf = ({ name, pipeline }: KnownToken): Pipeline => ({
  ...(pipeline ?? { repository: null, run: null, sha: null, url: null }),
  token: name,
});

/** The token that a claim names; null unless the token is valid now and the claim is proven. */
async function provenToken(claimed: ClaimedCommand | null, tokens: Tokens): Promise<KnownToken | null> {
  if (claimed === null || tokens === null) return null;
  const token = await tokens.withId(claimed.claim.token);
  return token?.actor === claimed.actor && isProven(claimed, token.hash, Date.now()) ? token : null;
}
