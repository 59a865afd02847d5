import { execFile } from 'node:child_process';
import { copyFile, cp, mkdir, rm, writeFile } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { stringify } from 'yaml';
import { z } from 'zod';
import { startChild, untilReady } from '../../start/child.ts';
import type { Child } from '../../start/child.ts';
import { without } from '../../start/project.ts';
import { temporaryFolder } from '../support/temporary-folder.ts';
import { freePort } from '../support/free-port.ts';
import { unpacked } from './unpacked.ts';

const run = promisify(execFile);

const company = z.object({
  keys: z.object({ rita: z.string(), bot: z.string(), gone: z.string() }),
  issues: z.record(z.string(), z.string()),
});

/** A separate Redmine, with SQLite and the content from `redmine-company.rb`. */
export interface Redmine extends z.output<typeof company> {
  readonly url: string;
  /** Requests its REST API as Rita. Returns the answer; throws with it if it is an error. */
  readonly ask: (method: 'GET' | 'POST' | 'PUT', path: string, body?: object) => Promise<unknown>;
  readonly child: () => Child;
  /** Restarts it on the same port after it was killed. */
  readonly startAgain: () => Promise<void>;
}

/** Closed with the test file. */
export async function startRedmine(): Promise<Redmine> {
  const site = join(await temporaryFolder(), 'site');
  await cp(join(await unpacked('redmine'), 'usr/share/redmine'), site, {
    recursive: true,
    verbatimSymlinks: true,
  });
  // Debian keeps these in /var and /etc.
  for (const name of ['Gemfile.lock', 'instances', 'config/database.yml']) await rm(join(site, name));
  await writeFile(join(site, 'Gemfile.local'), "gem 'sqlite3'\ngem 'puma'\n");
  const instance = join(site, 'instances/default');
  for (const name of ['config', 'files', 'log', 'tmp', 'public/plugin_assets']) {
    await mkdir(join(instance, name), { recursive: true });
  }
  const database = { adapter: 'sqlite3', database: join(instance, 'redmine.sqlite3'), timeout: 10_000 };
  await writeFile(join(instance, 'config/database.yml'), stringify({ production: database }));
  const seed = join(site, 'company.rb');
  await copyFile(fileURLToPath(new URL('redmine-company.rb', import.meta.url)), seed);
  const env = {
    ...without(process.env, 'DOBROBOT'),
    ...{ RAILS_ENV: 'production', SECRET_KEY_BASE: 'a'.repeat(64) },
    BUNDLE_GEMFILE: join(site, 'Gemfile'),
  };
  const bundle = (...args: readonly string[]) => run('bundle', ['exec', ...args], { cwd: site, env });
  await bundle('rake', 'db:migrate');
  const { stdout } = await bundle('rails', 'runner', seed);
  const made = company.parse(JSON.parse(stdout));

  const port = await freePort();
  const url = `http://127.0.0.1:${port}`;
  const start = async () => {
    const started = await startChild({
      name: 'Redmine',
      command: 'bundle',
      args: ['exec', 'puma', '--dir', site, '--bind', `tcp://127.0.0.1:${port}`],
      env,
    });
    await untilReady(started, async () => (await fetch(url)).ok, 60_000);
    // The first request of a kind may take longer than the timeout for trackers.
    const headers = { 'x-redmine-api-key': made.keys.rita };
    for (const path of [
      '/users/current',
      '/issues',
      ...Object.values(made.issues).map((id) => `/issues/${id}`),
    ]) {
      await fetch(`${url}${path}.json?include=relations,journals`, { headers });
    }
    return started;
  };
  let child = await start();
  return {
    ...made,
    url,
    ask: async (method, path, body) => {
      const headers = { 'content-type': 'application/json', 'x-redmine-api-key': made.keys.rita };
      const sent = body === undefined ? {} : { body: JSON.stringify(body) };
      const answer = await fetch(`${url}${path}`, { method, headers, ...sent });
      const text = await answer.text();
      if (!answer.ok) throw new Error(`${method} ${path}: ${answer.status} ${text}`);
      return text.trim() === '' ? null : (JSON.parse(text) as unknown);
    },
    child: () => child,
    startAgain: async () => {
      child = await start();
    },
  };
}
