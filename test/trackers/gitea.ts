import { execFile } from 'node:child_process';
import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { startChild, untilReady } from '../../start/child.ts';
import type { Child } from '../../start/child.ts';
import { without } from '../../start/project.ts';
import { eventually } from '../support/eventually.ts';
import { temporaryFolder } from '../support/temporary-folder.ts';
import { freePort } from '../support/free-port.ts';
import { builtGitea } from './unpacked.ts';

const run = promisify(execFile);

/** `rita` writes, `oleg` and `vera` review, `bot` reads. The API lets each do everything with what they may see. */
export const people = ['rita', 'oleg', 'vera', 'bot'] as const;
export type Person = (typeof people)[number];
type Method = 'GET' | 'POST' | 'PUT' | 'PATCH' | 'DELETE';

export interface NewPull {
  readonly title: string;
  readonly body?: string;
  /** The file that it adds. */
  readonly file?: string;
}

/** A separate Gitea, with SQLite. */
export interface Gitea {
  readonly url: string;
  /** The address on which it listens. */
  readonly here: string;
  readonly tokens: Readonly<Record<Person, string>>;
  /** Returns the answer; throws with it if it is an error. */
  readonly ask: (as: Person, method: Method, path: string, body?: object) => Promise<unknown>;
  /** Creates another token of the bot; the scopes have Gitea's names. */
  readonly tokenOfBot: (name: string, scopes: readonly string[]) => Promise<string>;
  readonly revoke: (name: string) => Promise<void>;
  /** Opens a pull request by Rita, from a branch named after its file. Returns its number. */
  readonly pull: (repo: string, pull: NewPull) => Promise<number>;
  /** Adds a commit. Resolves once the pull request has it. */
  readonly push: (repo: string, number: number, file: string) => Promise<void>;
  readonly review: (
    as: Person,
    repo: string,
    number: number,
    event: 'APPROVED' | 'REQUEST_CHANGES' | 'COMMENT',
  ) => Promise<void>;
  readonly child: () => Child;
  /** Restarts it on the same port after it was killed. */
  readonly startAgain: () => Promise<void>;
}

const password = 'a-long-password';

