import { signInAccess } from './sign-in.ts';
import { isLoopback, webDoor } from './web.ts';

/** Whether a visitor of the page may act as anyone: nobody else can reach the page, and there is no sign-in. */
export function mayActAsAnyone(env: NodeJS.ProcessEnv): boolean {
  const access = signInAccess(env);
  const { host, url } = webDoor(env, access !== null);
  return access === null && url === null && isLoopback(host) && env['NODE_ENV'] !== 'production';
}

/**
 * The users as whom a visitor may act without signing in, from `DOBROBOT_WEB_ACTORS`,
 * which `npm start` sets; null if none. Throws if anybody else could reach the page.
 */
export function webActors(env: NodeJS.ProcessEnv): readonly string[] | null {
  const actors = (env['DOBROBOT_WEB_ACTORS'] ?? '').split(',').filter((id) => /^[UW][A-Z0-9_]+$/.test(id));
  if (actors.length === 0) return null;
  if (mayActAsAnyone(env)) return actors;
  throw new Error(
    'DOBROBOT_WEB_ACTORS lets whoever opens the page act as anyone. It is for "npm start": not with DOBROBOT_WEB_HOST on another interface, DOBROBOT_WEB_URL, sign-in with Slack, or NODE_ENV=production.',
  );
}
