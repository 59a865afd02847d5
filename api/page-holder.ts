import type { Context } from 'hono';
import type { Problem } from '../answers/outcome.ts';
import { problem } from '../answers/outcome.ts';
import { scopes } from '../domain/command/scope.ts';
import type { TokenGrant } from '../log/tokens.ts';

/** A request from the page: a person with everything that their roles allow, and nothing more. */
export interface PageHolder extends Pick<TokenGrant, 'actor' | 'scopes' | 'components'> {
  readonly id: string;
  readonly via: 'page';
}

/** Identifies the person behind a request from the page; `forged`: another site sent it. */
export type PageCallers = (context: Context) => Promise<{ readonly actor: string } | 'nobody' | 'forged'>;

const forged = problem(403, 'notFromPage', ({ notFromPage }) => notFromPage);

/** Null if the request does not come from the page. */
export async function pageHolder(
  context: Context,
  callerOf: PageCallers,
): Promise<PageHolder | Problem | null> {
  const caller = await callerOf(context);
  if (caller === 'nobody') return null;
  if (caller === 'forged') return forged;
  return { id: `page:${caller.actor}`, actor: caller.actor, scopes, components: null, via: 'page' };
}