/** `publicUrl`: its public address, if something is in front of it. Closed with the test file. */
export async function startGitea(publicUrl?: string): Promise<Gitea> {
  const [site, work] = await Promise.all([builtGitea(), temporaryFolder()]);
  const port = await freePort();
  const here = `http://127.0.0.1:${port}`;
  const url = publicUrl ?? here;
  const config = join(work, 'app.ini');
  await mkdir(join(work, 'home'));
  await writeFile(config, settings({ site, work, port, url }));
  const env = {
    ...without(process.env, 'DOBROBOT', 'GITEA'),
    HOME: join(work, 'home'),
    GITEA_WORK_DIR: work,
  };
  const gitea = async (...args: readonly string[]) =>
    (await run(join(site, 'gitea'), ['--config', config, ...args], { env })).stdout;
  await gitea('migrate');
  const token = async (name: Person) => {
    const said = await gitea(
      ...[
        'admin',
        'user',
        'create',
        '--username',
        name,
        '--password',
        password,
        '--email',
        `${name}@example.com`,
      ],
      ...[
        '--must-change-password=false',
        '--access-token',
        '--access-token-name',
        'first',
        '--access-token-scopes',
        'all',
      ],
    );
    const [found] = /\b[0-9a-f]{40}\b/.exec(said) ?? [];
    if (found === undefined) throw new Error(`Gitea made no token: ${said}`);
    return found;
  };
  const tokens = {
    ...{ rita: await token('rita'), oleg: await token('oleg') },
    ...{ vera: await token('vera'), bot: await token('bot') },
  };
  const start = async () => {
    const args = ['web', '--config', config];
    const started = await startChild({ name: 'Gitea', command: join(site, 'gitea'), args, env });
    await untilReady(started, async () => (await fetch(`${here}/api/v1/version`)).ok, 60_000);
    return started;
  };
  let child = await start();

  const request = async (
    authorization: string,
    method: Method,
    path: string,
    body?: object,
  ): Promise<unknown> => {
    const headers = { authorization, 'content-type': 'application/json' };
    const sent = body === undefined ? {} : { body: JSON.stringify(body) };
    const answer = await fetch(`${here}/api/v1${path}`, { method, headers, ...sent });
    const text = await answer.text();
    if (!answer.ok) throw new Error(`${method} ${path}: ${answer.status} ${text}`);
    return text === '' ? null : (JSON.parse(text) as unknown);
  };
  const ask: Gitea['ask'] = (as, method, path, body) => request(`token ${tokens[as]}`, method, path, body);
  const basic = `Basic ${Buffer.from(`bot:${password}`).toString('base64')}`;
  const commit = async (repo: string, file: string, branch: object) => {
    const content = Buffer.from(`${file}\n`).toString('base64');
    const made = await ask('rita', 'POST', `/repos/${repo}/contents/${file}`, {
      content,
      message: file,
      ...branch,
    });
    return (made as { commit: { sha: string } }).commit.sha;
  };
  return {
    ...{ url, here, tokens, ask },
    tokenOfBot: async (name, scopes) =>
      ((await request(basic, 'POST', '/users/bot/tokens', { name, scopes })) as { sha1: string }).sha1,
    revoke: async (name) => {
      await request(basic, 'DELETE', `/users/bot/tokens/${name}`);
    },
    async pull(repo, { title, body = '', file = title.toLowerCase().replace(/\W+/g, '-') }) {
      await commit(repo, file, { new_branch: file.replaceAll('/', '-') });
      const head = file.replaceAll('/', '-');
      const made = await ask('rita', 'POST', `/repos/${repo}/pulls`, { title, body, head, base: 'main' });
      return (made as { number: number }).number;
    },
    async push(repo, number, file) {
      type Pull = { head: { ref: string; sha: string } };
      const at = `/repos/${repo}/pulls/${number}`;
      const { head } = (await ask('rita', 'GET', at)) as Pull;
      const reviews = async () => (await ask('rita', 'GET', `${at}/reviews`)) as { stale: boolean }[];
      const had = (await reviews()).length;
      const sha = await commit(repo, file, { branch: head.ref });
      // Gitea processes a push a little later.
      await eventually(async () => {
        if (((await ask('rita', 'GET', at)) as Pull).head.sha !== sha) throw new Error('It is not in yet');
        const all = await reviews();
        if (all.slice(0, had).some(({ stale }) => !stale)) throw new Error('A review is not stale yet');
      });
    },
    async review(as, repo, number, event) {
      await ask(as, 'POST', `/repos/${repo}/pulls/${number}/reviews`, { event, body: 'Seen.' });
    },
    child: () => child,
    startAgain: async () => {
      child = await start();
    },
  };
}

interface Site {
  readonly site: string;
  readonly work: string;
  readonly port: number;
  readonly url: string;
}

const settings = ({ site, work, port, url }: Site): string => `
I_AM_BEING_UNSAFE_RUNNING_AS_ROOT = ${process.getuid?.() === 0}
RUN_MODE = prod
[server]
STATIC_ROOT_PATH = ${site}
HTTP_ADDR = 127.0.0.1
HTTP_PORT = ${port}
ROOT_URL = ${url}/
PUBLIC_URL_DETECTION = never
DISABLE_SSH = true
OFFLINE_MODE = true
[database]
DB_TYPE = sqlite3
PATH = ${work}/gitea.db
[repository]
ROOT = ${work}/repositories
DEFAULT_BRANCH = main
[security]
INSTALL_LOCK = true
SECRET_KEY = ${'k'.repeat(40)}
[indexer]
ISSUE_INDEXER_TYPE = db
[actions]
ENABLED = false
[log]
MODE = console
LEVEL = Error
`;
