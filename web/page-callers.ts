import type { Context } from 'hono';
import { isOurs } from './hosts.ts';
import type { Hosts } from './hosts.ts';
import type { Sessions } from './sessions.ts';
import { actorHeader } from './wire.ts';

/** Who gives a command on the page; `forged`: it may come from another site in the same browser. */
export type PageCaller = { readonly actor: string } | 'nobody' | 'forged';

interface Doorkeeper {
  readonly hosts: Hosts;
  /** The sessions, and the origin of the page there; null without sign-in. */
  readonly signedIn: { readonly sessions: Sessions; readonly origin: string } | null;
  /** The users as whom visitors may act without sign-in; null: none. */
  readonly actors: readonly string[] | null;
  /** Whether a user is still a member of the workspace. */
  readonly isThere: (user: string) => Promise<boolean>;
}

/**
 * Identifies who gives a command on the page. The browser sends the cookie along from any site, so more is needed. Following OWASP's CSRF
 * cheat sheet for such an API: a custom header, which neither forms nor scripts of other origins can send, and a `Sec-Fetch-Site` or
 * `Origin` that names the page itself. A CSRF token would have to be stored somewhere and would add nothing.
 */
export const pageCallers =
  ({ hosts, signedIn, actors, isThere }: Doorkeeper) =>
  async (c: Context): Promise<PageCaller> => {
    const host = c.req.header('host');
    const user = await signedIn?.sessions.of(c);
    const named = c.req.header(actorHeader);
    if (!user && named === undefined) return 'nobody';
    // A foreign name may have been rebound to this machine.
    if (!isOurs(host, hosts)) return 'forged';
    const origin = signedIn?.origin ?? `http://${host ?? ''}`;
    if (user) {
      // The user may have signed in as somebody else since the page was loaded.
      if (named !== user.id || !isFromPage(c, origin)) return 'forged';
      return (await isThere(user.id)) ? { actor: user.id } : 'nobody';
    }
    if (signedIn !== null || actors === null || named === undefined) return 'nobody';
    if (isForwarded(c) || !isFromPage(c, origin)) return 'forged';
    return actors.includes(named) ? { actor: named } : 'forged';
  };

/** Whether a request comes from a script of the page. A GET without these headers passes: only the page can read its answer. */
function isFromPage(c: Context, own: string): boolean {
  const origin = c.req.header('origin');
  const site = c.req.header('sec-fetch-site');
  if ((origin ?? own) !== own || (site ?? 'same-origin') !== 'same-origin') return false;
  return origin !== undefined || site !== undefined || ['GET', 'HEAD'].includes(c.req.method);
}

/** Whether a request came through a proxy, from an unknown origin. */
export const isForwarded = (c: Context): boolean =>
  ['forwarded', 'x-forwarded-for', 'x-forwarded-host', 'x-real-ip', 'via'].some(
    (name) => c.req.header(name) !== undefined,
  );
