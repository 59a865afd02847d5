import { afterAll } from 'vitest';
import { httpFor } from '../../http/http.ts';
import type { Http } from '../../http/http.ts';
import { noLogins } from '../../activities/logins.ts';
import { readPage } from '../../activities/pages/read-page.ts';
import type { PageReading } from '../../domain/signs/page.ts';
import type { PageSettings } from '../../domain/settings.ts';

export interface PageReader {
  /** Reads an address that matches the settings, as a worker does. */
  readonly read: (path: string) => Promise<PageReading>;
}

const opened: Http[] = [];
afterAll(() => Promise.all(opened.map((http) => http.close())));

/** Reads the pages of a wiki on this machine as a worker does. */
export function pageReader(
  url: string,
  settings: Partial<PageSettings> & Pick<PageSettings, 'kind'>,
  env: NodeJS.ProcessEnv = {},
): PageReader {
  const http = httpFor(['127.0.0.1']);
  opened.push(http);
  const nobody = { userEnv: null, passwordEnv: null, tokenEnv: null, api: null, cloudId: null };
  const pages = [{ ...nobody, matches: `${url}/`, ...settings }];
  const world = { http, env, logins: noLogins() };
  return { read: (path) => readPage(`${url}${path}`, { pages, tickets: [] }, world) };
}
