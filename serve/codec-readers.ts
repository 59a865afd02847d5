import type { Context } from 'hono';
import { isForwarded } from '../web/page-callers.ts';
import { isOurs } from '../web/hosts.ts';
import type { Hosts } from '../web/hosts.ts';
import type { Sessions } from '../web/sessions.ts';
import type { TokenGrant } from '../log/tokens.ts';

interface Readers {
  /** The token that a caller presents; null if it is not valid. */
  readonly tokenOf: (given: string) => Promise<Pick<TokenGrant, 'scopes' | 'components'> | null>;
  /** Null without sign-in. */
  readonly sessions: Pick<Sessions, 'of'> | null;
  /** Whether a user is still a member of the workspace. */
  readonly isThere: (user: string) => Promise<boolean>;
  readonly hosts: Hosts;
  /** The origins of Temporal's Web UI and of the page. */
  readonly origins: readonly string[];
  /** Whether only this machine can reach the page. */
  readonly onlyHere: boolean;
}

/** Whether a token has the scope `read` for all components. */
export const readsAll = (token: Pick<TokenGrant, 'scopes' | 'components'> | null): boolean =>
  token?.components === null && token.scopes.includes('read');

/**
 * Decides who may read encrypted data: a token with the scope `read` for all components, since it is
 * unknown which component a payload is about; a user signed in on the page, calling from the page or
 * Temporal's Web UI; without sign-in, anybody on this machine, provided the page listens nowhere else.
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
