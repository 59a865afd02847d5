import type { Context } from 'hono';
import { isForwarded } from '../web/page-callers.ts';
import { isOurs } from '../web/hosts.ts';
import type { Hosts } from '../web/hosts.ts';
import type { Sessions } from '../web/sessions.ts';
import type { TokenGrant } from '../log/tokens.ts';

interface Readers {
  /** The token that somebody comes with; null if it is not good. */
  readonly tokenOf: (given: string) => Promise<Pick<TokenGrant, 'scopes' | 'components'> | null>;
  /** Null where nobody signs in. */
  readonly sessions: Pick<Sessions, 'of'> | null;
  /** Whether somebody is still of the workspace. */
  readonly isThere: (user: string) => Promise<boolean>;
  readonly hosts: Hosts;
  /** Origins of Temporal's Web UI and of the page. */
  readonly origins: readonly string[];
  /** Only this machine reaches the page. */
  readonly onlyHere: boolean;
}

/** Whether a token has the scope `read` for all components. */
export const readsAll = (token: Pick<TokenGrant, 'scopes' | 'components'> | null): boolean =>
  token?.components === null && token.scopes.includes('read');

/**
 * Who may read what is encrypted: a token with the scope `read` for all components, since nobody can tell of which something is; whoever is signed in on the page, from the page or Temporal's Web UI; and where
 * nobody signs in, whoever is on this machine, if the page listens nowhere else.
 */
export const codecReaders =
  ({ tokenOf, sessions, isThere, hosts, origins, onlyHere }: Readers) =>
  async (context: Context): Promise<boolean> => {
    if (!isOurs(context.req.header('host'), hosts)) return false;
    const [, token] = /^Bearer +(dob_\S+)$/i.exec(context.req.header('authorization') ?? '') ?? [];
    if (token !== undefined) {
      return readsAll(await tokenOf(token));
    }
    if (sessions === null) return onlyHere && !isForwarded(context);
    const user = await sessions.of(context);
    return user !== null && origins.includes(context.req.header('origin') ?? '') && (await isThere(user.id));
  };
