import type { Context } from 'hono';
import type { Problem } from '../answers/outcome.ts';
import { problem } from '../answers/outcome.ts';
import { scopes } from '../domain/command/scope.ts';
import type { TokenGrant } from '../log/tokens.ts';

/** Whoever comes from the page: a person with all that their roles allow, and nothing else. */
export interface PageHolder extends Pick<TokenGrant, 'actor' | 'scopes' | 'components'> {
  readonly id: string;
  readonly via: 'page';
}

/** Tells who comes from the page; `forged`: a page of somebody else sends it. */
export type PageCallers = (context: Context) => Promise<{ readonly actor: string } | 'nobody' | 'forged'>;

const forged = problem(403, 'notFromPage', ({ notFromPage }) => notFromPage);

/** Null: nobody does. */
export async function pageHolder(
  context: Context,
  callerOf: PageCallers,
): Promise<PageHolder | Problem | null> {
  const caller = await callerOf(context);
  if (caller === 'nobody') return null;
  if (caller === 'forged') return forged;
  return { id: `page:${caller.actor}`, actor: caller.actor, scopes, components: null, via: 'page' };
}
