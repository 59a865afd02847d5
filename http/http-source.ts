import type { Settings } from '../domain/settings.ts';
import { httpFor } from './http.ts';
import type { Http } from './http.ts';

/** Keeps the connections, and who wants to be left alone, for as long as the same hosts are allowed. */
export function httpSource(timeoutMs?: number): (settings: Pick<Settings, 'internalHosts'>) => Http {
  let known: { readonly hosts: string; readonly http: Http } | null = null;
  return ({ internalHosts }) => {
    const hosts = internalHosts.join();
    if (known?.hosts === hosts) return known.http;
    // What is under way with the earlier one ends by itself.
    void known?.http.close();
    const http = httpFor(internalHosts, timeoutMs);
    known = { hosts, http };
    return http;
  };
}
