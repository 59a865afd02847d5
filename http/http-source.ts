import type { Settings } from '../domain/settings.ts';
import { httpFor } from './http.ts';
import type { Http } from './http.ts';

/** Keeps connections, and the pauses that servers have asked for, as long as the allowed hosts stay the same. */
export function httpSource(timeoutMs?: number): (settings: Pick<Settings, 'internalHosts'>) => Http {
  let known: { readonly hosts: string; readonly http: Http } | null = null;
  return ({ internalHosts }) => {
    const hosts = internalHosts.join();
    if (known?.hosts === hosts) return known.http;
    // Requests in flight still complete.
    void known?.http.close();
    const http = httpFor(internalHosts, timeoutMs);
    known = { hosts, http };
    return http;
  };
}
