import { readPort } from './port.ts';

/** Where the page is served. */
export interface WebDoor {
  readonly host: string;
  readonly port: number;
  /** The address at which people open the page, if it differs. */
  readonly url: URL | null;
}

export const usualWebPort = 8080;
const usualHost = '127.0.0.1';

/**
 * Reads `DOBROBOT_WEB_HOST`, `DOBROBOT_WEB_PORT`, `DOBROBOT_WEB_URL` and `DOBROBOT_WEB_OPEN`. `signedIn`: whether visitors have to sign in.
 * Throws an error that names what is wrong, such as a page that would be open to the network by mistake.
 */
export function webDoor(env: NodeJS.ProcessEnv, signedIn: boolean): WebDoor {
  const host = env['DOBROBOT_WEB_HOST'] || usualHost;
  const open = env['DOBROBOT_WEB_OPEN'] || 'false';
  if (open !== 'true' && open !== 'false') {
    throw new Error(`DOBROBOT_WEB_OPEN is ${JSON.stringify(open)}, which is neither true nor false.`);
  }
  if (!isLoopback(host) && !signedIn && open === 'false') {
    throw new Error(
      `DOBROBOT_WEB_HOST is ${JSON.stringify(host)}, where others could read the page without signing in. Configure sign-in with Slack (docs/page.md), or set DOBROBOT_WEB_OPEN=true if everyone who reaches that address may.`,
    );
  }
  return { host, port: portIn(env), url: webUrl(env) };
}

/** The error for an address that cannot be bound. */
export function webDoorClosed({ host, port }: WebDoor, cause: unknown): Error {
  const { code, message } = cause as NodeJS.ErrnoException;
  if (code === 'EADDRINUSE' || code === 'EACCES') {
    const reason = code === 'EADDRINUSE' ? 'is taken' : 'may not be used';
    return new Error(`Port ${port} for the web page ${reason}; DOBROBOT_WEB_PORT names another.`, { cause });
  }
  return new Error(
    `The web page cannot be served at ${host} (${message}); DOBROBOT_WEB_HOST names the interface.`,
    {
      cause,
    },
  );
}

export const isLoopback = (host: string): boolean => /^(localhost|127(\.\d{1,3}){3}|::1)$/.test(host);

function portIn(env: NodeJS.ProcessEnv): number {
  const text = env['DOBROBOT_WEB_PORT'] || String(usualWebPort);
  const port = readPort(text);
  if (port !== null) return port;
  throw new Error(`DOBROBOT_WEB_PORT is "${text}", which is not a port from 1 to 65535.`);
}

/** The origin at which people open the page, from `DOBROBOT_WEB_URL`; null if it is not set. Throws an error that names what is wrong. */
export function webUrl(env: NodeJS.ProcessEnv): URL | null {
  const text = env['DOBROBOT_WEB_URL'];
  if (!text) return null;
  if (!/^https?:\/\//.test(text) || !URL.canParse(text)) {
    throw new Error(
      `DOBROBOT_WEB_URL is ${JSON.stringify(text)}, which is not an address such as https://dobrobot.example.com.`,
    );
  }
  const url = new URL(text);
  if (url.href === `${url.origin}/`) return url;
  throw new Error(
    `DOBROBOT_WEB_URL is ${JSON.stringify(text)}, but the page has a host of its own: such as ${url.origin}, without anything behind it.`,
  );
}

/**
 * Returns a function from a workflow ID to its address in Temporal's Web UI, by
 * `TEMPORAL_UI_URL`. It returns null if that is not set. Throws if it is not an address.
 */
export function temporalLinks(
  env: NodeJS.ProcessEnv,
  namespace: string,
): (workflowId: string) => string | null {
  const base = temporalUi(env);
  if (base === null) return () => null;
  const workflows = `${base}/namespaces/${encodeURIComponent(namespace)}/workflows`;
  return (workflowId) => `${workflows}/${encodeURIComponent(workflowId)}`;
}

/** The origin of Temporal's Web UI; null if it is not set. Throws likewise. */
export function temporalUiOrigin(env: NodeJS.ProcessEnv): string | null {
  const base = temporalUi(env);
  return base === null ? null : new URL(base).origin;
}

function temporalUi(env: NodeJS.ProcessEnv): string | null {
  const base = env['TEMPORAL_UI_URL']?.replace(/(?<!\/)\/+$/, '');
  if (!base) return null;
  if (/^https?:\/\//.test(base) && URL.canParse(base)) return base;
  throw new Error(
    `TEMPORAL_UI_URL is ${JSON.stringify(base)}, which is not an address such as http://localhost:8233.`,
  );
}
