/** Follows the docs' commands for backup and restore, line by line. */
import { execFile } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { projectRoot } from '../../start/project.ts';

const page = readFileSync(join(projectRoot, 'docs', 'operating.md'), 'utf8');
const blocks = [...page.matchAll(/^ *```sh\n([^]*?)^ *```$/gm)].map(([, text = '']) =>
  text
    .trim()
    .split('\n')
    .map((line) => line.trim().replace(/ +# .*$/, '')),
);

/** The only block of commands that contains this. Throws unless there is exactly one. */
export function stepsWith(words: string): readonly string[] {
  const [found, ...more] = blocks.filter((lines) => lines.some((line) => line.includes(words)));
  if (found === undefined || more.length > 0) throw new Error(`Not one block of commands has "${words}"`);
  return found;
}

/** What Compose does in the docs; `name` is that of a service. */
export interface Services {
  readonly start: (name: string) => Promise<unknown>;
  readonly stop: (name: string) => Promise<unknown>;
  readonly dobrobot: (words: readonly string[]) => Promise<unknown>;
}

/** `env`: how PostgreSQL's clients, which run in a container in the docs, find the server here. Files are in `folder`. */
export async function follow(
  steps: readonly string[],
  services: Services,
  { env, folder }: { readonly env: NodeJS.ProcessEnv; readonly folder: string },
): Promise<void> {
  for (const step of steps) {
    const [, verb, names = ''] = /^docker compose (start|stop|up -d(?: --wait)?) (.+)$/.exec(step) ?? [];
    const [, words] = /^docker compose exec worker node cli\/dobrobot\.mjs (.+)$/.exec(step) ?? [];
    if (verb !== undefined) {
      for (const name of names.split(' ')) await services[verb === 'stop' ? 'stop' : 'start'](name);
    } else if (words !== undefined) await services.dobrobot(words.split(' '));
    else await promisify(execFile)('sh', ['-euc', `${inContainer}\n${step}`], { env, cwd: folder });
  }
}

/** Makes `docker compose exec -T SERVICE COMMAND…` run COMMAND here; anything else fails. */
const inContainer = 'docker() { [ "$1 $2 $3" = "compose exec -T" ] || exit 64; shift 4; "$@"; }';
