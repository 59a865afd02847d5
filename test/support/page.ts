import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { Hono } from 'hono';
import { stringify } from 'yaml';
import { loadSettings } from '../../config/load-settings.ts';
import type { ReleaseLog } from '../../log/release-log.ts';
import { createPage } from '../../web/app.ts';
import type { PageServices } from '../../web/app.ts';
import { Changes } from '../../web/changes.ts';
import type { PageEnv } from '../../web/page-env.ts';
import { temporaryFolder } from './temporary-folder.ts';

/** Writes a configuration to a folder of its own and returns its path; `more` overrides the defaults. */
export async function pageConfig(more: Readonly<Record<string, unknown>> = {}): Promise<string> {
  const path = join(await temporaryFolder(), 'dobrobot.yaml');
  const config = {
    slack: { releaseChannel: 'shipping' },
    people: { approvers: ['U_NORA'], admins: ['U_SAM'] },
    tickets: { tracker: 'file', file: 'tickets.yaml', linkTemplate: 'https://t.example.com/{key}' },
    components: {
      db: { critical: true },
      billing: { critical: true, dependsOn: ['db'] },
      'ios-app': { critical: false, admin: false },
    },
    ...more,
  };
  await writeFile(path, stringify(config));
  return path;
}

/** The app of the web page, without a socket. `more` overrides its services. */
export async function testPage(
  releaseLog: ReleaseLog | null,
  more: Partial<PageServices> = {},
  config: Readonly<Record<string, unknown>> = {},
): Promise<Hono<PageEnv>> {
  const settings = await loadSettings(await pageConfig(config));
  return createPage({
    settingsNow: () => Promise.resolve(settings),
    releaseLog,
    releases: {
      open: () => Promise.resolve([]),
      locks: () => Promise.resolve([]),
      allWatched: () => Promise.resolve(new Map()),
    },
    locks: { in: (known) => Promise.resolve(known) },
    changes: new Changes(() => Promise.resolve({ seq: null, log: false, temporal: false })),
    bundle: { html: '<!doctype html>', files: { 'page.js': 'page()', 'page.css': 'body {}' } },
    hosts: { names: ['releases.example.com'], byAddress: false },
    temporalLink: (ticket) => `https://temporal.example.com/${ticket}`,
    names: null,
    end: new AbortController().signal,
    ...more,
  });
}

/** The page's answer to a path, requested as by a browser on this machine. */
export const ask = async (
  page: Hono<PageEnv>,
  path: string,
  {
    method = 'GET',
    headers = {},
  }: { readonly method?: string; readonly headers?: Readonly<Record<string, string>> } = {},
): Promise<Response> => page.request(path, { method, headers: { host: 'localhost:8080', ...headers } });
