import type { Context } from 'hono';
import { isOurs } from './hosts.ts';
import type { Hosts } from './hosts.ts';
import type { Sessions } from './sessions.ts';
import { actorHeader } from './wire.ts';

/** Who gives a command on the page; `forged`: it may come from another page in the same browser. */
export type PageCaller = { readonly actor: string } | 'nobody' | 'forged';

interface Doorkeeper {
  readonly hosts: Hosts;
  /** Where people sign in, and the origin of the page there; null where nobody does. */
  readonly signedIn: { readonly sessions: Sessions; readonly origin: string } | null;
  /** As whom one may act where nobody signs in; null: as nobody. */
  readonly actors: readonly string[] | null;
  /** Whether somebody is still of the workspace. */
  readonly isThere: (user: string) => Promise<boolean>;
}

/**
 * Tells who gives a command on the page. A cookie is sent along by whatever page the browser shows, so it takes more, as OWASP's CSRF cheat sheet
 * has it for such an API: a header of our own, which no form can send and no script of another origin may, and `Sec-Fetch-Site` or `Origin` that
 * name the page itself. A token beside it would have to be kept somewhere and would tell no more.
 */
export const pageCallers =
  ({ hosts, signedIn, actors, isThere }: Doorkeeper) =>
  async (c: Context): Promise<PageCaller> => {
    const host = c.req.header('host');
    const user = await signedIn?.sessions.of(c);
    const named = c.req.header(actorHeader);
    // A name that points at this machine for a moment is no name of the page.
    if (!isOurs(host, hosts)) return 'forged';
    const origin = signedIn?.origin ?? `http://${host ?? ''}`;
    if (user) {
      // Whoever signed in meanwhile as somebody else is not who the page says.
      if (named !== user.id || !isFromPage(c, origin)) return 'forged';
      return (await isThere(user.id)) ? { actor: user.id } : 'nobody';
    }
    if (signedIn !== null || actors === null) return 'nobody';
    if (named === undefined) return 'nobody';
    if (isForwarded(c) || !isFromPage(c, origin)) return 'forged';
    return actors.includes(named) ? { actor: named } : 'forged';
  };

/** Whether a request comes from a script of the page; one that changes nothing need not say so, as only the page can read the answer. */
function isFromPage(c: Context, own: string): boolean {
  const origin = c.req.header('origin');
  const site = c.req.header('sec-fetch-site');
  if ((origin ?? own) !== own || (site ?? 'same-origin') !== 'same-origin') return false;
  return origin !== undefined || site !== undefined || ['GET', 'HEAD'].includes(c.req.method);
}

/** Somebody comes through a proxy, from who knows where. */
export const isForwarded = (c: Context): boolean =>
  ['forwarded', 'x-forwarded-for', 'x-forwarded-host', 'x-real-ip', 'via'].some(
    (name) => c.req.header(name) !== undefined,
  );
